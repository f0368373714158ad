/* passes.c with stand-ins for all that it calls: how often, and what a box looks like then. */
#include "pipeline/passes.h"

#include "pipeline/interact.h"
#include "pipeline/transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>

#include <cmocka.h>

/* Of one test; the stand-ins find it through struct execution. */
struct stage {
	bool spoils;		/* the first run: the program's box is another then */
	bool hangs;		/* the first validator; the others accept */
	bool laid_out;
	unsigned conversations, blank_runs;
};

static struct stage *stage_of(const struct execution *execution)
{
	return execution->context;
}

/* ---- Stand-ins ---------------------------------------------------------------------------- */

int interact(const struct interaction *interaction, struct test_result *ret_result,
	     struct check_result *ret_check, bool *ret_timed_out, struct error *err)
{
	struct stage *stage = stage_of(interaction->execution);
	bool first = ++stage->conversations == 1;

	(void)ret_check;
	stage->blank_runs += !stage->laid_out;
	interaction->execution->lay_out_again = first && stage->spoils;
	if (first && stage->spoils)
		stage->laid_out = false;
	*ret_timed_out = first && stage->hangs;
	ret_result->verdict = VERDICT_AC;
	return *ret_timed_out ? error_usage(err, "did not end in its time") : 0;
}

int execute_open_again(const struct tree_file *file, struct error *err)
{
	(void)file, (void)err;
	return memfd_create("file", MFD_CLOEXEC);
}

int execute_prepare(const struct plan *plan, const struct artifact *artifact, const char *command,
		    const struct test_case *test, int input, struct box_set *boxes,
		    struct execution *execution, struct execute_call *call, struct error *err)
{
	(void)plan, (void)artifact, (void)command, (void)test, (void)input, (void)boxes;
	(void)execution, (void)call, (void)err;
	return 0;
}

int execute_conclude(const struct plan *plan, const struct execute_call *call,
		     const struct box_result *run, struct execution *execution,
		     struct test_result *ret_result, struct error *err)
{
	(void)plan, (void)call, (void)run, (void)execution, (void)ret_result, (void)err;
	return 0;
}

int validator_class(struct error *err)
{
	(void)err;
	return 0;
}

size_t validator_interactor(const struct problem *problem)
{
	(void)problem;
	return 0;
}

int validators_lay_out(const struct validator_set *set, struct box_set *boxes, struct error *err)
{
	(void)set, (void)boxes, (void)err;
	return 0;
}

int validators_begin_test(const struct validator_set *set, struct box_set *boxes,
			  struct error *err)
{
	(void)set, (void)boxes, (void)err;
	return 0;
}

int validators_end_test(struct box_set *boxes, struct error *err)
{
	(void)boxes, (void)err;
	return 0;
}

int validator_call_prepare(struct validator_call *call, const struct validator_set *set,
			   size_t number, const struct problem *problem,
			   const struct test_case *test, unsigned pass,
			   const struct validator_files *files, struct error *err)
{
	(void)call, (void)set, (void)number, (void)problem, (void)test, (void)pass, (void)files;
	(void)err;
	return 0;
}

bool validator_timed_out(const struct box_result *run)
{
	(void)run;
	return false;
}

int validator_call_conclude(struct validator_call *call, const struct box_result *run,
			    struct box_set *boxes, struct check_result *ret_result,
			    struct error *err)
{
	(void)call, (void)run, (void)boxes, (void)ret_result, (void)err;
	return 0;
}

int validator_take(const struct validator_call *call, const char *name, struct box_set *boxes,
		   int *ret_fd, struct error *err)
{
	(void)call, (void)name, (void)boxes, (void)ret_fd, (void)err;
	return -1;
}

int validators_check_talk(const struct validator_call *interactor, const struct validator_set *set,
			  const struct tree *tree, const struct problem *problem,
			  const struct test_case *test, struct box_set *boxes,
			  struct test_result *result, struct error *err)
{
	(void)interactor, (void)set, (void)tree, (void)problem, (void)test, (void)boxes;
	(void)result, (void)err;
	return 0;
}

void validator_report(const struct check_result *check, struct test_result *result)
{
	(void)check, (void)result;
}

/* ---- Tests -------------------------------------------------------------------------------- */

static int lay_out(void *context, struct error *err)
{
	struct stage *stage = context;

	(void)err;
	stage->laid_out = true;
	return 0;
}

/* An interactive test of stage, whose program is laid out at first. */
static enum verdict take_test(struct stage *stage)
{
	const struct problem problem = { .type.interactive = true, .validator_count = 1 };
	struct tree_file file = { .path = NULL };
	const struct tree tree = { .files = &file, .count = 1 };
	const struct plan plan = { .problem = &problem, .tree = &tree };
	const struct test_case test = { .name = NULL };
	struct execution execution = { .context = stage };
	const struct passes passes = { .plan = &plan, .execution = &execution,
				       .lay_out = lay_out, .context = stage };
	struct test_result result = { .verdict = VERDICT_NONE };
	struct error err = { 0 };

	stage->laid_out = true;
	assert_int_equal(passes_run(&passes, &test, &result, &err), 0);
	return result.verdict;
}

static void a_time_out_is_tried_again(void **state)
{
	struct stage stage = { .hangs = true };

	(void)state;
	assert_int_equal(take_test(&stage), VERDICT_AC);
	assert_int_equal(stage.conversations, 2);
	assert_int_equal(stage.blank_runs, 0);
}

static void another_box_has_the_program_after_the_test(void **state)
{
	struct stage stage = { .spoils = true };

	(void)state;
	assert_int_equal(take_test(&stage), VERDICT_AC);
	assert_int_equal(stage.conversations, 1);
	assert_true(stage.laid_out);
}

static void another_box_has_the_program_in_the_second_try(void **state)
{
	struct stage stage = { .spoils = true, .hangs = true };

	(void)state;
	assert_int_equal(take_test(&stage), VERDICT_AC);
	assert_int_equal(stage.conversations, 2);
	assert_int_equal(stage.blank_runs, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_out_is_tried_again),
		cmocka_unit_test(another_box_has_the_program_after_the_test),
		cmocka_unit_test(another_box_has_the_program_in_the_second_try),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

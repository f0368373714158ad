#include "pipeline/passes.h"

#include "pipeline/interact.h"
#include "pipeline/transcript.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { TRIES = 2 };

/* Of one test; large, as both calls are. */
struct testing {
	const struct passes *passes;
	const struct test_case *test;
	struct execute_call program;
	struct validator_call validator;
	unsigned pass;
	int input;			/* of this pass: a file in memory, or -1: the test's */
	struct test_result result;	/* of this pass */
	struct check_result check;	/* next_pass is only true if the validator has said so */
	bool timed_out;			/* the validator */
	int output, write_errnum;	/* memory file: what the program has written in this pass */
};

bool passes_needed(const struct problem *problem)
{
	return problem->type.interactive || problem->type.multi_pass;
}

static int open_input(const struct testing *t, struct error *err)
{
	const struct tree *tree = t->passes->plan->tree;
	char path[48];
	int fd;

	if (t->input < 0)
		return execute_open_again(&tree->files[t->test->input], err);
	snprintf(path, sizeof path, "/proc/self/fd/%d", t->input);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? error_system(err, "input of a pass") : fd;
}

static int prepare_validator(struct testing *t, int input, int answer, int output,
			     struct error *err)
{
	const struct validator_files files = { input, answer, output };
	const struct problem *problem = t->passes->plan->problem;
	size_t number = problem->type.interactive ? validator_interactor(problem) : 0;

	return validator_call_prepare(&t->validator, t->passes->validators, number, problem,
				      t->test, t->pass, &files, err);
}

/* ---- A pass with a conversation ----------------------------------------------------------- */

static int talk(struct testing *t, int answer, struct error *err)
{
	const struct passes *p = t->passes;
	const struct interaction interaction = {
		.plan = p->plan, .boxes = p->boxes, .program = &t->program,
		.validator = &t->validator, .execution = p->execution,
		.transcript = p->transcript,
	};
	autoclose int input = open_input(t, err);

	if (input < 0 || prepare_validator(t, input, answer, -1, err) < 0 ||
	    execute_prepare(p->plan, p->artifact, p->command, t->test, -1, p->boxes,
			    p->execution, &t->program, err) < 0)
		return -1;
	if (p->transcript && t->pass > 1)
		transcript_pass(p->transcript, t->pass);
	return interact(&interaction, &t->result, &t->check, &t->timed_out, err);
}

/* ---- A pass without ----------------------------------------------------------------------- */

static void take_output(void *context, const char *data, size_t size)
{
	struct testing *t = context;

	if (!t->write_errnum && fd_write_all(t->output, data, size) < 0)
		t->write_errnum = errno;
}

static int execute(struct testing *t, struct error *err)
{
	const struct passes *p = t->passes;
	autoclose int input = open_input(t, err);
	struct box_result run;

	p->execution->feed = take_output;
	p->execution->context = t;
	if (input < 0 ||
	    execute_prepare(p->plan, p->artifact, p->command, t->test, input, p->boxes,
			    p->execution, &t->program, err) < 0 ||
	    box_run(p->boxes, p->plan->run_class, &t->program.spec, &run, err) < 0)
		return -1;
	return execute_conclude(p->plan, &t->program, &run, p->execution, &t->result, err);
}

static int validate(struct testing *t, int answer, struct error *err)
{
	autoclose int input = open_input(t, err);
	struct box_result run;
	int class = validator_class(err);

	if (input < 0 || class < 0)
		return -1;
	/* Nobody may change any more what was written, the validator least of all. */
	if (!t->write_errnum && (fd_seal(t->output) < 0 || lseek(t->output, 0, SEEK_SET) < 0))
		t->write_errnum = errno;
	if (t->write_errnum)
		return error_set(err, ERROR_SYSTEM, t->write_errnum, "cannot hold the output");
	if (prepare_validator(t, input, answer, t->output, err) < 0 ||
	    box_run(t->passes->boxes, (unsigned)class, &t->validator.spec, &run, err) < 0)
		return -1;
	t->timed_out = validator_timed_out(&run);
	if (validator_call_conclude(&t->validator, &run, t->passes->boxes, &t->check, err) < 0)
		return -1;
	validator_report(&t->check, &t->result);
	return 0;
}

static int run_and_validate(struct testing *t, int answer, struct error *err)
{
	autoclose int output = memfd_create("output", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int status;

	if (output < 0)
		return error_system(err, "cannot hold the output");
	t->output = output;
	t->write_errnum = 0;
	status = execute(t, err);
	if (status == 0 && t->result.verdict == VERDICT_AC)
		status = validate(t, answer, err);
	return status;
}

/* ---- Passes ------------------------------------------------------------------------------- */

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The verdict and the words are the last pass's, the times the largest. */
static void merge(const struct test_result *pass, struct test_result *all)
{
	struct test_result merged = *pass;

	merged.index = all->index;
	merged.cpu_ns = larger(pass->cpu_ns, all->cpu_ns);
	merged.wall_ns = larger(pass->wall_ns, all->wall_ns);
	if (all->memory_bytes > pass->memory_bytes) {
		merged.memory_bytes = all->memory_bytes;
		merged.memory_estimated = all->memory_estimated;
	}
	merged.output_bytes = pass->output_bytes + all->output_bytes;
	merged.borderline = pass->borderline || all->borderline;
	*all = merged;
}

/* Which pass it was that failed is a part of the reason. */
static void name_pass(unsigned pass, struct test_result *result)
{
	char reason[REASON_BYTES];

	if (pass == 1 || result->verdict == VERDICT_AC)
		return;
	snprintf(reason, sizeof reason, "pass %u: %.*s", pass, REASON_BYTES - 32, result->reason);
	memcpy(result->reason, reason, sizeof reason);
}

/* Takes nextpass.in away from where the validator left it. */
static int take_input(struct testing *t, struct error *err)
{
	const char *name = "nextpass.in";
	int class = validator_class(err), fd = -1;
	char path[64];

	if (class < 0 || validator_take(&t->validator, name, t->passes->boxes, &fd, err) < 0)
		return -1;
	if (fd < 0)
		return error_usage(err, "output validator %s: %s is not a plain file, or too large",
				   t->validator.name, name);
	if (t->input >= 0)
		close(t->input);
	t->input = fd;
	snprintf(path, sizeof path, "feedback%zu/%s", t->validator.number, name);
	return box_remove(t->passes->boxes, (unsigned)class, path, err);
}

static int run_pass(struct testing *t, int answer, struct error *err)
{
	const struct passes *p = t->passes;
	int status;

	t->result = (struct test_result){ .verdict = VERDICT_NONE };
	t->result.points = t->result.multiplier = (double)NAN;
	t->check.next_pass = false;
	status = p->plan->problem->type.interactive ? talk(t, answer, err) :
						      run_and_validate(t, answer, err);
	if (status == 0 && p->execution->lay_out_again)
		status = p->lay_out(p->context, err);
	return status;
}

static int run_passes(struct testing *t, struct test_result *ret_result, struct error *err)
{
	const struct passes *p = t->passes;
	const struct tree *tree = p->plan->tree;
	struct test_result all = { .index = ret_result->index };

	for (t->pass = 1;; t->pass++) {
		/* A descriptor of its own for each run, as it has an offset. */
		autoclose int answer = execute_open_again(&tree->files[t->test->answer], err);

		if (answer < 0 || run_pass(t, answer, err) < 0)
			return t->pass == 1 ? -1 : error_context(err, "pass %u", t->pass);
		name_pass(t->pass, &t->result);
		merge(&t->result, &all);
		all.passes = t->pass;
		if (all.verdict != VERDICT_AC || !t->check.next_pass)
			break;
		if (take_input(t, err) < 0)
			return -1;
	}
	*ret_result = all;
	return 0;
}

static int check_talk(const struct testing *t, struct test_result *result, struct error *err)
{
	const struct passes *p = t->passes;

	if (!p->plan->problem->type.interactive || result->verdict != VERDICT_AC)
		return 0;
	return validators_check_talk(&t->validator, p->validators, p->plan->tree, p->plan->problem,
				     t->test, p->boxes, result, err);
}

/* For another try: also of the program's box, if a run has spoilt it and then nobody cared. */
static int lay_out_again(const struct passes *p, struct error *err)
{
	if (p->execution->lay_out_again && p->lay_out(p->context, err) < 0)
		return -1;
	return validators_lay_out(p->validators, p->boxes, err);
}

/* A validator's time-out may be the host's doing: the whole test once more, on a clean slate. */
static int try_passes(struct testing *t, struct test_result *ret_result, struct error *err)
{
	const struct passes *p = t->passes;

	for (int try = 1; try <= TRIES; try++) {
		*err = (struct error){ 0 };
		t->timed_out = false;
		t->input = -1;
		if (p->transcript)
			transcript_begin(p->transcript, ret_result->index);
		if ((try > 1 && lay_out_again(p, err) < 0) ||
		    validators_begin_test(p->validators, p->boxes, err) < 0)
			return -1;
		if (run_passes(t, ret_result, err) == 0 && check_talk(t, ret_result, err) == 0)
			return validators_end_test(p->boxes, err);
		if (t->input >= 0)
			close(t->input);
		t->input = -1;
		if (!t->timed_out)
			break;
	}
	return -1;
}

int passes_run(const struct passes *passes, const struct test_case *test,
	       struct test_result *ret_result, struct error *err)
{
	const struct problem *problem = passes->plan->problem;
	autofree struct testing *t = calloc(1, sizeof *t);
	int status;

	if (!t)
		return error_system(err, "a test");
	if (problem->validator_count != 1 &&
	    !(problem->type.interactive && problem->protocol == PROTOCOL_TESTLIB))
		return error_usage(err, "interactive and multi-pass problems have one output "
				   "validator, this one has %zu", problem->validator_count);
	t->passes = passes;
	t->test = test;
	t->input = -1;
	status = try_passes(t, ret_result, err);
	if (t->input >= 0)
		close(t->input);
	if (passes->transcript)
		transcript_end(passes->transcript);
	return status;
}

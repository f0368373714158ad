#include "pipeline/validator.h"

#include "pipeline/execute.h"
#include "pipeline/run_verdict.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"
#include "util/string.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FEEDBACK_FILE_BYTES = 64 << 20 };

/* What a validator's extra descriptors are called, in their order. */
#define INPUT_PATH "/dev/fd/3"
#define ANSWER_PATH "/dev/fd/4"
#define OUTPUT_PATH "/dev/fd/5"

int validator_class(struct error *err)
{
	int class = box_class_find("validator");

	return class < 0 ? error_set(err, ERROR_SYSTEM, 0, "no box class validator") : class;
}

int validators_lay_out(const struct validator_set *set, struct box_set *boxes, struct error *err)
{
	int class = validator_class(err);

	if (class < 0 || box_clean(boxes, (unsigned)class, PUT_FILES, err) < 0)
		return -1;
	return set->files.count ? artifact_lay_out(&set->files, boxes, (unsigned)class, err) : 0;
}

/* ---- Before a run ------------------------------------------------------------------------- */

int validators_begin_test(const struct validator_set *set, struct box_set *boxes,
			  struct error *err)
{
	char names[VALIDATORS_MAX][32];
	const char *pointers[VALIDATORS_MAX];
	int fds[VALIDATORS_MAX], class = validator_class(err);
	autoclose int nothing = fd_sealed("nothing", "", 0);	/* must be valid; see box_put() */

	if (class < 0)
		return -1;
	if (nothing < 0)
		return error_system(err, "feedback directory");
	for (size_t i = 0; i < set->count; i++) {
		snprintf(names[i], sizeof names[i], "feedback%zu/", i);
		pointers[i] = names[i];
		fds[i] = nothing;
	}
	return box_put(boxes, (unsigned)class, PUT_WORK, pointers, fds, set->count, err);
}

int validators_end_test(struct box_set *boxes, struct error *err)
{
	int class = validator_class(err);

	return class < 0 ? -1 : box_clean(boxes, (unsigned)class, PUT_WORK, err);
}

static int lay_out_arguments(struct validator_call *call, const struct validator *validator,
			     const enum protocol_argument *arguments, const char *further)
{
	const char *const texts[] = {
		[ARGUMENT_INPUT] = INPUT_PATH, [ARGUMENT_ANSWER] = ANSWER_PATH,
		[ARGUMENT_OUTPUT] = OUTPUT_PATH, [ARGUMENT_FEEDBACK] = call->feedback,
		[ARGUMENT_RESULT] = call->result,
	};
	size_t used = 0;

	if (plan_arguments(validator->command, call->argv) < 0)
		return -1;
	while (call->argv[used])
		used++;
	for (; *arguments != ARGUMENT_END && used < PLAN_ARGUMENTS - 1; arguments++)
		call->argv[used++] = texts[*arguments];
	for (; *further && used < PLAN_ARGUMENTS - 1; further = packed_next(further))
		call->argv[used++] = further;
	call->argv[used] = NULL;
	return *further ? -1 : 0;
}

struct box_limits validator_limits(const struct problem_limits *package)
{
	int64_t ns = package->validation_ns ? package->validation_ns : 60 * NS_PER_S;
	uint64_t memory = package->validation_memory_bytes, output = package->validation_output_bytes;

	return (struct box_limits){
		.cpu_ns = ns, .wall_ns = 2 * ns + NS_PER_S, .starved_ns = 4 * ns + NS_PER_S,
		.memory_bytes = memory ? memory : 2ull << 30, .processes = 64,
		.output_bytes = output ? output : 8 << 20, .file_bytes = output ? output : 8 << 20,
	};
}

static void keep_output(void *context, const char *data, size_t size)
{
	struct outcome_text *text = context;
	size_t room = OUTCOME_TEXT - text->size;

	if (size > room)
		size = room;
	memcpy(text->data + text->size, data, size);
	text->size += size;
	text->data[text->size] = '\0';
}

static void fill_spec(struct validator_call *call, const struct validator *validator,
		      const struct problem_limits *limits, const struct validator_files *files)
{
	struct box_spec *spec = &call->spec;

	*spec = (struct box_spec){
		.argv = call->argv, .envp = call->envp, .executable = validator->executable,
		.input = -1, .extra = { files->input, files->answer }, .extra_count = 2,
		.limits = validator_limits(limits), .keep_work = true,
		.error_text = call->outcome.error.data, .error_capacity = OUTCOME_TEXT,
	};
	spec->limits.memory_bytes += validator->memory_extra;
	if (files->output < 0)
		return;
	spec->output = keep_output;
	spec->context = &call->outcome.output;
	if (protocol_reads_output(call->protocol))
		spec->input = files->output;
	else
		spec->extra[spec->extra_count++] = files->output;
}

int validator_call_prepare(struct validator_call *call, const struct validator_set *set,
			   size_t number, const struct problem *problem,
			   const struct test_case *test, unsigned pass,
			   const struct validator_files *files, struct error *err)
{
	const enum protocol_argument *arguments = protocol_arguments(problem->protocol,
								     files->output < 0);

	memset(call, 0, sizeof *call);
	call->role = "output validator";
	call->name = problem->validators[number].name;
	call->number = number;
	call->protocol = problem->protocol;
	call->rules = check_rules_of(problem, test, pass);
	snprintf(call->directory, sizeof call->directory, "feedback%zu/", number);
	snprintf(call->feedback, sizeof call->feedback, "/work/%s", call->directory);
	snprintf(call->result, sizeof call->result, "%sresult", call->feedback);
	if (!arguments)
		return error_usage(err, "%s: programs of the protocol %s cannot be interactive",
				   call->name, protocol_name(call->protocol));
	if (lay_out_arguments(call, &set->validator[number], arguments, test->validator_args) < 0)
		return error_usage(err, "%s: too many arguments", call->name);
	plan_environment(set->validator[number].environment, call->envp);
	fill_spec(call, &set->validator[number], &problem->limits, files);
	return 0;
}

/* ---- After a run -------------------------------------------------------------------------- */

bool validator_timed_out(const struct box_result *run)
{
	return run->stopped_by == BOX_STOPPED_CPU || run->stopped_by == BOX_STOPPED_IDLE ||
	       run->stopped_by == BOX_STOPPED_STARVED;
}

/* Why a run says nothing, or NULL. */
static const char *find_failure(const struct box_result *run)
{
	if (run->exec_errnum)
		return "cannot be started";
	if (run->stopped_by == BOX_STOPPED_DENIED)
		return "made a system call that is denied";
	if (run->oom)
		return "ran out of memory";
	if (run->stopped_by == BOX_STOPPED_OUTPUT)
		return "wrote too much";
	if (run->stopped_by != BOX_ENDED)
		return "did not end in its time";
	return run->signal ? "crashed" : NULL;
}

static int take_file(int work, const char *directory, const char *name, int *ret_fd,
		     enum artifact_fault *ret_fault, struct error *err)
{
	char path[320];

	snprintf(path, sizeof path, "%s%s", directory, name);
	*ret_fd = -1;
	return artifact_take_file(work, path, FEEDBACK_FILE_BYTES, ret_fd, ret_fault, err);
}

static int read_text(int work, const char *directory, const char *name,
		     struct outcome_text *text, struct error *err)
{
	enum artifact_fault fault;
	ssize_t n = 0;
	int fd;

	if (take_file(work, directory, name, &fd, &fault, err) < 0)
		return -1;
	if (fd >= 0) {
		n = pread(fd, text->data, OUTCOME_TEXT, 0);
		close(fd);
	}
	text->present = fault != ARTIFACT_MISSING;
	text->size = n > 0 ? (size_t)n : 0;
	text->data[text->size] = '\0';
	return 0;
}

static int read_outcome(struct validator_call *call, const struct box_result *run,
			struct box_set *boxes, struct error *err)
{
	struct outcome *outcome = &call->outcome;
	const struct {
		const char *name;
		struct outcome_text *text;
	} files[] = {
		{ "judgemessage.txt", &outcome->judge_message },
		{ "teammessage.txt", &outcome->team_message },
		{ "judgeerror.txt", &outcome->judge_error },
		{ "score.txt", &outcome->score },
		{ "score_multiplier.txt", &outcome->multiplier },
	};
	int class = validator_class(err);
	autoclose int work = class < 0 ? -1 : box_work(boxes, (unsigned)class, err), next = -1;
	enum artifact_fault fault;

	if (work < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (read_text(work, call->directory, files[i].name, files[i].text, err) < 0)
			return -1;
	if (take_file(work, call->directory, "nextpass.in", &next, &fault, err) < 0)
		return -1;
	outcome->next_pass = fault != ARTIFACT_MISSING;
	outcome->exit_code = run->exit_code;
	outcome->output.present = call->spec.output != NULL;
	outcome->error.present = true;
	outcome->error.size = run->error_kept;
	outcome->error.data[run->error_kept] = '\0';
	return 0;
}

int validator_call_conclude(struct validator_call *call, const struct box_result *run,
			    struct box_set *boxes, struct check_result *ret_result,
			    struct error *err)
{
	const char *failure = find_failure(run);
	char who[256];

	if (run->stopped_by == BOX_STOPPED_STARVED) {
		snprintf(who, sizeof who, "%s %s", call->role, call->name);
		run_starved(run, who, err);
		return -1;
	}
	if (failure)
		return error_set(err, ERROR_USAGE, run->exec_errnum, "%s %s: %s", call->role,
				 call->name, failure);
	if (read_outcome(call, run, boxes, err) < 0)
		return -1;
	if (protocol_conclude(call->protocol, &call->outcome, &call->rules, ret_result, err) < 0)
		return error_context(err, "%s %s", call->role, call->name);
	return 0;
}

int validator_take(const struct validator_call *call, const char *name, struct box_set *boxes,
		   int *ret_fd, struct error *err)
{
	int class = validator_class(err), fd;
	autoclose int work = class < 0 ? -1 : box_work(boxes, (unsigned)class, err);
	enum artifact_fault fault;

	if (work < 0 || take_file(work, call->directory, name, &fd, &fault, err) < 0)
		return -1;
	*ret_fd = fd;
	return 0;
}

void validator_report(const struct check_result *check, struct test_result *result)
{
	bool accepted = check->verdict == VERDICT_AC;

	result->verdict = check->verdict;
	result->points = check->points;
	result->multiplier = check->multiplier;
	snprintf(result->message, sizeof result->message, "%s", check->message);
	snprintf(result->team_message, sizeof result->team_message, "%s", check->team_message);
	snprintf(result->reason, sizeof result->reason, "%s",
		 !accepted && result->output_bytes == 0 ? "no output" : check->reason);
}

/* ---- All of a test's validators ----------------------------------------------------------- */

/* A time-out may be the host's doing: once more, on a clean slate. */
static int run_one(struct validator_call *call, const struct validator_set *set,
		   struct box_set *boxes, struct check_result *ret_check, struct error *err)
{
	int class = validator_class(err);
	struct box_result run;

	if (class < 0)
		return -1;
	for (int try = 1;; try++) {
		call->outcome.output.size = 0;
		call->outcome.output.data[0] = '\0';
		if (lseek(call->spec.input >= 0 ? call->spec.input : call->spec.extra[2], 0,
			  SEEK_SET) < 0)
			return error_system(err, "output of a test");
		if (box_run(boxes, (unsigned)class, &call->spec, &run, err) < 0)
			return -1;
		if (!validator_timed_out(&run) || try == VALIDATOR_TRIES)
			break;
		if (validators_lay_out(set, boxes, err) < 0 ||
		    validators_begin_test(set, boxes, err) < 0)
			return -1;
	}
	return validator_call_conclude(call, &run, boxes, ret_check, err);
}

/* The one that rejects has the last word, and then no score counts; else the last score does. */
static void merge(const struct check_result *check, struct check_result *all)
{
	struct check_result merged = *check;

	if (check->verdict != VERDICT_AC) {
		*all = merged;
		return;
	}
	if (!isnan(all->multiplier))
		merged.multiplier = isnan(check->multiplier) ? all->multiplier :
							       all->multiplier * check->multiplier;
	if (isnan(check->points))
		merged.points = all->points;
	if (!check->message[0])
		memcpy(merged.message, all->message, sizeof merged.message);
	if (!check->team_message[0])
		memcpy(merged.team_message, all->team_message, sizeof merged.team_message);
	*all = merged;
}

/* All but the one of that number; NOBODY: all. */
enum { NOBODY = VALIDATORS_MAX };

static int run_all(const struct validator_set *set, const struct problem *problem, size_t but,
		   const struct test_case *test, const struct validator_files *files,
		   struct box_set *boxes, struct check_result *ret_check, struct error *err)
{
	autofree struct validator_call *call = malloc(sizeof *call);
	struct check_result all = { .verdict = VERDICT_AC, .points = NAN, .multiplier = NAN };

	if (!call)
		return error_system(err, "output validator");
	for (size_t i = 0; i < problem->validator_count && all.verdict == VERDICT_AC; i++) {
		struct check_result check;

		if (i == but)
			continue;
		if (validator_call_prepare(call, set, i, problem, test, 1, files, err) < 0 ||
		    run_one(call, set, boxes, &check, err) < 0)
			return -1;
		merge(&check, &all);
	}
	*ret_check = all;
	return 0;
}

static int run_on(const struct validator_set *set, const struct tree *tree,
		  const struct problem *problem, size_t but, const struct test_case *test,
		  int output, struct box_set *boxes, struct test_result *result, struct error *err)
{
	autoclose int input = execute_open_again(&tree->files[test->input], err);
	autoclose int answer = input < 0 ? -1 : execute_open_again(&tree->files[test->answer], err);
	const struct validator_files files = { input, answer, output };
	struct check_result check;

	if (answer < 0 || validators_begin_test(set, boxes, err) < 0 ||
	    run_all(set, problem, but, test, &files, boxes, &check, err) < 0)
		return -1;
	validator_report(&check, result);
	return validators_end_test(boxes, err);
}

int validators_run(const struct validator_set *set, const struct tree *tree,
		   const struct problem *problem, const struct test_case *test, int output,
		   struct box_set *boxes, struct test_result *result, struct error *err)
{
	return run_on(set, tree, problem, NOBODY, test, output, boxes, result, err);
}

/* ---- A testlib interactor and its checkers ------------------------------------------------ */

size_t validator_interactor(const struct problem *problem)
{
	for (size_t i = 0; problem->protocol == PROTOCOL_TESTLIB && i < problem->validator_count;
	     i++) {
		const char *slash = strrchr(problem->validators[i].name, '/');

		if (!strncmp(slash ? slash + 1 : problem->validators[i].name, "interact", 8))
			return i;
	}
	return 0;
}

int validators_check_talk(const struct validator_call *interactor, const struct validator_set *set,
			  const struct tree *tree, const struct problem *problem,
			  const struct test_case *test, struct box_set *boxes,
			  struct test_result *result, struct error *err)
{
	autoclose int file = -1;

	if (problem->validator_count == 1)
		return 0;
	if (validator_take(interactor, "result", boxes, &file, err) < 0)
		return -1;
	if (file < 0)
		return error_usage(err, "output validator %s: wrote no file for the checker",
				   interactor->name);
	return run_on(set, tree, problem, interactor->number, test, file, boxes, result, err);
}

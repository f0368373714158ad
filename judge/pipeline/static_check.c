#include "pipeline/static_check.h"

#include "pipeline/main_class.h"
#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No file of a submission can be called so: none can stand for what the validator writes. */
#define FEEDBACK ".feedback/"

/* ---- What it sees ------------------------------------------------------------------------- */

static int hold(const struct submission *submission, struct artifact *files, struct error *err)
{
	int nothing = fd_sealed("nothing", "", 0);	/* must be valid; see box_put() */

	if (nothing < 0)
		return error_system(err, "feedback directory");
	if (artifact_add(files, FEEDBACK, nothing) < 0)
		abort();	/* the first of many */
	for (size_t i = 0; i < submission->file_count; i++) {
		const struct source_file *file = &submission->files[i];
		autoclose int fd = fd_sealed("source", file->data, file->size);

		if (fd < 0)
			return error_system(err, "cannot hold a source");
		if (artifact_add(files, file->name, fd) < 0)
			return error_system(err, "too many sources");
		TAKE_FD(fd);
	}
	return 0;
}

static int lay_out(const struct static_check *check, struct error *err)
{
	struct artifact files = artifact_empty();
	int class = validator_class(err), status;

	if (class < 0)
		return -1;
	status = hold(check->plan->submission, &files, err);
	if (status == 0)
		status = box_put(check->boxes, (unsigned)class, PUT_WORK,
				 (const char *const *)files.names, files.fds, files.count, err);
	artifact_free(&files);
	return status;
}

/* The language's code in packages. */
static const char *language_of(const struct profile *profile)
{
	return profile->family[0] ? profile->family : profile->id;
}

static bool starts_a_class(const struct artifact *artifact)
{
	for (size_t i = 0; i < artifact->count; i++)
		if (!strcmp(artifact->names[i], artifact->main))
			return false;
	return artifact->main[0];
}

/* What is stated; else the class that starts; else a file, and one that the validator sees. */
static const char *entry_point_of(const struct static_check *check)
{
	const struct submission *submission = check->plan->submission;
	const char *source = main_source_find(submission);

	if (submission->entry_point[0])
		return submission->entry_point;
	if (starts_a_class(check->artifact))
		return check->artifact->main;
	return source ? source : "";
}

/* ---- The run ------------------------------------------------------------------------------ */

static int fill_arguments(const struct static_check *check, const struct validator *validator,
			  const struct test_case *test, struct validator_call *call)
{
	size_t used = packed_count(validator->command);

	if (used + 3 >= PLAN_ARGUMENTS || plan_arguments(validator->command, call->argv) < 0)
		return -1;
	call->argv[used++] = language_of(check->plan->profile);
	call->argv[used++] = entry_point_of(check);
	call->argv[used++] = call->feedback;
	return plan_more_arguments(test->validator_args, call->argv, used);
}

static int prepare(const struct static_check *check, const struct test_case *test,
		   struct validator_call *call, struct error *err)
{
	const struct problem *problem = check->plan->problem;
	size_t number = problem->validator_count + problem->grader_count;
	const struct validator *validator = &check->validators->validator[number];

	memset(call, 0, sizeof *call);
	call->role = "static validator";
	call->name = problem->static_validator[0].name;
	call->number = number;
	call->protocol = PROTOCOL_ICPC;
	call->rules = check_rules_of(problem, test, problem->passes);
	snprintf(call->directory, sizeof call->directory, "%s", FEEDBACK);
	snprintf(call->feedback, sizeof call->feedback, "/work/%s", call->directory);
	if (fill_arguments(check, validator, test, call) < 0)
		return error_usage(err, "%s: too many arguments", call->name);
	plan_environment(validator->environment, call->envp);
	call->spec = (struct box_spec){
		.argv = call->argv, .envp = call->envp, .executable = validator->executable,
		.input = -1, .limits = validator_limits(&problem->limits), .keep_work = true,
		.error_text = call->outcome.error.data, .error_capacity = OUTCOME_TEXT,
	};
	call->spec.limits.memory_bytes += validator->memory_extra;
	return 0;
}

static int run(const struct static_check *check, const struct validator_call *call,
	       struct box_result *ret_run, struct error *err)
{
	int class = validator_class(err);

	if (class < 0)
		return -1;
	for (int try = 1;; try++) {
		if (lay_out(check, err) < 0 ||
		    box_run(check->boxes, (unsigned)class, &call->spec, ret_run, err) < 0)
			return -1;
		if (!validator_timed_out(ret_run) || try == VALIDATOR_TRIES)
			return 0;
		if (validators_lay_out(check->validators, check->boxes, err) < 0)
			return -1;
	}
}

/* It has seen no output, which is what the words for others are about. */
static void report(const struct check_result *found, struct test_result *result)
{
	validator_report(found, result);
	if (found->verdict != VERDICT_AC)
		snprintf(result->reason, sizeof result->reason, "%s",
			 found->message[0] ? found->reason : "the static validator rejects");
}

int static_check_run(const struct static_check *check, const struct test_case *test,
		     struct test_result *result, struct error *err)
{
	autofree struct validator_call *call = malloc(sizeof *call);
	struct check_result found;
	struct box_result ended;

	if (!call)
		return error_system(err, "static validator");
	if (prepare(check, test, call, err) < 0 || run(check, call, &ended, err) < 0 ||
	    validator_call_conclude(call, &ended, check->boxes, &found, err) < 0)
		return -1;
	report(&found, result);
	return validators_end_test(check->boxes, err);
}

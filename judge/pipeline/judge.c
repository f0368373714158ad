#include "pipeline/judge.h"

#include "pipeline/aggregate.h"
#include "pipeline/answers.h"
#include "pipeline/check.h"
#include "pipeline/compile.h"
#include "pipeline/execute.h"
#include "pipeline/grading.h"
#include "pipeline/passes.h"
#include "pipeline/scoring.h"
#include "pipeline/static_check.h"
#include "profile/template.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/string.h"

#include <math.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct judging {
	const struct judge_job *job;
	struct box_set *boxes;
	struct reporter *reporter;
	struct plan plan;
	struct artifact artifact;
	char command[4096];		/* packed, expanded */
	struct judgement judgement;
	struct scoring scoring;
	struct grading grading;
	char (*reasons)[REASON_BYTES];	/* of tests that failed */
	struct execution execution;
	struct transcript *transcript;	/* NULL unless asked for */
};

static void write_hex(const unsigned char hash[SHA256_DIGEST_LENGTH], char *text)
{
	for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++)
		snprintf(text + 2 * i, 3, "%02x", hash[i]);
}

static void fill_receipt(struct judging *j)
{
	struct receipt *receipt = &j->judgement.receipt;
	unsigned char profile_hash[SHA256_DIGEST_LENGTH];

	write_hex(j->job->tree->hash, receipt->package_hash);
	SHA256((const unsigned char *)j->job->profile, sizeof *j->job->profile, profile_hash);
	write_hex(profile_hash, receipt->profile_hash);
	snprintf(receipt->language, sizeof receipt->language, "%s", j->job->profile->id);
	snprintf(receipt->toolchain, sizeof receipt->toolchain, "%s", j->job->toolchain);
	snprintf(receipt->validators, sizeof receipt->validators, "%s", j->job->validators_from);
	snprintf(receipt->class, sizeof receipt->class, "%s", j->plan.profile->run.class);
	box_layers(j->boxes, j->plan.run_class, receipt->layers, sizeof receipt->layers);
	snprintf(receipt->cgroup_layout, sizeof receipt->cgroup_layout, "%s",
		 j->boxes->link->layout);
	gethostname(receipt->host, sizeof receipt->host - 1);
	receipt->core = j->boxes->link->cpu;
	receipt->slot = j->boxes->link->number;
	receipt->time_limit_ns = j->plan.time_limit_ns;
	receipt->wall_limit_ns = j->plan.run.wall_ns;
	receipt->memory_limit_bytes = j->plan.run.memory_bytes;
	receipt->output_limit_bytes = j->plan.run.output_bytes;
	receipt->process_limit = j->plan.run.processes;
}

static int lay_out(struct judging *j, struct error *err)
{
	if (box_clean(j->boxes, j->plan.run_class, PUT_FILES, err) < 0)
		return -1;
	return artifact_lay_out(&j->artifact, j->boxes, j->plan.run_class, err);
}

static int run_test(struct judging *j, const struct test_case *test, struct test_result *result,
		    struct error *err)
{
	j->execution.output_size = 0;
	if (!j->job->problem->type.submit_answer)
		return execute_test(&j->plan, &j->artifact, j->command, test, j->boxes,
				    &j->execution, result, err);
	answers_give(&j->plan, &j->execution, result);
	return 0;
}

static int lay_out_again(void *context, struct error *err)
{
	return lay_out(context, err);
}

/* Several runs of a test, or one in conversation with a validator. */
static int take_passes(struct judging *j, const struct test_case *test,
		       struct test_result *result, struct error *err)
{
	const struct passes passes = {
		.plan = &j->plan, .artifact = &j->artifact, .command = j->command,
		.validators = j->job->validators, .boxes = j->boxes, .execution = &j->execution,
		.lay_out = lay_out_again, .context = j,
		.transcript = j->transcript,
	};

	return passes_run(&passes, test, result, err);
}

/* Nothing is run: there is no output to keep. */
static int take_static(struct judging *j, const struct test_case *test,
		       struct test_result *result, struct error *err)
{
	const struct static_check check = {
		.plan = &j->plan, .artifact = &j->artifact, .validators = j->job->validators,
		.boxes = j->boxes,
	};

	j->execution.output_size = j->execution.error_size = 0;
	return static_check_run(&check, test, result, err);
}

/* One run and its check. */
static int take_sample(struct judging *j, const struct test_case *test,
		       struct test_result *result, struct error *err)
{
	struct check check;
	int status;

	if (test->is_static)
		return take_static(j, test, result, err);
	if (passes_needed(j->job->problem))
		return take_passes(j, test, result, err);
	if (check_begin(&check, j->job->tree, j->job->problem, test, j->job->validators,
			err) < 0)
		return -1;
	j->execution.feed = check_feed;
	j->execution.context = &check;
	status = run_test(j, test, result, err);
	if (status == 0 && result->verdict == VERDICT_AC) {
		const int64_t began = clock_ns();

		status = check_end(&check, j->job->problem, j->boxes, result, err);
		result->check_ns = clock_ns() - began;
	}
	check_free(&check);
	if (status == 0 && j->execution.lay_out_again)
		status = lay_out(j, err);
	return status;
}

/*
 * A run so near to its limit that noise decides is not the last word: another sample within the
 * limit accepts; one that fails in another way decides (DESIGN §4).
 */
static int judge_test(struct judging *j, uint32_t index, struct test_result *ret_result,
		      struct error *err)
{
	const struct test_case *test = &j->job->problem->tests[index];

	struct test_result result = { .verdict = VERDICT_NONE };

	for (uint32_t sample = 0; sample <= j->plan.options.reruns; sample++) {
		result = (struct test_result){ .index = index, .passes = 1, .points = NAN,
					       .multiplier = NAN };
		if (take_sample(j, test, &result, err) < 0)
			return error_context(err, "test %s", test->name);
		if (sample > 0)
			result.borderline = true;
		if (result.verdict != VERDICT_TLE || !result.borderline)
			break;
	}
	if (result.verdict == VERDICT_JE)
		return error_set(err, ERROR_SYSTEM, 0, "test %s: %s", test->name, result.reason);
	*ret_result = result;
	return scoring_add(&j->scoring, ret_result, err);
}

static size_t at_most(size_t size, size_t most)
{
	return size < most ? size : most;
}

/* The first failing test's output and standard error, for the jury; or those of a try. */
static void keep_output(struct judging *j)
{
	size_t most = j->plan.options.only_run ? KEPT_BYTES : KEPT_FAILED;

	j->judgement.kept_output_bytes = (uint32_t)text_sanitise_utf8(
		j->execution.output, at_most(j->execution.output_size, most),
		j->judgement.kept_output, most);
	j->judgement.kept_error_bytes = (uint32_t)text_sanitise_utf8(
		j->execution.error, at_most(j->execution.error_size, most),
		j->judgement.kept_error, most);
}

static void feed_nobody(void *context, const char *data, size_t size)
{
	(void)context;
	(void)data;
	(void)size;
}

/* A try: what it does is the result, whatever it writes. */
static int try_it(struct judging *j, struct error *err)
{
	const struct problem *problem = j->job->problem;
	struct test_result result = { .passes = 1, .points = NAN, .multiplier = NAN };

	if (problem->type.submit_answer || passes_needed(problem))
		return error_usage(err, "%s is interactive, multi-pass or takes answers: its "
				   "submissions cannot be tried on an input", problem->name);
	j->execution.feed = feed_nobody;
	if (run_test(j, &problem->tests[0], &result, err) < 0)
		return -1;
	if (result.verdict == VERDICT_JE)
		return error_set(err, ERROR_SYSTEM, 0, "try: %s", result.reason);
	aggregate_add(&result, &j->judgement);
	j->judgement.verdict = result.verdict;
	keep_output(j);
	report_test(j->reporter, &result);
	return 0;
}

static int judge_tests(struct judging *j, struct error *err)
{
	const struct problem *problem = j->job->problem;

	for (uint32_t i = 0; i < problem->test_count; i++) {
		int matters = scoring_next(&j->scoring, i, err);
		struct test_result result;

		if (matters < 0)
			return -1;
		if (!matters && !j->plan.options.full)
			continue;
		if (judge_test(j, i, &result, err) < 0)
			return -1;
		memcpy(j->reasons[i], result.reason, sizeof j->reasons[i]);
		if (aggregate_add(&result, &j->judgement))
			keep_output(j);
		report_test(j->reporter, &result);
		if (j->transcript && !problem->tests[i].is_static)
			report_transcript(j->reporter, j->transcript);
	}
	return 0;
}

static int conclude(struct judging *j, struct error *err)
{
	const struct problem *problem = j->job->problem;
	const struct score_item *root = &j->scoring.root;

	if (scoring_end(&j->scoring, err) < 0)
		return -1;
	aggregate_end(root, root->test < 0 ? "" : j->reasons[root->test], &j->judgement);
	for (size_t i = 0; problem->type.scoring && i < problem->group_count; i++) {
		struct group_result group;

		scoring_group(&j->scoring, i, &group);
		report_group(j->reporter, &group);
	}
	return 0;
}

static int prepare_runs(struct judging *j, struct error *err)
{
	const struct template_values values = {
		.binary = "prog",
		.main = j->artifact.main,
		.main_class = j->artifact.main,
		.memory_mib = j->plan.memory_bytes >> 20,
		.stack_kib = j->plan.memory_bytes >> 10,
	};

	if (!j->job->problem->type.submit_answer &&
	    (template_expand(j->plan.profile->run.command, &values, j->command,
			     sizeof j->command, err) < 0 || lay_out(j, err) < 0))
		return -1;
	return j->job->validators->count ?
	       validators_lay_out(j->job->validators, j->boxes, err) : 0;
}

static int compile(struct judging *j, struct error *err)
{
	autofree struct compile_result *result = malloc(sizeof *result);

	if (!result)
		return error_system(err, "compile result");
	if (j->job->problem->type.submit_answer)
		answers_accept(&j->plan, result);
	else if (compile_submission(&j->plan, j->boxes, &j->artifact, result, err) < 0)
		return error_context(err, "compile");
	report_compile(j->reporter, result);
	if (result->verdict == VERDICT_CE)
		aggregate_compile_error(result, &j->judgement);
	return 0;
}

static int run_stages(struct judging *j, struct error *err)
{
	const struct judge_job *job = j->job;

	if (plan_make(job->submission, job->profile, job->problem, job->tree, &job->options,
		      &j->plan, err) < 0)
		return -1;
	aggregate_begin(job->problem, &j->judgement);
	fill_receipt(j);
	if (compile(j, err) < 0)
		return -1;
	if (j->judgement.verdict != VERDICT_CE && prepare_runs(j, err) < 0)
		return -1;
	if (j->judgement.verdict != VERDICT_CE &&
	    (job->options.only_run ? try_it(j, err) < 0 :
				     judge_tests(j, err) < 0 || conclude(j, err) < 0))
		return -1;
	report_done(j->reporter, &j->judgement);
	return 0;
}

int judge_submission(const struct judge_job *job, struct box_set *boxes,
		     struct reporter *reporter, struct error *err)
{
	struct judging *j = calloc(1, sizeof *j);
	struct grader grader;
	int status;

	if (!j)
		return error_system(err, "judging");
	j->job = job;
	j->boxes = boxes;
	j->reporter = reporter;
	j->artifact = artifact_empty();
	if (job->options.transcript && job->problem->type.interactive)
		j->transcript = calloc(1, sizeof *j->transcript);
	j->reasons = calloc(job->problem->test_count, sizeof *j->reasons);
	if (!j->reasons)
		abort();
	j->grading = (struct grading){ job->problem, job->validators, boxes };
	grader = grading_grader(&j->grading);
	scoring_begin(&j->scoring, job->problem, &grader);
	status = run_stages(j, err);
	scoring_free(&j->scoring);
	artifact_free(&j->artifact);
	free(j->transcript);
	free(j->reasons);
	free(j);
	return status;
}

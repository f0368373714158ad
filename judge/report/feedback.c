#include "report/feedback.h"

#include "util/string.h"

#include <stdlib.h>
#include <string.h>

const char *feedback_name(enum feedback policy)
{
	static const char *const names[] = {
		[FEEDBACK_NONE] = "none",	[FEEDBACK_VERDICT] = "verdict",
		[FEEDBACK_FIRST_TEST] = "first-test", [FEEDBACK_MESSAGE] = "message",
		[FEEDBACK_DIFFERENCE] = "difference", [FEEDBACK_FULL] = "full",
	};

	return names[policy];
}

enum feedback feedback_of(const struct problem *problem, const struct test_case *test)
{
	return test->full_feedback ? FEEDBACK_FULL : problem->groups[test->group].feedback;
}

static enum feedback policy_of(const struct problem *problem, uint32_t index)
{
	return index < problem->test_count ? feedback_of(problem, &problem->tests[index]) :
					     FEEDBACK_NONE;
}

/* Texts come from a judge that a submission may have taken over: they are made safe again. */
static void copy_text(const char *from, size_t from_size, char *to, size_t to_size)
{
	text_sanitise_utf8(from, strnlen(from, from_size), to, to_size);
}

static void copy_line(const char *from, size_t from_size, char *to, size_t to_size)
{
	size_t length = strnlen(from, from_size);
	const char *newline = memchr(from, '\n', length);

	text_sanitise_utf8(from, newline ? (size_t)(newline - from) : length, to, to_size);
}

#define COPY_TEXT(from, to) copy_text(from, sizeof(from), to, sizeof(to))
#define COPY_LINE(from, to) copy_line(from, sizeof(from), to, sizeof(to))

/* The run's own end, which the judge saw and described: no checker has had a word in it. */
static bool ended_by_itself(enum verdict verdict)
{
	return verdict == VERDICT_TLE || verdict == VERDICT_MLE || verdict == VERDICT_OLE ||
	       verdict == VERDICT_RTE;
}

static void tell_counters(const struct test_result *test, struct test_result *ret_test)
{
	ret_test->borderline = test->borderline;
	ret_test->memory_estimated = test->memory_estimated;
	ret_test->cpu_ns = test->cpu_ns;
	ret_test->wall_ns = test->wall_ns;
	ret_test->memory_bytes = test->memory_bytes;
	ret_test->output_bytes = test->output_bytes;
	ret_test->exit_code = test->exit_code;
	ret_test->signal = test->signal;
	ret_test->passes = test->passes;
}

static void tell_all(const struct test_result *test, struct test_result *ret_test)
{
	tell_counters(test, ret_test);
	ret_test->score = test->score;
	COPY_LINE(test->reason, ret_test->reason);
	COPY_TEXT(test->message, ret_test->message);
	COPY_TEXT(test->team_message, ret_test->team_message);
	COPY_LINE(test->difference, ret_test->difference);
}

/* Only a comparison of ours has a difference; a validator's reason is its word to judges. */
static void tell_difference(bool sample, const struct test_result *test,
			    struct test_result *ret_test)
{
	if (!*test->difference || test->verdict != VERDICT_WA)
		return;
	if (sample)
		COPY_LINE(test->reason, ret_test->reason);
	else
		COPY_LINE(test->difference, ret_test->reason);
}

void feedback_test(enum feedback policy, bool sample, const struct test_result *test,
		   struct test_result *ret_test)
{
	*ret_test = (struct test_result){ .index = test->index };
	if (policy < FEEDBACK_FIRST_TEST)
		return;
	ret_test->verdict = test->verdict;
	if (policy == FEEDBACK_FULL)
		tell_all(test, ret_test);
	if (policy < FEEDBACK_MESSAGE || policy == FEEDBACK_FULL)
		return;
	tell_counters(test, ret_test);
	COPY_TEXT(test->team_message, ret_test->team_message);
	if (ended_by_itself(test->verdict))
		COPY_LINE(test->reason, ret_test->reason);
	if (policy == FEEDBACK_DIFFERENCE)
		tell_difference(sample, test, ret_test);
}

/* ---- The whole judgement ------------------------------------------------------------------- */

static bool same_group(const struct problem *problem, uint32_t a, uint32_t b)
{
	return a < problem->test_count && b < problem->test_count &&
	       problem->tests[a].group == problem->tests[b].group;
}

/* Whether no test before this one failed where only the first one is told. */
static bool is_first_failure(const struct feedback_facts *facts, size_t i)
{
	const struct test_result *tests = facts->tests;

	if (tests[i].verdict == VERDICT_AC || tests[i].verdict == VERDICT_NONE)
		return false;
	for (size_t j = 0; j < i; j++)
		if (tests[j].verdict != VERDICT_AC && tests[j].verdict != VERDICT_NONE &&
		    (!facts->problem->type.scoring ||
		     same_group(facts->problem, tests[j].index, tests[i].index)))
			return false;
	return true;
}

static bool test_is_told(const struct feedback_facts *facts, size_t i)
{
	enum feedback policy = policy_of(facts->problem, facts->tests[i].index);

	return policy == FEEDBACK_FULL ||
	       (policy >= FEEDBACK_FIRST_TEST && is_first_failure(facts, i));
}

static void tell_tests(const struct feedback_facts *facts, struct feedback_view *view)
{
	view->tests = calloc(facts->test_count + 1, sizeof *view->tests);
	if (!view->tests)
		abort();
	for (size_t i = 0; i < facts->test_count; i++) {
		uint32_t index = facts->tests[i].index;

		if (!test_is_told(facts, i))
			continue;
		feedback_test(policy_of(facts->problem, index), facts->problem->tests[index].sample,
			      &facts->tests[i], &view->tests[view->test_count++]);
	}
}

/* A submission's or a group's reason may be that of any test below: none may be less than full. */
static bool all_is_full(const struct problem *problem)
{
	for (size_t i = 0; i < problem->group_count; i++)
		if (problem->groups[i].feedback != FEEDBACK_FULL)
			return false;
	return problem->group_count > 0;
}

static void tell_groups(const struct feedback_facts *facts, struct feedback_view *view)
{
	const struct problem *problem = facts->problem;

	view->groups = calloc(facts->group_count + 1, sizeof *view->groups);
	if (!view->groups)
		abort();
	for (size_t i = 0; i < facts->group_count; i++) {
		const struct group_result *group = &facts->groups[i];
		struct group_result *told = &view->groups[view->group_count];

		if (group->index >= problem->group_count ||
		    problem->groups[group->index].feedback < FEEDBACK_VERDICT)
			continue;
		*told = (struct group_result){ .index = group->index, .verdict = group->verdict,
					       .score = group->score };
		if (all_is_full(problem))
			COPY_LINE(group->reason, told->reason);
		view->group_count++;
	}
}

static void tell_judgement_counters(const struct judgement *judgement, struct judgement *told)
{
	told->cpu_ns = judgement->cpu_ns;
	told->wall_ns = judgement->wall_ns;
	told->memory_bytes = judgement->memory_bytes;
	told->receipt.time_limit_ns = judgement->receipt.time_limit_ns;
	told->receipt.memory_limit_bytes = judgement->receipt.memory_limit_bytes;
}

/* The test that decided, if it is told: its reason is the submission's, in its own words. */
static void tell_first_failed(const struct judgement *judgement, struct feedback_view *view)
{
	for (size_t i = 0; i < view->test_count; i++) {
		if ((int64_t)view->tests[i].index != judgement->first_failed)
			continue;
		view->judgement.first_failed = judgement->first_failed;
		COPY_LINE(view->tests[i].reason, view->judgement.reason);
	}
}

static void tell_everything(const struct judgement *judgement, struct judgement *told)
{
	COPY_LINE(judgement->reason, told->reason);
	told->kept_output_bytes = (uint32_t)text_sanitise_utf8(
		judgement->kept_output, strnlen(judgement->kept_output, KEPT_BYTES),
		told->kept_output, sizeof told->kept_output);
	told->kept_error_bytes = (uint32_t)text_sanitise_utf8(
		judgement->kept_error, strnlen(judgement->kept_error, KEPT_BYTES),
		told->kept_error, sizeof told->kept_error);
}

static void tell_judgement(const struct feedback_facts *facts, struct feedback_view *view)
{
	const struct judgement *judgement = facts->judgement;
	struct judgement *told = &view->judgement;
	bool compile_error = judgement->verdict == VERDICT_CE;

	told->first_failed = -1;
	if (view->policy >= FEEDBACK_VERDICT || compile_error) {
		told->verdict = judgement->verdict;
		told->score = judgement->score;
	}
	if (compile_error)
		COPY_LINE(judgement->reason, told->reason);
	if (view->policy >= FEEDBACK_FIRST_TEST)
		tell_first_failed(judgement, view);
	if (view->policy >= FEEDBACK_MESSAGE)
		tell_judgement_counters(judgement, told);
	if (view->policy == FEEDBACK_FULL) {
		told->test_count = judgement->test_count;
		told->tests_judged = judgement->tests_judged;
	}
	if (all_is_full(facts->problem))
		tell_everything(judgement, told);
	if (compile_error || view->policy == FEEDBACK_FULL)
		view->compile = facts->compile;
}

void feedback_make(const struct feedback_facts *facts, struct feedback_view *ret_view)
{
	const struct problem *problem = facts->problem;

	memset(ret_view, 0, sizeof *ret_view);
	ret_view->policy = problem->group_count ? problem->groups[0].feedback : FEEDBACK_NONE;
	tell_tests(facts, ret_view);
	tell_groups(facts, ret_view);
	tell_judgement(facts, ret_view);
}

void feedback_free(struct feedback_view *view)
{
	free(view->tests);
	free(view->groups);
	view->tests = NULL;
	view->groups = NULL;
	view->test_count = view->group_count = 0;
}

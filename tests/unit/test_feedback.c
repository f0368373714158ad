#include "checkers/comparer.h"
#include "report/feedback.h"
#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Words that may only be told by some policies, and so are told apart. */
#define REASON_OF_WA "line 1: expected ZAQ, got 5"
#define DIFFERENCE "line 1: got 5"
#define TO_JUDGES "the answer is ZAQ"
#define TO_TEAM "not even close"
#define REASON_OF_RTE "killed by SIGSEGV"
#define REASON_OF_JE "validator crashed on ZAQ"

enum { VERDICT_TOLD = 1, NAME = 2, TEAM = 4, RUN = 8, PLACE = 16, REASON = 32, JUDGES = 64 };

struct row {
	enum feedback policy;
	enum verdict verdict;
	bool sample;
	unsigned told;
};

#define ALL (VERDICT_TOLD | NAME | TEAM | RUN)

/* Policy x verdict x kind of data: what is told of the first test that failed. */
static const struct row rows[] = {
	{ FEEDBACK_NONE, VERDICT_WA, false, 0 },
	{ FEEDBACK_NONE, VERDICT_WA, true, 0 },
	{ FEEDBACK_NONE, VERDICT_RTE, false, 0 },
	{ FEEDBACK_NONE, VERDICT_TLE, true, 0 },
	{ FEEDBACK_VERDICT, VERDICT_WA, false, VERDICT_TOLD },
	{ FEEDBACK_VERDICT, VERDICT_WA, true, VERDICT_TOLD },
	{ FEEDBACK_VERDICT, VERDICT_RTE, false, VERDICT_TOLD },
	{ FEEDBACK_VERDICT, VERDICT_JE, true, VERDICT_TOLD },
	{ FEEDBACK_FIRST_TEST, VERDICT_WA, false, VERDICT_TOLD | NAME },
	{ FEEDBACK_FIRST_TEST, VERDICT_WA, true, VERDICT_TOLD | NAME },
	{ FEEDBACK_FIRST_TEST, VERDICT_RTE, false, VERDICT_TOLD | NAME },
	{ FEEDBACK_FIRST_TEST, VERDICT_TLE, true, VERDICT_TOLD | NAME },
	{ FEEDBACK_MESSAGE, VERDICT_WA, false, ALL },
	{ FEEDBACK_MESSAGE, VERDICT_WA, true, ALL },
	{ FEEDBACK_MESSAGE, VERDICT_RTE, false, ALL | REASON },
	{ FEEDBACK_MESSAGE, VERDICT_TLE, false, ALL | REASON },
	{ FEEDBACK_MESSAGE, VERDICT_MLE, false, ALL | REASON },
	{ FEEDBACK_MESSAGE, VERDICT_OLE, true, ALL | REASON },
	{ FEEDBACK_MESSAGE, VERDICT_JE, false, ALL },
	{ FEEDBACK_DIFFERENCE, VERDICT_WA, false, ALL | PLACE },
	{ FEEDBACK_DIFFERENCE, VERDICT_WA, true, ALL | REASON },
	{ FEEDBACK_DIFFERENCE, VERDICT_RTE, false, ALL | REASON },
	{ FEEDBACK_DIFFERENCE, VERDICT_RTE, true, ALL | REASON },
	{ FEEDBACK_DIFFERENCE, VERDICT_JE, true, ALL },
	{ FEEDBACK_FULL, VERDICT_WA, false, ALL | REASON | JUDGES },
	{ FEEDBACK_FULL, VERDICT_WA, true, ALL | REASON | JUDGES },
	{ FEEDBACK_FULL, VERDICT_RTE, false, ALL | REASON | JUDGES },
	{ FEEDBACK_FULL, VERDICT_JE, false, ALL | REASON | JUDGES },
};

static char root_name[] = "", sample_name[] = "sample", secret_name[] = "secret/a";
static char test_names[][12] = { "sample/1", "secret/a/1", "secret/a/2" };

/* A problem with one policy for all groups, and the facts about one judging of it. */
struct scene {
	struct test_group groups[3];
	struct test_case cases[3];
	struct problem problem;
	struct test_result tests[3];
	struct group_result results[2];
	struct judgement judgement;
	struct feedback_facts facts;
};

static void set_scene(struct scene *scene, enum feedback policy)
{
	memset(scene, 0, sizeof *scene);
	scene->groups[0] = (struct test_group){ .name = root_name, .feedback = policy };
	scene->groups[1] = (struct test_group){ .name = sample_name, .feedback = policy };
	scene->groups[2] = (struct test_group){ .name = secret_name, .feedback = policy };
	for (uint32_t i = 0; i < 3; i++) {
		scene->cases[i] = (struct test_case){ .name = test_names[i],
						      .group = i == 0 ? 1 : 2, .sample = i == 0 };
		scene->tests[i] = (struct test_result){ .index = i, .verdict = VERDICT_AC,
							.cpu_ns = 7, .score = 1 };
	}
	scene->problem = (struct problem){ .groups = scene->groups, .group_count = 3,
					   .tests = scene->cases, .test_count = 3 };
	scene->judgement = (struct judgement){ .verdict = VERDICT_AC, .score = 1, .cpu_ns = 7,
					       .test_count = 3, .tests_judged = 3,
					       .first_failed = -1 };
	scene->facts = (struct feedback_facts){ .problem = &scene->problem, .tests = scene->tests,
						.test_count = 3,
						.judgement = &scene->judgement };
}

static const char *reason_of(enum verdict verdict)
{
	return verdict == VERDICT_WA ? REASON_OF_WA : verdict == VERDICT_JE ? REASON_OF_JE :
	       REASON_OF_RTE;
}

static void fail_test(struct scene *scene, uint32_t index, enum verdict verdict)
{
	struct test_result *test = &scene->tests[index];

	test->verdict = verdict;
	test->score = 0;
	snprintf(test->reason, sizeof test->reason, "%s", reason_of(verdict));
	snprintf(test->message, sizeof test->message, "%s", TO_JUDGES);
	snprintf(test->team_message, sizeof test->team_message, "%s", TO_TEAM);
	if (verdict == VERDICT_WA)
		snprintf(test->difference, sizeof test->difference, "%s", DIFFERENCE);
	if (scene->judgement.first_failed >= 0)
		return;
	scene->judgement.first_failed = (int32_t)index;
	scene->judgement.verdict = verdict;
	scene->judgement.score = 0;
	memcpy(scene->judgement.reason, test->reason, sizeof test->reason);
	snprintf(scene->judgement.kept_output, KEPT_BYTES, "kept ZAQ");
	scene->judgement.kept_output_bytes = 8;
}

static unsigned told_of(const struct feedback_view *view, const struct row *row)
{
	const struct test_result *test = NULL;
	unsigned told = view->judgement.verdict == row->verdict ? VERDICT_TOLD : 0;

	for (size_t i = 0; i < view->test_count; i++)
		if (view->tests[i].verdict != VERDICT_AC)
			test = &view->tests[i];
	if (!test)
		return told;
	told |= test->verdict == row->verdict && view->judgement.first_failed >= 0 ? NAME : 0;
	told |= !strcmp(test->team_message, TO_TEAM) ? TEAM : 0;
	told |= test->cpu_ns == 7 && view->judgement.cpu_ns == 7 ? RUN : 0;
	told |= !strcmp(test->reason, DIFFERENCE) ? PLACE : 0;
	told |= !strcmp(test->reason, reason_of(row->verdict)) ? REASON : 0;
	told |= !strcmp(test->message, TO_JUDGES) ? JUDGES : 0;
	assert_string_equal(view->judgement.reason, test->reason);
	return told;
}

static void each_policy_tells_what_it_is_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct scene scene;
		struct feedback_view view;
		unsigned told;

		set_scene(&scene, rows[i].policy);
		fail_test(&scene, rows[i].sample ? 0 : 1, rows[i].verdict);
		feedback_make(&scene.facts, &view);
		told = told_of(&view, &rows[i]);
		if (told != rows[i].told)
			fail_msg("%s, %s, %s data: told %x, expected %x",
				 feedback_name(rows[i].policy), verdict_code(rows[i].verdict),
				 rows[i].sample ? "sample" : "secret", told, rows[i].told);
		assert_int_equal(view.test_count, rows[i].policy < FEEDBACK_FIRST_TEST ? 0 :
						  rows[i].policy == FEEDBACK_FULL ? 3 : 1);
		assert_int_equal(view.judgement.kept_output_bytes,
				 rows[i].policy == FEEDBACK_FULL ? 8 : 0);
		feedback_free(&view);
	}
}

/* Whether marker is anywhere in what is told, looked at as bytes. */
static bool is_in_view(const struct feedback_view *view, const char *marker)
{
	size_t size = strlen(marker);

	return memmem(&view->judgement, sizeof view->judgement, marker, size) ||
	       memmem(view->tests, view->test_count * sizeof *view->tests, marker, size) ||
	       memmem(view->groups, view->group_count * sizeof *view->groups, marker, size);
}

/* The texts of a view that hold a byte of set. */
static bool has_any(const struct feedback_view *view, const char *set)
{
	bool any = strpbrk(view->judgement.reason, set) != NULL;

	for (size_t i = 0; i < view->test_count; i++)
		any |= strpbrk(view->tests[i].reason, set) ||
		       strpbrk(view->tests[i].message, set) ||
		       strpbrk(view->tests[i].team_message, set) ||
		       strpbrk(view->tests[i].difference, set);
	return any;
}

/* The result of a real comparison, as the pipeline fills it in. */
static void compare(struct scene *scene, const char *answer, const char *output)
{
	struct comparison_result compared;
	struct comparison *comparison;
	struct error err = { 0 };
	struct test_result *test = &scene->tests[1];

	assert_int_equal(comparer_default.open("", answer, strlen(answer), &comparison, &err), 0);
	comparison_feed(comparison, output, strlen(output));
	comparison_finish(comparison, &compared);
	comparison_close(comparison);
	assert_false(compared.accepted);
	fail_test(scene, 1, VERDICT_WA);
	memcpy(test->reason, compared.reason, sizeof test->reason);
	memcpy(test->difference, compared.difference, sizeof test->difference);
	memcpy(scene->judgement.reason, compared.reason, sizeof compared.reason);
	snprintf(test->message, sizeof test->message, "%s", answer);
	test->team_message[0] = '\0';
}

/* Answers of bytes that our own words have not, nor the outputs: each that is told came out. */
static void no_byte_of_a_secret_answer_is_told_below_full(void **state)
{
	static const char *const outputs[] = {
		"", "5", "5 5 5", "5\n5\n", "WWW", "W", "\n\n", "5W", "W W W W W W",
		"WQ Q\nW\n\n555555555555555555555555555555555555555555555555555555",
	};
	static const char *const answers[] = {
		"JXZ\n", "ZZZ\n", "Z Z\nJ X Z\n", "\x01\x02 Z\n", "ZJXZJXZJXZJXZJXZJXZJXZJXZJXZJXZJX\n",
	};

	(void)state;
	for (size_t a = 0; a < ARRAY_SIZE(answers); a++)
		for (size_t o = 0; o < ARRAY_SIZE(outputs); o++)
			for (int policy = 0; policy <= FEEDBACK_FULL; policy++) {
				struct scene scene;
				struct feedback_view view;

				set_scene(&scene, (enum feedback)policy);
				compare(&scene, answers[a], outputs[o]);
				feedback_make(&scene.facts, &view);
				assert_int_equal(has_any(&view, "JXZ\x01\x02"),
						 policy == FEEDBACK_FULL);
				feedback_free(&view);
			}
}

static void nothing_meant_for_judges_is_anywhere_below_full(void **state)
{
	(void)state;
	for (int policy = 0; policy < FEEDBACK_FULL; policy++)
		for (int verdict = VERDICT_WA; verdict <= VERDICT_JE; verdict++) {
			struct scene scene;
			struct feedback_view view;
			struct group_result group = { .index = 2, .reason = REASON_OF_WA };

			if (verdict == VERDICT_CE)
				continue;
			set_scene(&scene, (enum feedback)policy);
			scene.facts.groups = &group;
			scene.facts.group_count = 1;
			fail_test(&scene, 1, (enum verdict)verdict);
			fail_test(&scene, 2, VERDICT_WA);
			feedback_make(&scene.facts, &view);
			assert_false(is_in_view(&view, "ZAQ"));
			feedback_free(&view);
		}
}

/* Full for all but one group: nothing of that one comes through the submission's own fields. */
static void a_group_with_less_is_not_told_through_the_whole(void **state)
{
	struct scene scene;
	struct feedback_view view;
	struct group_result group = { .index = 0, .reason = REASON_OF_WA };

	(void)state;
	set_scene(&scene, FEEDBACK_FULL);
	scene.groups[2].feedback = FEEDBACK_DIFFERENCE;
	scene.facts.groups = &group;
	scene.facts.group_count = 1;
	fail_test(&scene, 1, VERDICT_WA);
	feedback_make(&scene.facts, &view);
	assert_false(is_in_view(&view, "ZAQ"));
	assert_string_equal(view.judgement.reason, DIFFERENCE);
	assert_int_equal(view.test_count, 2);	/* the sample, and the one that failed */
	feedback_free(&view);

	set_scene(&scene, FEEDBACK_VERDICT);
	scene.groups[1].feedback = FEEDBACK_NONE;
	scene.cases[1].full_feedback = true;
	fail_test(&scene, 1, VERDICT_WA);
	feedback_make(&scene.facts, &view);
	assert_int_equal(view.test_count, 1);	/* by its own word */
	assert_string_equal(view.tests[0].reason, REASON_OF_WA);
	assert_string_equal(view.judgement.reason, "");
	feedback_free(&view);
}

static void with_scores_each_group_has_a_first_test(void **state)
{
	struct scene scene;
	struct feedback_view view;

	(void)state;
	set_scene(&scene, FEEDBACK_FIRST_TEST);
	scene.problem.type.scoring = true;
	scene.groups[0].feedback = FEEDBACK_VERDICT;
	scene.results[0] = (struct group_result){ .index = 1, .verdict = VERDICT_WA, .score = 2 };
	scene.results[1] = (struct group_result){ .index = 2, .verdict = VERDICT_WA, .score = 3 };
	scene.facts.groups = scene.results;
	scene.facts.group_count = 2;
	for (uint32_t i = 0; i < 3; i++)
		fail_test(&scene, i, VERDICT_WA);
	scene.judgement.score = 5;
	feedback_make(&scene.facts, &view);
	assert_int_equal(view.test_count, 2);
	assert_int_equal(view.tests[0].index, 0);
	assert_int_equal(view.tests[1].index, 1);
	assert_int_equal(view.group_count, 2);
	assert_true(view.groups[1].score == 3);
	assert_true(view.judgement.score == 5);
	feedback_free(&view);

	scene.groups[2].feedback = FEEDBACK_NONE;
	feedback_make(&scene.facts, &view);
	assert_int_equal(view.test_count, 1);
	assert_int_equal(view.group_count, 1);
	feedback_free(&view);
}

static void compile_errors_are_always_told(void **state)
{
	static const struct compile_result compile = { .verdict = VERDICT_CE };
	struct scene scene;
	struct feedback_view view;

	(void)state;
	set_scene(&scene, FEEDBACK_NONE);
	scene.facts.compile = &compile;
	scene.facts.test_count = 0;
	scene.judgement.verdict = VERDICT_CE;
	snprintf(scene.judgement.reason, REASON_BYTES, "main.c:1: error");
	feedback_make(&scene.facts, &view);
	assert_int_equal(view.judgement.verdict, VERDICT_CE);
	assert_string_equal(view.judgement.reason, "main.c:1: error");
	assert_ptr_equal(view.compile, &compile);
	feedback_free(&view);
}

/* A judge that a submission took over sends what it likes: escapes, bytes without an end. */
static void texts_are_safe_and_bounded(void **state)
{
	struct scene scene;
	struct feedback_view view;
	struct test_result *test = &scene.tests[1];

	(void)state;
	set_scene(&scene, FEEDBACK_MESSAGE);
	fail_test(&scene, 1, VERDICT_RTE);
	snprintf(test->reason, sizeof test->reason, "a\x1b[2J\n" "second line");
	snprintf(test->team_message, sizeof test->team_message, "\xff\xe2\x80\xae\rx\ny");
	feedback_make(&scene.facts, &view);
	assert_string_equal(view.tests[0].reason, "a\xef\xbf\xbd[2J");
	assert_string_equal(view.tests[0].team_message,
			    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx\ny");
	feedback_free(&view);

	memset(test->reason, 'r', sizeof test->reason);
	memset(test->team_message, '\xff', sizeof test->team_message);
	test->index = 1u << 30;
	feedback_make(&scene.facts, &view);
	assert_int_equal(view.test_count, 0);
	feedback_free(&view);
	test->index = 1;
	feedback_make(&scene.facts, &view);
	assert_int_equal(strlen(view.tests[0].reason), REASON_BYTES - 1);
	assert_int_equal(strlen(view.tests[0].team_message), (MESSAGE_BYTES - 1) / 3 * 3);
	feedback_free(&view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_policy_tells_what_it_is_for),
		cmocka_unit_test(no_byte_of_a_secret_answer_is_told_below_full),
		cmocka_unit_test(nothing_meant_for_judges_is_anywhere_below_full),
		cmocka_unit_test(a_group_with_less_is_not_told_through_the_whole),
		cmocka_unit_test(with_scores_each_group_has_a_first_test),
		cmocka_unit_test(compile_errors_are_always_told),
		cmocka_unit_test(texts_are_safe_and_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

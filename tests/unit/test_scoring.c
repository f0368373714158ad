/*
 * The evaluator, by tables: groups as a package states them, results of test cases in package
 * order, and what follows for each group and for the submission.
 */
#include "pipeline/scoring.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TESTS = 12, GROUPS = 8 };

#define NONE { .name = NULL }

/*
 * outcome: one word per test case, "AC", "WA", "AC=7" (the validator says 7 points), "AC*0.5" (half
 * of them); "-" is one that must be passed over. expected: "AC 60", the submission's; or the error.
 * groups: the same for each group, in their order. A test case called static_validation is static.
 */
struct row {
	const char *what;
	struct test_group group[GROUPS];
	const char *tests[TESTS];	/* names */
	const char *outcome;
	const char *groups;
	const char *expected;
};

#define LEGACY .accept_score = 1, .range_low = -INFINITY, .range_high = INFINITY, \
	       .max_score = INFINITY, .on_reject_break = true, .score_rule = SCORE_SUM, \
	       .verdict_rule = VERDICT_WORST_ERROR
#define SHARE .by_share = true, .range_low = -INFINITY, .range_high = INFINITY, \
	      .max_score = INFINITY, .score_rule = SCORE_PASS_FAIL
#define ROOT .name = (char *)"", .parent = -1
#define SHARE_ROOT { ROOT, SHARE, .score_rule = SCORE_SUM, .ignore_sample = true }
#define GROUP(path, of) .name = (char *)(path), .parent = (of)
#pragma GCC diagnostic ignored "-Woverride-init"

static const struct row rows[] = {
	/* ---- Legacy: testdata.yaml and the default grader ---- */
	{ "a sum of accepted cases, one point each",
	  { { ROOT, LEGACY }, { GROUP("secret", 0), LEGACY } },
	  { "secret/1", "secret/2", "secret/3" }, "AC AC AC", "AC 3, AC 3", "AC 3" },
	{ "break: what comes after a rejection is passed over; a rejected submission has no score",
	  { { ROOT, LEGACY }, { GROUP("secret", 0), LEGACY } },
	  { "secret/1", "secret/2", "secret/3" }, "AC WA -", "WA 1, WA 1", "WA 0" },
	{ "continue with worst_error: the worst verdict of all",
	  { { ROOT, LEGACY, .on_reject_break = false },
	    { GROUP("secret", 0), LEGACY, .on_reject_break = false } },
	  { "secret/1", "secret/2", "secret/3" }, "WA RTE TLE", "RTE 0, RTE 0", "RTE 0" },
	{ "continue with first_error: the first",
	  { { ROOT, LEGACY, .on_reject_break = false },
	    { GROUP("secret", 0), LEGACY, .on_reject_break = false,
	      .verdict_rule = VERDICT_FIRST_ERROR } },
	  { "secret/1", "secret/2", "secret/3" }, "WA RTE TLE", "WA 0, WA 0", "WA 0" },
	{ "always_accept: partial sums are accepted",
	  { { ROOT, LEGACY },
	    { GROUP("secret", 0), LEGACY, .on_reject_break = false, .accept_score = 10,
	      .reject_score = 1, .verdict_rule = VERDICT_ALWAYS_ACCEPT } },
	  { "secret/1", "secret/2", "secret/3" }, "AC WA AC", "AC 21, AC 21", "AC 21" },
	{ "accept_if_any_accepted over groups that break, the usual subtasks",
	  { { ROOT, LEGACY, .on_reject_break = false, .ignore_sample = true },
	    { GROUP("sample", 0), LEGACY },
	    { GROUP("secret", 0), LEGACY, .on_reject_break = false,
	      .accept_if_any_accepted = true },
	    { GROUP("secret/1", 2), LEGACY, .accept_score = 20, .score_rule = SCORE_MIN },
	    { GROUP("secret/2", 2), LEGACY, .accept_score = 80, .score_rule = SCORE_MIN } },
	  { "sample/1", "secret/1/a", "secret/1/b", "secret/2/a", "secret/2/b" },
	  "AC AC AC TLE -", "AC 20, AC 1, AC 20, AC 20, TLE 0", "AC 20" },
	{ "the same, and nothing accepted",
	  { { ROOT, LEGACY, .on_reject_break = false, .ignore_sample = true },
	    { GROUP("sample", 0), LEGACY },
	    { GROUP("secret", 0), LEGACY, .on_reject_break = false,
	      .accept_if_any_accepted = true, .verdict_rule = VERDICT_FIRST_ERROR },
	    { GROUP("secret/1", 2), LEGACY, .accept_score = 20, .score_rule = SCORE_MIN },
	    { GROUP("secret/2", 2), LEGACY, .accept_score = 80, .score_rule = SCORE_MIN } },
	  { "sample/1", "secret/1/a", "secret/1/b", "secret/2/a", "secret/2/b" },
	  "AC WA - TLE -", "WA 0, AC 1, WA 0, WA 0, TLE 0", "WA 0" },
	{ "ignore_sample: a failed sample neither breaks nor counts",
	  { { ROOT, LEGACY, .ignore_sample = true }, { GROUP("sample", 0), LEGACY },
	    { GROUP("secret", 0), LEGACY } },
	  { "sample/1", "sample/2", "secret/1" }, "WA - AC", "AC 1, WA 0, AC 1", "AC 1" },
	{ "without it a failed sample ends it all",
	  { { ROOT, LEGACY }, { GROUP("sample", 0), LEGACY }, { GROUP("secret", 0), LEGACY } },
	  { "sample/1", "sample/2", "secret/1" }, "WA - -", "WA 0, WA 0, NONE 0", "WA 0" },
	{ "average, minimum, maximum",
	  { { ROOT, LEGACY }, { GROUP("secret", 0), LEGACY },
	    { GROUP("secret/1", 1), LEGACY, .score_rule = SCORE_AVERAGE },
	    { GROUP("secret/2", 1), LEGACY, .score_rule = SCORE_MIN },
	    { GROUP("secret/3", 1), LEGACY, .score_rule = SCORE_MAX } },
	  { "secret/1/a", "secret/1/b", "secret/2/a", "secret/2/b", "secret/3/a", "secret/3/b" },
	  "AC=3 AC=5 AC=3 AC=5 AC=3 AC=5", "AC 12, AC 12, AC 4, AC 3, AC 5", "AC 12" },
	{ "a multiplier takes its part of accept_score",
	  { { ROOT, LEGACY }, { GROUP("secret", 0), LEGACY, .accept_score = 50 } },
	  { "secret/1", "secret/2" }, "AC*0.5 AC", "AC 75, AC 75", "AC 75" },
	{ "cases beside a group, in package order: the group's rejection breaks its parent",
	  { { ROOT, LEGACY }, { GROUP("secret", 0), LEGACY },
	    { GROUP("secret/b", 1), LEGACY } },
	  { "secret/a", "secret/b/1", "secret/b/2", "secret/c" }, "AC MLE - -",
	  "MLE 1, MLE 1, MLE 0", "MLE 0" },
	{ "a group's range", { { ROOT, LEGACY },
	    { GROUP("secret", 0), LEGACY, .range_low = 0, .range_high = 1 } },
	  { "secret/1", "secret/2" }, "AC AC", NULL,
	  "p: secret has a score of 2, which is not from 0 to 1" },
	{ "a case's range", { { ROOT, LEGACY },
	    { GROUP("secret", 0), LEGACY, .range_low = 0, .range_high = 10 } },
	  { "secret/1" }, "AC=11", NULL,
	  "p: secret/1 has a score of 11, which is not from 0 to 10" },
	{ "a score with a rejection is the package's fault",
	  { { ROOT, LEGACY }, { GROUP("secret", 0), LEGACY } }, { "secret/1" }, "WA=3", NULL,
	  "p: test secret/1: the output validator states a score and does not accept" },

	/* ---- 2025-09: test_group.yaml ---- */
	{ "pass-fail groups in a sum",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 },
	    { GROUP("secret/1", 1), SHARE, .max_score = 40 },
	    { GROUP("secret/2", 1), SHARE, .max_score = 60 } },
	  { "secret/1/a", "secret/1/b", "secret/2/a", "secret/2/b" }, "AC WA AC AC",
	  "WA 60, WA 60, WA 0, AC 60", "WA 60" },
	{ "a rejection decides a pass-fail group, not the sum",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 },
	    { GROUP("secret/1", 1), SHARE, .max_score = 40 },
	    { GROUP("secret/2", 1), SHARE, .max_score = 60 } },
	  { "secret/1/a", "secret/1/b", "secret/2/a", "secret/2/b" }, "WA - AC AC",
	  "WA 60, WA 60, WA 0, AC 60", "WA 60" },
	{ "cases of a sum have equal shares; three thirds are all",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 } },
	  { "secret/1", "secret/2", "secret/3" }, "AC AC AC", "AC 100, AC 100", "AC 100" },
	{ "what static validation is worth is taken off first, and it is none of the others",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100,
			  .static_score = 20 } },
	  { "secret/static_validation", "secret/1", "secret/2" }, "AC AC WA", "WA 60, WA 60",
	  "WA 60" },
	{ "a part of what static validation is worth, by a factor",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100,
			  .static_score = 20 } },
	  { "secret/static_validation", "secret/1", "secret/2" }, "AC*0.5 AC AC", "AC 90, AC 90",
	  "AC 90" },
	{ "by points; a rejection has none",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 },
	    { GROUP("secret/a", 1), SHARE, .score_rule = SCORE_SUM, .max_score = 50,
	      .static_score = 50 },
	    { GROUP("secret/b", 1), SHARE, .score_rule = SCORE_SUM, .max_score = 50,
	      .static_score = 20 } },
	  { "secret/a/static_validation", "secret/b/static_validation", "secret/b/1" },
	  "AC=7 WA AC", "WA 37, WA 37, AC 7, WA 30", "WA 37" },
	{ "points of static validation over its own maximum",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100,
			  .static_score = 20 } },
	  { "secret/static_validation", "secret/1" }, "AC=21 AC", NULL,
	  "p: test secret/static_validation: the static validator states a score over the "
	  "maximum" },
	{ "static validation is bounded where the others are not",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM,
			  .static_score = 20 } },
	  { "secret/static_validation", "secret/1" }, "AC AC=500", "AC 520, AC 520", "AC 520" },
	{ "the least of the cases may be the static one",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_MIN, .max_score = 100,
			  .static_score = 70 } },
	  { "secret/static_validation", "secret/1" }, "AC AC", "AC 70, AC 70", "AC 70" },
	{ "and decides them when it fails",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_MIN, .max_score = 100,
			  .static_score = 100 } },
	  { "secret/static_validation", "secret/1" }, "WA -", "WA 0, WA 0", "WA 0" },
	{ "static validation beside groups",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100,
			  .static_score = 10 },
	    { GROUP("secret/1", 1), SHARE, .max_score = 90 } },
	  { "secret/static_validation", "secret/1/a" }, "AC AC", "AC 100, AC 100, AC 90",
	  "AC 100" },
	{ "a pass-fail group fails with its static validation, and may be required",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 },
	    { GROUP("secret/1", 1), SHARE, .max_score = 40 },
	    { GROUP("secret/2", 1), SHARE, .max_score = 60, .require_pass = (char *)"secret/1\0" } },
	  { "secret/1/static_validation", "secret/1/a", "secret/2/a" }, "WA - -",
	  "WA 0, WA 0, WA 0, WA 0", "WA 0" },
	{ "no score in a pass-fail group from static validation either",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .max_score = 100 } },
	  { "secret/static_validation", "secret/1" }, "AC*0.5 AC", NULL,
	  "p: test secret/static_validation: the static validator states a score in a pass-fail "
	  "group" },
	{ "a multiplier and points within a share",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 } },
	  { "secret/1", "secret/2" }, "AC*0.5 AC=10", "AC 35, AC 35", "AC 35" },
	{ "points over the share",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 } },
	  { "secret/1", "secret/2" }, "AC=51 AC", NULL,
	  "p: test secret/1: the output validator states a score over the maximum" },
	{ "points below 0",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM } },
	  { "secret/1", "secret/2" }, "AC=-1 AC=5", NULL,
	  "p: test secret/1: the output validator states a score below 0" },
	{ "the least of the groups, and a zero decides it",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_MIN, .max_score = 100 },
	    { GROUP("secret/1", 1), SHARE, .max_score = 100 },
	    { GROUP("secret/2", 1), SHARE, .max_score = 100 } },
	  { "secret/1/a", "secret/2/a" }, "WA -", "WA 0, WA 0, WA 0, NONE 0", "WA 0" },
	{ "a rejection in a group that has points left does not decide the least",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_MIN, .max_score = 100 },
	    { GROUP("secret/1", 1), SHARE, .max_score = 100, .score_rule = SCORE_SUM },
	    { GROUP("secret/2", 1), SHARE, .max_score = 30 } },
	  { "secret/1/a", "secret/1/b", "secret/2/a" }, "WA AC AC",
	  "WA 30, WA 30, WA 50, AC 30", "WA 30" },
	{ "require_pass: a group whose requirement failed is passed over and has nothing",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 },
	    { GROUP("secret/1", 1), SHARE, .max_score = 40 },
	    { GROUP("secret/2", 1), SHARE, .max_score = 60, .require_pass = (char *)"secret/1\0" } },
	  { "secret/1/a", "secret/2/a" }, "WA -", "WA 0, WA 0, WA 0, WA 0", "WA 0" },
	{ "require_pass fulfilled",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 },
	    { GROUP("secret/1", 1), SHARE, .max_score = 40 },
	    { GROUP("secret/2", 1), SHARE, .max_score = 60, .require_pass = (char *)"secret/1\0" } },
	  { "secret/1/a", "secret/2/a" }, "AC AC", "AC 100, AC 100, AC 40, AC 60", "AC 100" },
	{ "secret may require the sample, whose score never counts",
	  { SHARE_ROOT, { GROUP("sample", 0), SHARE },
	    { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100,
	      .require_pass = (char *)"sample\0" } },
	  { "sample/1", "secret/1" }, "WA -", "WA 0, WA 0, WA 0", "WA 0" },
	{ "a failed sample does not count",
	  { SHARE_ROOT, { GROUP("sample", 0), SHARE },
	    { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 } },
	  { "sample/1", "secret/1" }, "WA AC", "AC 100, WA 0, AC 100", "AC 100" },
	{ "an unbounded maximum needs points",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM } },
	  { "secret/1" }, "AC", NULL,
	  "p: test secret/1: the output validator accepts without a score where it is unbounded" },
	{ "and has no part",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM } },
	  { "secret/1" }, "AC*0.5", NULL,
	  "p: test secret/1: the output validator multiplies a score that is unbounded" },
	{ "an unbounded sum",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM } },
	  { "secret/1", "secret/2" }, "AC=1e6 AC=0.25", "AC 1000000.25, AC 1000000.25",
	  "AC 1000000.25" },
	{ "a score in a pass-fail group",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .max_score = 100 } },
	  { "secret/1" }, "AC=1", NULL,
	  "p: test secret/1: the output validator states a score in a pass-fail group" },
	{ "groups over the maximum of secret",
	  { SHARE_ROOT, { GROUP("secret", 0), SHARE, .score_rule = SCORE_SUM, .max_score = 100 },
	    { GROUP("secret/1", 1), SHARE, .max_score = 101 } },
	  { "secret/1/a" }, "AC", NULL,
	  "p: secret has a score of 101, which is not from 0 to 100" },
};

/* ---- Reading a row ------------------------------------------------------------------------ */

struct table {
	struct problem problem;
	struct test_group groups[GROUPS];
	struct test_case tests[TESTS];
};

static void set_up(struct table *t, const struct row *row, bool is_scoring)
{
	memset(t, 0, sizeof *t);
	strcpy(t->problem.name, "p");
	t->problem.type.scoring = is_scoring;
	t->problem.groups = t->groups;
	t->problem.tests = t->tests;
	for (; row->group[t->problem.group_count].name; t->problem.group_count++) {
		struct test_group *group = &t->groups[t->problem.group_count];

		*group = row->group[t->problem.group_count];
		if (!group->require_pass)
			group->require_pass = (char *)"";
	}
	for (; row->tests[t->problem.test_count]; t->problem.test_count++) {
		struct test_case *test = &t->tests[t->problem.test_count];
		const char *name = row->tests[t->problem.test_count];
		size_t length = (size_t)(strrchr(name, '/') - name);

		test->name = (char *)name;
		test->is_static = !strcmp(name + length, "/static_validation");
		while (strncmp(t->groups[test->group].name, name, length) ||
		       t->groups[test->group].name[length])
			test->group++;
	}
}

static struct test_result result_of(uint32_t index, const char *word)
{
	struct test_result result = { .index = index, .points = NAN, .multiplier = NAN };
	char code[8] = "";

	sscanf(word, "%7[A-Z]", code);
	result.verdict = verdict_find(code);
	if (word[strlen(code)] == '=')
		result.points = atof(word + strlen(code) + 1);
	if (word[strlen(code)] == '*')
		result.multiplier = atof(word + strlen(code) + 1);
	return result;
}

static void append(char *text, size_t size, enum verdict verdict, double score)
{
	size_t length = strlen(text);

	snprintf(text + length, size - length, "%s%s %.15g", length ? ", " : "",
		 verdict == VERDICT_NONE ? "NONE" : verdict_code(verdict), score);
}

/* Judges as judge.c does; with full, those that are passed over are judged and fail. */
static int evaluate(const struct row *row, const struct table *t, struct scoring *s, bool full,
		    struct error *err)
{
	char words[200], *next = words;

	strcpy(words, row->outcome);
	for (uint32_t i = 0; i < t->problem.test_count; i++) {
		const char *word = strsep(&next, " ");
		int matters = scoring_next(s, i, err);
		struct test_result result = result_of(i, word[0] == '-' ? "RTE" : word);

		if (matters < 0)
			return -1;
		if (row->groups && matters != (word[0] != '-'))
			fail_msg("%s: test %s is %s", row->what, t->tests[i].name,
				 matters ? "judged" : "passed over");
		if ((matters || full) && scoring_add(s, &result, err) < 0)
			return -1;
	}
	return scoring_end(s, err);
}

static void check(const struct row *row, bool full)
{
	char text[400] = "", groups[400] = "";
	struct error err = { 0 };
	struct scoring scoring;
	struct table t;

	set_up(&t, row, true);
	scoring_begin(&scoring, &t.problem, NULL);
	if (evaluate(row, &t, &scoring, full, &err) < 0)
		error_text(&err, text, sizeof text);
	else
		append(text, sizeof text, scoring.root.verdict, scoring.root.score);
	for (size_t i = 0; row->groups && i < t.problem.group_count; i++) {
		struct group_result group;

		scoring_group(&scoring, i, &group);
		append(groups, sizeof groups, group.verdict, group.score);
	}
	scoring_free(&scoring);
	if (strcmp(text, row->expected))
		fail_msg("%s%s: %s", row->what, full ? " (full)" : "", text);
	if (row->groups && strcmp(groups, row->groups))
		fail_msg("%s%s: groups %s", row->what, full ? " (full)" : "", groups);
}

static void every_row_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(&rows[i], false);
}

static void to_judge_the_others_too_changes_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(&rows[i], true);
}

/* ---- Others ------------------------------------------------------------------------------- */

static const struct row pass_fail = {
	"pass-fail problems stop at the first failure",
	{ { ROOT, LEGACY, .score_rule = SCORE_PASS_FAIL },
	  { GROUP("sample", 0), LEGACY, .score_rule = SCORE_PASS_FAIL },
	  { GROUP("secret", 0), LEGACY, .score_rule = SCORE_PASS_FAIL } },
	{ "sample/1", "secret/1", "secret/2", "secret/3" }, "AC AC TLE -", "", "",
};

static void pass_fail_problems_have_one_or_nothing(void **state)
{
	struct error err = { 0 };
	struct scoring scoring;
	struct table t;

	(void)state;
	set_up(&t, &pass_fail, false);
	scoring_begin(&scoring, &t.problem, NULL);
	assert_int_equal(evaluate(&pass_fail, &t, &scoring, false, &err), 0);
	assert_int_equal(scoring.root.verdict, VERDICT_TLE);
	assert_int_equal(scoring.root.test, 2);
	assert_true(scoring.root.score == 0);
	scoring_free(&scoring);
}

static int grade(void *context, const struct test_group *group, const struct score_item *items,
		 size_t count, struct score_item *ret, struct error *err)
{
	(void)err;
	assert_string_equal(group->name, "secret");
	assert_int_equal(count, 2);
	assert_int_equal(items[1].verdict, VERDICT_WA);
	++*(int *)context;
	*ret = (struct score_item){ VERDICT_AC, 42, -1 };
	return 0;
}

static void a_custom_grader_is_asked(void **state)
{
	static const struct row row = {
		"grader", { { ROOT, LEGACY },
			    { GROUP("secret", 0), LEGACY, .custom_grader = true,
			      .on_reject_break = false } },
		{ "secret/1", "secret/2" }, "AC WA", "", "",
	};
	int calls = 0;
	struct grader grader = { grade, &calls };
	struct error err = { 0 };
	struct scoring scoring;
	struct table t;

	(void)state;
	set_up(&t, &row, true);
	scoring_begin(&scoring, &t.problem, &grader);
	assert_int_equal(evaluate(&row, &t, &scoring, false, &err), 0);
	assert_int_equal(calls, 1);
	assert_int_equal(scoring.root.verdict, VERDICT_AC);
	assert_true(scoring.root.score == 42);
	scoring_free(&scoring);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_holds),
		cmocka_unit_test(to_judge_the_others_too_changes_nothing),
		cmocka_unit_test(pass_fail_problems_have_one_or_nothing),
		cmocka_unit_test(a_custom_grader_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

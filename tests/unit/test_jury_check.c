#include "report/jury_check.h"
#include "util/cleanup.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum {
	AC = VERDICT_BIT(VERDICT_AC), WA = VERDICT_BIT(VERDICT_WA), TLE = VERDICT_BIT(VERDICT_TLE),
};

static struct test_case cases[] = {
	{ .name = (char[]){ "sample/1" } },
	{ .name = (char[]){ "secret/1/01" } },
	{ .name = (char[]){ "secret/1/02" } },
	{ .name = (char[]){ "secret/2/01" } },
};
static struct test_group groups[] = {
	{ .name = (char[]){ "" } },
	{ .name = (char[]){ "secret" } },
	{ .name = (char[]){ "secret/1" } },
};
static const struct problem problem = {
	.tests = cases, .test_count = ARRAY_SIZE(cases),
	.groups = groups, .group_count = ARRAY_SIZE(groups),
};

/* Of a submission with one rule, whose tests had these verdicts: "" if it is as expected. */
static const char *check(const struct jury_rule *rule, const enum verdict verdicts[4], double score)
{
	static char reason[256];
	struct jury_rule rules[] = { *rule };
	const struct jury_submission jury = { .expected = AC | WA | TLE, .rules = rules,
					      .rule_count = 1 };
	struct judgement judgement = { .verdict = VERDICT_AC, .score = score };
	struct test_result tests[4] = { { .index = 0 } };

	for (uint32_t i = 0; i < 4; i++) {
		tests[i].index = i;
		tests[i].verdict = verdicts[i];
		snprintf(tests[i].message, sizeof tests[i].message, "message %u", i);
		if (verdicts[i] > VERDICT_AC && judgement.verdict == VERDICT_AC)
			judgement.verdict = verdicts[i];
	}
	strcpy(reason, "");
	assert_true(jury_check(&problem, &jury, &judgement, tests, 4, reason, sizeof reason) ==
		    !*reason);
	return reason;
}

#define RULE(...) &(struct jury_rule){ .score_low = NAN, .score_high = NAN, __VA_ARGS__ }
#define GOT(...) (const enum verdict[4]){ __VA_ARGS__ }

static char everywhere[] = "", first[] = "secret/1", starred[] = "secret/*", some[] = "age 2";

static void the_verdict_is_one_of_those_expected(void **state)
{
	const struct jury_submission jury = { .expected = AC | TLE };
	struct judgement judgement = { .verdict = VERDICT_TLE };
	char reason[256] = "";

	(void)state;
	assert_true(jury_check(&problem, &jury, &judgement, NULL, 0, reason, sizeof reason));
	judgement.verdict = VERDICT_WA;
	assert_false(jury_check(&problem, &jury, &judgement, NULL, 0, reason, sizeof reason));
	assert_string_equal(reason, "WA, expected AC or TLE");
}

static void every_test_has_a_permitted_verdict(void **state)
{
	(void)state;
	assert_string_equal(check(RULE(.path = everywhere, .permitted = AC | WA),
				  GOT(VERDICT_AC, VERDICT_WA, VERDICT_NONE, VERDICT_NONE), 0), "");
	assert_string_equal(check(RULE(.path = everywhere, .permitted = AC | WA),
				  GOT(VERDICT_AC, VERDICT_WA, VERDICT_TLE, VERDICT_NONE), 0),
			    "secret/1/02: TLE, but only AC or WA is permitted");
	assert_string_equal(check(RULE(.path = first, .permitted = AC),
				  GOT(VERDICT_AC, VERDICT_AC, VERDICT_AC, VERDICT_TLE), 0), "");
	assert_string_equal(check(RULE(.path = first, .permitted = AC),
				  GOT(VERDICT_AC, VERDICT_AC, VERDICT_WA, VERDICT_TLE), 0),
			    "secret/1/02: WA, but only AC is permitted in secret/1");
	assert_string_equal(check(RULE(.path = starred, .permitted = AC),
				  GOT(VERDICT_WA, VERDICT_AC, VERDICT_AC, VERDICT_AC), 0), "");
}

static void some_test_has_a_required_verdict(void **state)
{
	(void)state;
	assert_string_equal(check(RULE(.path = starred, .required = TLE),
				  GOT(VERDICT_AC, VERDICT_AC, VERDICT_AC, VERDICT_TLE), 0), "");
	assert_string_equal(check(RULE(.path = first, .required = TLE),
				  GOT(VERDICT_AC, VERDICT_AC, VERDICT_AC, VERDICT_TLE), 0),
			    "no test in secret/1 gets TLE, which is required");
	assert_string_equal(check(RULE(.path = everywhere, .required = TLE | WA),
				  GOT(VERDICT_AC, VERDICT_AC, VERDICT_AC, VERDICT_AC), 0),
			    "no test gets WA or TLE, which is required");
}

static void some_test_has_the_message(void **state)
{
	const enum verdict *all = GOT(VERDICT_AC, VERDICT_AC, VERDICT_AC, VERDICT_AC);

	(void)state;
	assert_string_equal(check(RULE(.path = everywhere, .message = some), all, 0), "");
	assert_string_equal(check(RULE(.path = first, .message = some), all, 0), "");
	assert_string_equal(check(RULE(.path = cases[0].name, .message = some), all, 0),
			    "no test in sample/1 has the message \"age 2\"");
	/* A test that was not judged has none. */
	assert_string_equal(check(RULE(.path = everywhere, .message = some),
				  GOT(VERDICT_AC, VERDICT_WA, VERDICT_NONE, VERDICT_NONE), 0),
			    "no test has the message \"age 2\"");
}

static void the_score_is_in_the_range(void **state)
{
	const enum verdict *all = GOT(VERDICT_AC, VERDICT_AC, VERDICT_AC, VERDICT_AC);
	struct jury_rule rule = { .path = everywhere, .score_low = 30, .score_high = 40 };

	(void)state;
	assert_string_equal(check(&rule, all, 30), "");
	assert_string_equal(check(&rule, all, 40), "");
	assert_string_equal(check(&rule, all, 29.99), "score 29.99, expected 30 to 40");
	assert_string_equal(check(&rule, all, 40.5), "score 40.5, expected 30 to 40");
	rule.score_low = rule.score_high = 33.3;
	assert_string_equal(check(&rule, all, 11.1 + 11.1 + 11.1), "");
	assert_string_equal(check(&rule, all, 33), "score 33, expected 33.3");
}

static void scores_of_groups_are_those_of_the_groups_themselves(void **state)
{
	struct jury_rule rule = { .path = first, .score_low = 10, .score_high = 10 };
	const struct jury_submission jury = { .rules = &rule, .rule_count = 1 };
	struct group_result results[] = { { .index = 2, .score = 10 }, { .index = 1, .score = 5 } };
	struct test_result tests[] = { { .index = 1, .verdict = VERDICT_AC, .score = 4 } };
	char reason[256] = "";

	(void)state;
	assert_true(jury_check_scores(&problem, &jury, tests, 1, results, 2, reason, 256));
	results[0].score = 9;
	assert_false(jury_check_scores(&problem, &jury, tests, 1, results, 2, reason, 256));
	assert_string_equal(reason, "secret/1: score 9, expected 10");
	rule.path = cases[1].name;
	assert_false(jury_check_scores(&problem, &jury, tests, 1, results, 2, reason, 256));
	assert_string_equal(reason, "secret/1/01: score 4, expected 10");
	rule.score_low = rule.score_high = NAN;
	assert_true(jury_check_scores(&problem, &jury, tests, 1, results, 2, reason, 256));
}

static void only_rules_about_later_tests_need_all_of_them(void **state)
{
	static char any[] = "", message[] = "too long";
	const verdict_set ac = VERDICT_BIT(VERDICT_AC), wa = VERDICT_BIT(VERDICT_WA),
			  tle = VERDICT_BIT(VERDICT_TLE);
	const struct {
		struct jury_rule rule;
		bool full;
	} rows[] = {
		{ { .path = any, .permitted = ac }, false },
		{ { .path = any, .permitted = ac | wa, .required = wa }, false },
		{ { .path = any, .permitted = ac | wa | tle, .required = tle }, true },
		{ { .path = any, .permitted = ac | wa | tle, .required = wa | tle }, false },
		{ { .path = any, .required = wa }, true },
		{ { .path = any, .message = message }, true },
		{ { .path = first, .permitted = ac }, true },
	};
	const struct jury_submission none = { .rule_count = 0 };

	(void)state;
	assert_false(jury_needs_full(&none));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct jury_rule rule = rows[i].rule;
		const struct jury_submission jury = { .rules = &rule, .rule_count = 1 };

		if (jury_needs_full(&jury) != rows[i].full)
			fail_msg("row %zu", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_verdict_is_one_of_those_expected),
		cmocka_unit_test(every_test_has_a_permitted_verdict),
		cmocka_unit_test(some_test_has_a_required_verdict),
		cmocka_unit_test(some_test_has_the_message),
		cmocka_unit_test(the_score_is_in_the_range),
		cmocka_unit_test(scores_of_groups_are_those_of_the_groups_themselves),
		cmocka_unit_test(only_rules_about_later_tests_need_all_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Rules of test groups in packages of 2025-09; those of legacy ones: test_problem_groups.c. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_groups.h"

static void secret_is_worth_100_by_default(void **state)
{
	struct fixture *f = *state;
	const struct test_group *g;
	struct loaded l;

	put(f, "problem.yaml", SCORING);
	put_case(f, "sample/1");
	put_case(f, "secret/1");
	load(f, &l);
	g = group(&l, "");
	assert_true(g->by_share && g->ignore_sample && g->score_rule == SCORE_SUM);
	assert_false(g->on_reject_break);
	g = group(&l, "sample");
	assert_true(g->by_share && g->score_rule == SCORE_PASS_FAIL && g->max_score == 0);
	g = group(&l, "secret");
	assert_true(g->by_share && g->score_rule == SCORE_SUM && g->max_score == 100);
	assert_true(!g->ignore_sample && !g->on_reject_break && g->static_score == 0);
	unload(&l);
}

static void groups_state_rules_for_themselves(void **state)
{
	struct fixture *f = *state;
	const struct test_group *g;
	struct loaded l;

	put(f, "problem.yaml", SCORING);
	put_case(f, "sample/1");
	put_case(f, "secret/a/1");
	put_case(f, "secret/b/1");
	put_case(f, "secret/c/1");
	put(f, "data/secret/test_group.yaml", "max_score: unbounded\nscore_aggregation: min\n"
	    "require_pass: [sample]\n");
	put(f, "data/secret/a/test_group.yaml", "max_score: 30\nrequire_pass: sample\n");
	put(f, "data/secret/b/test_group.yaml", "score_aggregation: sum\n"
	    "require_pass: [sample, secret/a]\n");
	put(f, "data/secret/c/test_group.yaml", "score_aggregation: min\nmax_score: 0\n");
	load(f, &l);
	g = group(&l, "secret");
	assert_true(g->score_rule == SCORE_MIN && isinf(g->max_score));
	g = group(&l, "secret/a");
	assert_true(g->score_rule == SCORE_PASS_FAIL && g->max_score == 30);
	assert_string_equal(joined(g->require_pass), "sample");
	g = group(&l, "secret/b");
	assert_true(g->score_rule == SCORE_SUM && isinf(g->max_score));
	assert_string_equal(joined(g->require_pass), "sample,secret/a");
	g = group(&l, "secret/c");
	assert_true(g->score_rule == SCORE_MIN && g->max_score == 0);
	assert_string_equal(joined(g->require_pass), "");
	unload(&l);
}

static void constants_count_in_test_group_yaml(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", SCORING "constants: {max: 40, rule: min}\n");
	put_case(f, "secret/1");
	put(f, "data/secret/test_group.yaml", "max_score: {{max}}\nscore_aggregation: {{rule}}\n"
	    "args: [\"{{other}}\"]\n");
	load(f, &l);
	assert_true(group(&l, "secret")->max_score == 40);
	assert_int_equal(group(&l, "secret")->score_rule, SCORE_MIN);
	assert_string_equal(joined(l.problem.tests[0].program_args), "{{other}}");
	unload(&l);
	put(f, "data/secret/test_group.yaml", "\nmax_score: x{{max}}\n");
	assert_error(f, "/data/secret/test_group.yaml:2:12: max_score: \"x40\" is not a whole "
		     "number; write digits, such as 12");
}

/* In which group, what, and what is said of it. */
static const char *const wrong[][3] = {
	{ "sample", "max_score: 5\n",
	  "/test_group.yaml:1:12: max_score: must not stand in sample/, which is worth "
	  "nothing" },
	{ "sample", "require_pass: secret\n",
	  "/test_group.yaml:1:15: require_pass: must not stand in sample/, which is worth "
	  "nothing" },
	{ "secret/a", "max_score: -1\n",
	  "/test_group.yaml:1:12: max_score: -1 is less than 0" },
	{ "secret/a", "max_score: 1.5\n", "/test_group.yaml:1:12: max_score: \"1.5\" is "
	  "not a whole number; write digits, such as 12" },
	{ "secret/a", "max_score: 10\nscore_aggregation: max\n",
	  "/test_group.yaml:2:20: score_aggregation: unknown value \"max\"; one of: "
	  "pass-fail, sum, min" },
	{ "secret/a", "", ": max_score: write a number into test_group.yaml, as the score "
	  "of secret/ is bounded" },
	{ "secret/a", "max_score: unbounded\n", "/test_group.yaml:1:12: max_score: write a "
	  "number into test_group.yaml, as the score of secret/ is bounded" },
	{ "secret/b", "max_score: 5\nrequire_pass: [secret/c]\n",
	  "/test_group.yaml:2:15: require_pass: there is no group \"secret/c\"; did you "
	  "mean \"secret/a\"?" },
	{ "secret/b", "max_score: 5\nrequire_pass: [secret/b]\n",
	  "/test_group.yaml:2:15: require_pass: \"secret/b\" does not come before "
	  "secret/b" },
	{ "secret/a", "max_score: 5\nrequire_pass: [secret/b]\n",
	  "/test_group.yaml:2:15: require_pass: \"secret/b\" does not come before "
	  "secret/a" },
	{ "secret/b", "max_score: 5\nrequire_pass: [secret]\n",
	  "/test_group.yaml:2:15: require_pass: \"secret\" does not come before secret/b" },
	{ "secret/b", "max_score: 5\nrequire_pass: [secret/a]\n",
	  "/test_group.yaml:2:15: require_pass: \"secret/a\" has a score_aggregation other "
	  "than pass-fail, so it cannot be passed" },
	{ "secret", "require_pass: secret/a\n",
	  "/test_group.yaml:1:15: require_pass: \"secret/a\" does not come before secret" },
	{ "secret", "score_aggregation: pass-fail\n", "/a/test_group.yaml:2:20: "
	  "score_aggregation: must be pass-fail, as it is in secret/" },
	{ "secret", "score_aggregation: pass-fail\nmax_score: unbounded\n",
	  "/test_group.yaml:2:12: max_score: a group that is passed or failed cannot be "
	  "unbounded" },
	{ "secret", "grader_flags: sum\n", "/test_group.yaml:1:1: unknown key "
	  "\"grader_flags\"; known keys: args, output_validator_args, full_feedback, "
	  "input_validator_args, input_visualizer_args, output_visualizer_args, max_score, "
	  "score_aggregation, require_pass, static_validation_score, "
	  "static_validator_args" },
};

static void rules_of_2025_09_have_errors_with_a_place(void **state)
{
	struct fixture *f = *state;
	char path[64], expected[512];

	put(f, "problem.yaml", SCORING);
	put_case(f, "sample/1");
	put_case(f, "secret/a/1");
	put_case(f, "secret/b/1");
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		put(f, "data/secret/a/test_group.yaml", "max_score: 5\nscore_aggregation: sum\n");
		put(f, "data/secret/b/test_group.yaml", "max_score: 5\n");
		snprintf(path, sizeof path, "data/%s/test_group.yaml", wrong[i][0]);
		put(f, path, wrong[i][1]);
		snprintf(expected, sizeof expected, "/data/%s%s", wrong[i][0], wrong[i][2]);
		assert_error(f, expected);
		remove_all(f, path);
	}
}

static void unbounded_groups_state_how_they_are_scored(void **state)
{
	struct fixture *f = *state;

	put(f, "problem.yaml", SCORING);
	put_case(f, "secret/a/1");
	put(f, "data/secret/test_group.yaml", "max_score: unbounded\n");
	assert_error(f, "/data/secret/a: max_score: a group that is passed or failed cannot be "
		     "unbounded");
}

#define A "data/secret/a/test_group.yaml"
#define B "data/secret/b/test_group.yaml"
#define SECRET "data/secret/test_group.yaml"

static void put_two_groups(const struct fixture *f, const char *a, const char *b)
{
	put(f, "problem.yaml", SCORING);
	put_case(f, "secret/a/1");
	put_case(f, "secret/b/1");
	put(f, A, a);
	put(f, B, b);
}

static void loads(const struct fixture *f)
{
	struct loaded l;

	load(f, &l);
	unload(&l);
}

static void groups_fit_into_secret(void **state)
{
	struct fixture *f = *state;

	put_two_groups(f, "max_score: 60\n", "max_score: 60\nscore_aggregation: sum\n");
	assert_error(f, "/" A ":1:12: max_score: the groups of secret/ come to 120 by "
		     "score_aggregation: sum, and secret/ has 100; change one of them");
	put(f, SECRET, "\nmax_score: 119\n");
	assert_error(f, "/" SECRET ":2:12: max_score: the groups of secret/ come to 120 by "
		     "score_aggregation: sum, and secret/ has 119; change one of them");
	put(f, SECRET, "max_score: 120\n");
	loads(f);
	/* Less is allowed. */
	put(f, SECRET, "max_score: 150\n");
	loads(f);
	/* The least of them counts. */
	put(f, SECRET, "max_score: 60\nscore_aggregation: min\n");
	put(f, B, "max_score: 70\n");
	loads(f);
	put(f, A, "max_score: 70\n");
	assert_error(f, "/" SECRET ":1:12: max_score: the groups of secret/ come to 70 by "
		     "score_aggregation: min, and secret/ has 60; change one of them");
	/* A group that is passed or failed counts for nothing where secret/ is, too. */
	put(f, SECRET, "max_score: 60\nscore_aggregation: pass-fail\n");
	loads(f);
	put(f, SECRET, "max_score: unbounded\n");
	loads(f);
}

static void validators_may_keep_groups_from_coming_to_too_much(void **state)
{
	struct fixture *f = *state;

	put_two_groups(f, "max_score: 60\n", "max_score: 60\nscore_aggregation: sum\n");
	put(f, "output_validator/check.py", "");
	loads(f);
	put(f, B, "max_score: 60\n");
	assert_error(f, "/" A ":1:12: max_score: the groups of secret/ come to 120 by "
		     "score_aggregation: sum, and secret/ has 100; change one of them");
	/* These only accept or reject. */
	put(f, B, "max_score: 60\nscore_aggregation: sum\n");
	put(f, "assize.yaml", "protocol: exit01\n");
	assert_error(f, "/" A ":1:12: max_score: the groups of secret/ come to 120 by "
		     "score_aggregation: sum, and secret/ has 100; change one of them");
	remove_all(f, "output_validator");
	put(f, "assize.yaml", "checker: pointscmp\n");
	loads(f);
}

static void scores_by_share_and_legacy_do_not_mix(void **state)
{
	struct fixture *f = *state;

	put(f, "problem.yaml", SCORING);
	put_case(f, "secret/1");
	put(f, "data/secret/test_group.yaml", "max_score: 5\n");
	put(f, "data/secret/testdata.yaml", "accept_score: 5\n");
	assert_error(f, "/data/secret/testdata.yaml:1:15: accept_score: scores of this package are "
		     "those of test_group.yaml; write max_score and score_aggregation");
}

static void pass_fail_problems_of_2025_09_have_no_scores(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", NEW);
	put_case(f, "sample/1");
	put_case(f, "secret/1");
	put(f, "data/secret/test_group.yaml", "score_aggregation: sum\n");
	assert_error(f, "/data/secret/test_group.yaml:1:20: score_aggregation: is for problems of "
		     "type: scoring only");
	put(f, "data/secret/test_group.yaml", "require_pass: sample\n");
	assert_error(f, "/data/secret/test_group.yaml:1:15: require_pass: is for problems of type: "
		     "scoring only");
	/* Drafts are not told: what they say of scores changes no verdict. */
	put(f, "problem.yaml", "problem_format_version: 2023-07\nname: a\n");
	load(f, &l);
	assert_int_equal(group(&l, "secret")->score_rule, SCORE_PASS_FAIL);
	assert_string_equal(joined(group(&l, "secret")->require_pass), "");
	assert_true(group(&l, "secret")->on_reject_break);
	unload(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(secret_is_worth_100_by_default),
		TEST(groups_state_rules_for_themselves),
		TEST(constants_count_in_test_group_yaml),
		TEST(rules_of_2025_09_have_errors_with_a_place),
		TEST(unbounded_groups_state_how_they_are_scored),
		TEST(groups_fit_into_secret),
		TEST(validators_may_keep_groups_from_coming_to_too_much),
		TEST(scores_by_share_and_legacy_do_not_mix),
		TEST(pass_fail_problems_of_2025_09_have_no_scores),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

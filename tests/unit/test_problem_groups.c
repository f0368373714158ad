#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_groups.h"

/* All names, in order, each with its parent's. */
static const char *names(const struct loaded *l)
{
	static char text[1024];
	size_t length = 0;

	for (size_t i = 0; i < l->problem.group_count; i++) {
		const struct test_group *g = &l->problem.groups[i];

		assert_true(g->parent < (long)i && (g->parent < 0) == (i == 0));
		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s<%s",
					   i ? " " : "", g->name,
					   i ? l->problem.groups[g->parent].name : "-");
	}
	return text;
}

/* ---- Which there are ---------------------------------------------------------------------- */

static void legacy_groups_are_directories_at_any_depth(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_case(f, "sample/1");
	put_case(f, "secret/a/deep/1");
	put_case(f, "secret/b/1");
	put_case(f, "secret/b-c");
	put_case(f, "secret/b/x/1");
	load(f, &l);
	assert_string_equal(names(&l), "<- sample< secret< secret/a<secret "
			    "secret/a/deep<secret/a secret/b<secret secret/b/x<secret/b");
	assert_string_equal(problem_group_name(&l.problem, &l.problem.tests[4]), "secret");
	unload(&l);
}

static void groups_of_2025_09_are_directly_below_secret(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", NEW);
	put_case(f, "sample/1");
	put_case(f, "secret/a/deep/1");
	put_case(f, "secret/b/1");
	put(f, "data/secret/notes/README", "");
	load(f, &l);
	assert_string_equal(names(&l), "<- sample< secret< secret/a<secret secret/b<secret");
	unload(&l);
	put_case(f, "secret/1");
	assert_error(f, "/data/secret/1.in: secret/ contains groups; move the test case into one of "
		     "them");
	put(f, "problem.yaml", "problem_format_version: 2023-07\nname: a\n");
	load(f, &l);
	unload(&l);
	put(f, "problem.yaml", "problem_format_version: 2023-07\nname: a\ntype: scoring\n");
	assert_error(f, "/data/secret/1.in: secret/ contains groups; move the test case into one of "
		     "them");
}

static void groups_go_by_the_files_that_are_there(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", "problem_format_version: 2023-07-draft\ntype: scoring\n");
	put_case(f, "secret/a/deep/1");
	put(f, "data/secret/a/deep/testdata.yaml", "accept_score: 3\n");
	load(f, &l);
	assert_string_equal(names(&l), "<- secret< secret/a<secret secret/a/deep<secret/a");
	assert_true(group(&l, "secret/a/deep")->accept_score == 3);
	assert_false(group(&l, "secret/a/deep")->by_share);
	unload(&l);
	remove_all(f, "data/secret/a/deep/testdata.yaml");
	put(f, "problem.yaml", "type: scoring\n");
	put(f, "data/secret/a/test_group.yaml", "max_score: 7\n");
	load(f, &l);
	assert_string_equal(names(&l), "<- secret< secret/a<secret");
	assert_true(group(&l, "secret/a")->by_share);
	assert_true(group(&l, "secret/a")->max_score == 7);
	unload(&l);
}

static void plain_folders_have_groups_with_defaults(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "b/c/1.in", "");
	put(f, "b/c/1.out", "");
	put(f, "testdata.yaml", "nonsense: [");
	load(f, &l);
	assert_string_equal(names(&l), "<- b< b/c<b");
	assert_true(group(&l, "b/c")->on_reject_break);
	assert_int_equal(group(&l, "b/c")->verdict_rule, VERDICT_FIRST_ERROR);
	unload(&l);
}

static void files_about_no_group_are_errors(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_case(f, "secret/1");
	put(f, "data/secret/empty/testdata.yaml", "");
	assert_error(f, "/data/secret/empty/testdata.yaml: there is no group of test cases here");
	remove_all(f, "data/secret/empty");
	put(f, "data/sample/testdata.yaml", "on_reject: break\n");
	load(f, &l);
	assert_string_equal(names(&l), "<- secret<");
	unload(&l);
	put(f, "data/sample/testdata.yaml", "on_rejct: break\n");
	assert_error(f, "/data/sample/testdata.yaml:1:1: unknown key \"on_rejct\"; did you mean "
		     "\"on_reject\"?");
}

/* ---- Legacy rules ------------------------------------------------------------------------- */

static void pass_fail_groups_have_the_defaults(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_case(f, "secret/1");
	put(f, "data/testdata.yaml", "range: 0 50\naccept_score: 5\nreject_score: x\n"
	    "grader_flags: sum\n");
	load(f, &l);
	for (size_t i = 0; i < l.problem.group_count; i++) {
		const struct test_group *g = &l.problem.groups[i];

		assert_int_equal(g->score_rule, SCORE_PASS_FAIL);
		assert_int_equal(g->verdict_rule, VERDICT_WORST_ERROR);
		assert_true(g->on_reject_break && !g->ignore_sample && !g->by_share);
		assert_true(!g->accept_if_any_accepted && !g->custom_grader);
		assert_true(g->accept_score == 1 && g->reject_score == 0);
		assert_true(isinf(g->range_low) && isinf(g->range_high) && isinf(g->max_score));
		assert_string_equal(joined(g->require_pass), "");
		assert_int_equal(g->feedback, FEEDBACK_MESSAGE);
	}
	unload(&l);
}

static void legacy_rules_are_inherited_key_by_key(void **state)
{
	struct fixture *f = *state;
	const struct test_group *g;
	struct loaded l;

	put(f, "problem.yaml", "type: scoring\n");
	put_case(f, "sample/1");
	put_case(f, "secret/a/b/c/1");
	put_case(f, "secret/d/1");
	put(f, "data/testdata.yaml", "on_reject: continue\nrange: -inf +inf\n"
	    "grader_flags: ignore_sample\n");
	put(f, "data/secret/testdata.yaml", "accept_score: 2.5\nreject_score: -1\nrange: -5 100\n");
	put(f, "data/secret/a/testdata.yaml", "grader_flags: min first_error\n");
	put(f, "data/secret/a/b/testdata.yaml", "on_reject: break\naccept_score: 10\n");
	load(f, &l);
	g = group(&l, "");
	assert_true(!g->on_reject_break && g->ignore_sample && g->score_rule == SCORE_SUM);
	assert_true(isinf(g->range_low) && g->range_low < 0 && isinf(g->range_high));
	assert_true(g->accept_score == 1 && g->reject_score == 0);
	g = group(&l, "sample");
	assert_true(!g->on_reject_break && !g->ignore_sample && g->accept_score == 1);
	g = group(&l, "secret/d");
	assert_true(!g->on_reject_break && !g->ignore_sample && g->score_rule == SCORE_SUM);
	assert_true(g->accept_score == 2.5 && g->reject_score == -1);
	assert_true(g->range_low == -5 && g->range_high == 100);
	assert_int_equal(g->verdict_rule, VERDICT_WORST_ERROR);
	g = group(&l, "secret/a");
	assert_true(!g->on_reject_break && g->score_rule == SCORE_MIN);
	assert_int_equal(g->verdict_rule, VERDICT_FIRST_ERROR);
	assert_string_equal(joined(g->grader_flags), "min,first_error");
	g = group(&l, "secret/a/b/c");
	assert_true(g->on_reject_break && g->score_rule == SCORE_MIN && g->accept_score == 10);
	assert_true(g->reject_score == -1 && g->range_high == 100);
	unload(&l);
}

static void the_last_flag_of_a_kind_wins(void **state)
{
	static const struct {
		const char *flags;
		enum verdict_rule verdict;
		enum score_rule score;
		bool any;
	} table[] = {
		{ "", VERDICT_WORST_ERROR, SCORE_SUM, false },
		{ "first_error", VERDICT_FIRST_ERROR, SCORE_SUM, false },
		{ "first_error worst_error", VERDICT_WORST_ERROR, SCORE_SUM, false },
		{ "always_accept max", VERDICT_ALWAYS_ACCEPT, SCORE_MAX, false },
		{ "min avg", VERDICT_WORST_ERROR, SCORE_AVERAGE, false },
		{ "avg sum", VERDICT_WORST_ERROR, SCORE_SUM, false },
		{ "max accept_if_any_accepted min", VERDICT_WORST_ERROR, SCORE_MIN, true },
	};
	struct fixture *f = *state;
	char text[128];

	put(f, "problem.yaml", "type: scoring\n");
	put_case(f, "secret/1");
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct loaded l;

		snprintf(text, sizeof text, "grader_flags: %s\n", table[i].flags);
		put(f, "data/secret/testdata.yaml", text);
		load(f, &l);
		assert_int_equal(group(&l, "secret")->verdict_rule, table[i].verdict);
		assert_int_equal(group(&l, "secret")->score_rule, table[i].score);
		assert_int_equal(group(&l, "secret")->accept_if_any_accepted, table[i].any);
		unload(&l);
	}
}

static void verdict_flags_hold_in_pass_fail_problems(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_case(f, "secret/1");
	put(f, "data/secret/testdata.yaml", "grader_flags: always_accept min\n"
	    "on_reject: continue\n");
	load(f, &l);
	assert_int_equal(group(&l, "secret")->verdict_rule, VERDICT_ALWAYS_ACCEPT);
	assert_int_equal(group(&l, "secret")->score_rule, SCORE_PASS_FAIL);
	assert_false(group(&l, "secret")->on_reject_break);
	assert_int_equal(group(&l, "")->verdict_rule, VERDICT_WORST_ERROR);
	unload(&l);
}

static void custom_graders_have_their_own_flags(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", "type: scoring\n");
	put_case(f, "secret/a/1");
	put_case(f, "secret/b/1");
	put(f, "data/secret/testdata.yaml", "grader_flags: --weights 1 2\ngrading: custom\n");
	put(f, "data/secret/b/testdata.yaml", "grading: default\ngrader_flags: min\n");
	assert_error(f, "/data/secret/testdata.yaml:2:10: grading: custom, but graders/ is not "
		     "there");
	put(f, "graders/g.py", "");
	load(f, &l);
	assert_false(group(&l, "")->custom_grader);
	assert_true(group(&l, "secret")->custom_grader);
	assert_string_equal(joined(group(&l, "secret/a")->grader_flags), "--weights,1,2");
	assert_true(group(&l, "secret/a")->custom_grader);
	assert_false(group(&l, "secret/b")->custom_grader);
	assert_int_equal(group(&l, "secret/b")->score_rule, SCORE_MIN);
	unload(&l);
	put(f, "data/secret/b/testdata.yaml", "grading: default\n");
	assert_error(f, "/data/secret/testdata.yaml:1:15: grader_flags: the default grader has no "
		     "\"--weights\"");
}

static void legacy_rules_have_errors_with_a_place(void **state)
{
	static const char *const wrong[][3] = {
		{ "secret/", "on_reject: brake\n",
		  ":1:12: on_reject: unknown value \"brake\"; one of: break, continue" },
		{ "secret/", "grading: other\n",
		  ":1:10: grading: unknown value \"other\"; one of: default, custom" },
		{ "", "\ngrader_flags: sum frist_error\n", ":2:15: grader_flags: the default grader "
		  "has no \"frist_error\"; did you mean \"first_error\"?" },
		{ "secret/", "grader_flags: ignore_sample\n",
		  ":1:15: grader_flags: ignore_sample must stand in data/testdata.yaml" },
		{ "secret/", "accept_score: many\n", ":1:15: accept_score: \"many\" is not a "
		  "number; write a bare one, such as 1.5" },
		{ "secret/", "range: 5\n", ":1:8: range: expected two numbers, such as 0 100 or "
		  "-inf +inf" },
		{ "secret/", "range: 0 nan\n", ":1:8: range: expected two numbers, such as 0 100 "
		  "or -inf +inf" },
		{ "secret/", "range: 0x1 2\n", ":1:8: range: expected two numbers, such as 0 100 "
		  "or -inf +inf" },
		{ "secret/", "range: 5 1\n", ":1:8: range: 5 is more than 1" },
		{ "secret/", "max_score: 5\n", ":1:12: max_score: scores of this package are those "
		  "of testdata.yaml; write accept_score and grader_flags" },
		{ "secret/", "grading: {score: 5}\n", ":1:10: grading: is of a draft only; write "
		  "max_score and score_aggregation into test_group.yaml" },
		{ "secret/", "scoring: {score: 5}\n", ":1:10: scoring: is of a draft only; write "
		  "max_score and score_aggregation into test_group.yaml" },
	};
	struct fixture *f = *state;
	char path[64], expected[512];

	put(f, "problem.yaml", "type: scoring\n");
	put_case(f, "secret/1");
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		snprintf(path, sizeof path, "data/%stestdata.yaml", wrong[i][0]);
		put(f, path, wrong[i][1]);
		snprintf(expected, sizeof expected, "/%s%s", path, wrong[i][2]);
		assert_error(f, expected);
		remove_all(f, path);
	}
}

/* Of data/, of secret/, and what is wrong with that. */
static void legacy_scores_fit_into_ranges(void **state)
{
	static const char *const cases[][3] = {
		{ "range: 0 100\n", "accept_score: 200\n", "/data/secret/testdata.yaml:1:15: "
		  "accept_score: 200 is not in the range of secret, which is 0 to 100; change one "
		  "of them" },
		{ "range: 0 100\naccept_score: -1\n", "", "/data/testdata.yaml:2:15: accept_score: "
		  "-1 is not in the range of secret, which is 0 to 100; change one of them" },
		{ "", "range: 2 100\naccept_score: 2\n", "/data/secret/testdata.yaml:1:8: "
		  "reject_score: 0 is not in the range of secret, which is 2 to 100; change one of "
		  "them" },
		{ "range: 0 100\n", "accept_score: 60\n", "/data/testdata.yaml:1:8: range: secret "
		  "comes to 120 where all is accepted, which is not in its range of 0 to 100; "
		  "change that, or accept_score" },
		{ "range: 0 100\n", "accept_score: 60\nrange: 0 120\n", "/data/testdata.yaml:1:8: "
		  "range: data comes to 120 where all is accepted, which is not in its range of 0 "
		  "to 100; change that, or accept_score" },
		{ "range: 50 100\n", "range: 0 40\naccept_score: 20\n", "/data/testdata.yaml:1:8: "
		  "range: data comes to 40 where all is accepted, which is not in its range of 50 "
		  "to 100; change that, or accept_score" },
		{ "range: 0 100\n", "accept_score: 50\n", NULL },
		{ "range: 0 100\n", "accept_score: 100\ngrader_flags: avg\n", NULL },
		{ "range: 0 100\n", "accept_score: 60\ngrader_flags: min\n", NULL },
		{ "range: 0 100\n", "accept_score: 60\ngrader_flags: max\n", NULL },
		{ "", "accept_score: 1000000000\n", NULL },
	};
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", "type: scoring\n");
	put_case(f, "secret/1");
	put_case(f, "secret/2");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		put(f, "data/testdata.yaml", cases[i][0]);
		put(f, "data/secret/testdata.yaml", cases[i][1]);
		if (cases[i][2]) {
			assert_error(f, cases[i][2]);
			continue;
		}
		load(f, &l);
		unload(&l);
	}
	/* Without scores nothing of it counts. */
	put(f, "problem.yaml", "name: a\n");
	put(f, "data/secret/testdata.yaml", "accept_score: 200\nrange: 0 100\n");
	load(f, &l);
	unload(&l);
}

static void samples_count_in_a_range_unless_they_are_ignored(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", "type: scoring\n");
	put_case(f, "sample/1");
	put_case(f, "secret/1");
	put(f, "data/testdata.yaml", "range: 0 100\n");
	put(f, "data/secret/testdata.yaml", "accept_score: 100\n");
	assert_error(f, "/data/testdata.yaml:1:8: range: data comes to 101 where all is accepted, "
		     "which is not in its range of 0 to 100; change that, or accept_score");
	put(f, "data/testdata.yaml", "range: 0 100\ngrader_flags: ignore_sample\n");
	load(f, &l);
	unload(&l);
}

static void legacy_validators_and_graders_have_a_say_in_scores(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", "type: scoring\nvalidation: custom score\n");
	put(f, "output_validators/check.py", "");
	put_case(f, "secret/1");
	put_case(f, "secret/2");
	put(f, "data/testdata.yaml", "range: 0 100\naccept_score: 200\n");
	load(f, &l);
	unload(&l);
	/* A part of 200 may be 100, but no part of -1 is in the range. */
	put(f, "assize.yaml", "protocol: cms\n");
	load(f, &l);
	unload(&l);
	put(f, "data/testdata.yaml", "range: 1 100\nreject_score: 1\naccept_score: -1\n");
	assert_error(f, "/data/testdata.yaml:3:15: accept_score: -1 is not in the range of secret, "
		     "which is 1 to 100; change one of them");
	remove_all(f, "output_validators");
	put(f, "assize.yaml", "");
	put(f, "graders/grade.py", "");
	put(f, "problem.yaml", "type: scoring\n");
	put(f, "data/testdata.yaml", "range: 0 100\naccept_score: 60\ngrading: custom\n");
	load(f, &l);
	unload(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(legacy_groups_are_directories_at_any_depth),
		TEST(groups_of_2025_09_are_directly_below_secret),
		TEST(groups_go_by_the_files_that_are_there),
		TEST(plain_folders_have_groups_with_defaults),
		TEST(files_about_no_group_are_errors),
		TEST(pass_fail_groups_have_the_defaults),
		TEST(legacy_rules_are_inherited_key_by_key),
		TEST(the_last_flag_of_a_kind_wins),
		TEST(verdict_flags_hold_in_pass_fail_problems),
		TEST(custom_graders_have_their_own_flags),
		TEST(legacy_rules_have_errors_with_a_place),
		TEST(legacy_scores_fit_into_ranges),
		TEST(samples_count_in_a_range_unless_they_are_ignored),
		TEST(legacy_validators_and_graders_have_a_say_in_scores),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

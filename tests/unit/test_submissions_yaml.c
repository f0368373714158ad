#include "problem/jury_rules.h"
#include "util/cleanup.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

#define YAML "submissions/submissions.yaml"

/* Four test cases in two groups; submissions with names of all kinds. */
static void put_package(const struct fixture *f, const char *problem_yaml, const char *yaml)
{
	static const char *const files[] = {
		"data/sample/1.in", "data/sample/1.ans", "data/secret/1/a.in",
		"data/secret/1/a.ans", "data/secret/1/b.in", "data/secret/1/b.ans",
		"data/secret/2/a.in", "data/secret/2/a.ans", "submissions/accepted/a.py",
		"submissions/accepted/b.cpp", "submissions/mixed/dir/main.c",
		"submissions/wrong_answer/w.py", "submissions/time_limit_exceeded/t.c",
	};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		put(f, files[i], "");
	put(f, "problem.yaml", problem_yaml);
	put(f, YAML, yaml);
}

static const struct jury_submission *jury_of(const struct loaded *l, const char *name)
{
	for (size_t i = 0; i < l->problem.jury_count; i++)
		if (!strcmp(l->problem.jury[i].name, name))
			return &l->problem.jury[i];
	fail_msg("no submission %s", name);
	return NULL;
}

static const char *set_text(verdict_set set)
{
	static char text[2][64];
	static unsigned turn;

	turn ^= 1;
	return set ? verdict_set_text(set, text[turn], sizeof text[turn]) : "any";
}

static void assert_rule(const struct jury_rule *rule, const char *path, const char *permitted,
			const char *required)
{
	assert_string_equal(rule->path, path);
	assert_string_equal(set_text(rule->permitted), permitted);
	assert_string_equal(set_text(rule->required), required);
}

#define ANY "AC or WA or TLE or MLE or OLE or RTE"

/* The verdicts expected of a submission as a whole, as a text, or why there is no telling. */
static const char *expected(const struct loaded *l, const char *name)
{
	const struct jury_submission *jury = jury_of(l, name);

	return jury->expected_error ? jury->expected_error : set_text(jury->expected);
}

static void standard_folders_are_rules_in_2025_09(void **state)
{
	struct fixture *f = *state;
	const struct jury_submission *jury;
	struct loaded l;

	put_package(f, NEW, "");
	put(f, "submissions/run_time_error/r.c", "");
	put(f, "submissions/run_time_error/m.c", "// @EXPECTED_RESULTS@: MEMORY-LIMIT\n");
	put(f, "submissions/rejected/r.c", "");
	put(f, "submissions/brute_force/b.c", "");
	load(f, &l);
	jury = jury_of(&l, "accepted/a.py");
	assert_int_equal(jury->rule_count, 1);
	assert_rule(&jury->rules[0], "", "AC", "any");
	assert_true(jury->limit_from_below && !jury->limit_from_above);
	jury = jury_of(&l, "wrong_answer/w.py");
	assert_rule(&jury->rules[0], "", "AC or WA", "WA");
	assert_true(jury->limit_from_below && !jury->limit_from_above);
	assert_string_equal(set_text(jury->expected), "WA");
	jury = jury_of(&l, "time_limit_exceeded/t.c");
	assert_rule(&jury->rules[0], "", "AC or TLE", "TLE");
	assert_true(!jury->limit_from_below && jury->limit_from_above);
	assert_string_equal(set_text(jury->expected), "TLE");
	jury = jury_of(&l, "rejected/r.c");
	assert_rule(&jury->rules[0], "", "any", "WA or TLE or MLE or OLE or RTE");
	assert_true(!jury->limit_from_below && !jury->limit_from_above);
	jury = jury_of(&l, "brute_force/b.c");
	assert_rule(&jury->rules[0], "", "AC or TLE or MLE or OLE or RTE",
		    "TLE or MLE or OLE or RTE");
	assert_true(!jury->limit_from_below && !jury->limit_from_above);
	assert_string_equal(expected(&l, "run_time_error/r.c"), "MLE or OLE or RTE");
	assert_string_equal(expected(&l, "run_time_error/m.c"), "MLE");
	unload(&l);
}

static void folders_of_legacy_packages_have_no_rules(void **state)
{
	struct fixture *f = *state;
	const struct jury_submission *jury;
	struct loaded l;

	put_package(f, "name: a\n", "");
	load(f, &l);
	jury = jury_of(&l, "accepted/a.py");
	assert_int_equal(jury->rule_count, 0);
	assert_true(jury->limit_from_below && !jury->limit_from_above);
	jury = jury_of(&l, "time_limit_exceeded/t.c");
	assert_true(!jury->limit_from_below && jury->limit_from_above);
	jury = jury_of(&l, "wrong_answer/w.py");
	assert_true(!jury->limit_from_below && !jury->limit_from_above);
	unload(&l);
}

static void keys_add_rules_for_tests(void **state)
{
	struct fixture *f = *state;
	const struct jury_submission *jury;
	struct loaded l;

	put_package(f, NEW,
		    "mixed/dir:\n"
		    "  permitted: [AC, TLE]\n"
		    "  required: [TLE]\n"
		    "  message: too few\n"
		    "  language: c\n"
		    "  entrypoint: main.c\n"
		    "  authors: A. Judge\n"
		    "  model_solution: false\n"
		    "  sample:\n"
		    "    permitted: AC\n"
		    "  secret/{1,2}/a:\n"
		    "    required: [TLE]\n"
		    "    use_for_time_limit: false\n");
	load(f, &l);
	jury = jury_of(&l, "mixed/dir");
	assert_int_equal(jury->rule_count, 3);
	assert_rule(&jury->rules[0], "", "AC or TLE", "TLE");
	assert_string_equal(jury->rules[0].message, "too few");
	assert_true(isnan(jury->rules[0].score_low));
	assert_rule(&jury->rules[1], "sample", "AC", "any");
	assert_true(jury->rules[1].limit_from_below);
	assert_rule(&jury->rules[2], "secret/{1,2}/a", "any", "TLE");
	assert_false(jury->rules[2].limit_from_above);
	assert_string_equal(jury->language, "c");
	assert_string_equal(jury->entry_point, "main.c");
	assert_string_equal(expected(&l, "mixed/dir"), "TLE");
	/* Only what is said of all test cases is said of the submission. */
	assert_true(!jury->limit_from_below && jury->limit_from_above);
	unload(&l);
}

static void a_folders_own_key_replaces_its_rule(void **state)
{
	struct fixture *f = *state;
	const struct jury_submission *jury;
	struct loaded l;

	put_package(f, NEW,
		    "time_limit_exceeded:\n  permitted: [AC, WA, TLE]\n"
		    "wrong_answer/*:\n  permitted: [WA]\n"
		    "accepted:\n  use_for_time_limit: false\n"
		    "run_time_error:\n  permitted: [AC]\n");
	load(f, &l);
	jury = jury_of(&l, "time_limit_exceeded/t.c");
	assert_int_equal(jury->rule_count, 1);
	assert_rule(&jury->rules[0], "", "AC or WA or TLE", "TLE");
	assert_string_equal(set_text(jury->expected), "WA or TLE");
	assert_true(jury->limit_from_above);
	/* Any other key adds to it. */
	jury = jury_of(&l, "wrong_answer/w.py");
	assert_int_equal(jury->rule_count, 2);
	assert_rule(&jury->rules[0], "", "AC or WA", "WA");
	assert_rule(&jury->rules[1], "", "WA", "any");
	jury = jury_of(&l, "accepted/a.py");
	assert_rule(&jury->rules[0], "", "AC", "any");
	assert_false(jury->limit_from_below);
	unload(&l);
}

static void the_time_limit_can_be_spoken_of_explicitly(void **state)
{
	struct fixture *f = *state;
	const struct jury_submission *jury;
	struct loaded l;

	put_package(f, NEW,
		    "accepted/a.py:\n  use_for_time_limit: false\n"
		    "mixed/dir:\n  use_for_time_limit: lower\n"
		    "wrong_answer/w.py:\n  use_for_time_limit: true\n");
	load(f, &l);
	assert_false(jury_of(&l, "accepted/a.py")->limit_from_below);
	assert_true(jury_of(&l, "accepted/b.cpp")->limit_from_below);
	assert_true(jury_of(&l, "wrong_answer/w.py")->limit_from_below);
	jury = jury_of(&l, "mixed/dir");
	assert_true(jury->limit_from_below && !jury->limit_from_above);
	assert_rule(&jury->rules[0], "", "AC or WA or MLE or OLE or RTE", "any");
	unload(&l);
	put(f, YAML, "mixed/dir:\n  use_for_time_limit: upper\n");
	load(f, &l);
	jury = jury_of(&l, "mixed/dir");
	assert_true(!jury->limit_from_below && jury->limit_from_above);
	assert_rule(&jury->rules[0], "", "any", "TLE");
	unload(&l);
}

static void the_file_holds_in_legacy_packages_too(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_package(f, "name: a\n", "mixed/*:\n  permitted: [WA]\n'*/a.py': {language: python3}\n");
	load(f, &l);
	assert_string_equal(expected(&l, "mixed/dir"), "WA");
	assert_string_equal(expected(&l, "accepted/a.py"), "AC");
	assert_int_equal(jury_of(&l, "wrong_answer/w.py")->rule_count, 0);
	unload(&l);
}

static void tags_and_folders_of_domjudge_are_narrowed(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_package(f, NEW, "'*': {authors: all}\nmixed/two.py: {permitted: [AC, WA]}\n");
	put(f, "submissions/mixed/two.py", "# @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT\n");
	put(f, "submissions/compiler_error/c.c", "");
	load(f, &l);
	assert_string_equal(expected(&l, "mixed/two.py"), "WA");
	assert_string_equal(expected(&l, "compiler_error/c.c"), "CE");
	/* A key that matches is enough to be understood: all verdicts are permitted. */
	assert_string_equal(expected(&l, "mixed/dir"), ANY);
	unload(&l);
}

static void scores_are_of_scoring_problems(void **state)
{
	struct fixture *f = *state;
	const struct jury_submission *jury;
	struct loaded l;

	put_package(f, NEW "type: scoring\n",
		    "mixed/dir:\n  score: [10, 20.5]\n  secret/1:\n    score: 5\n"
		    "    required: [WA]\n");
	put(f, "data/secret/1/test_group.yaml", "max_score: 50\n");
	put(f, "data/secret/2/test_group.yaml", "max_score: 50\n");
	load(f, &l);
	jury = jury_of(&l, "mixed/dir");
	assert_true(jury->rules[0].score_low == 10 && jury->rules[0].score_high == 20.5);
	assert_true(jury->rules[1].score_low == 5 && jury->rules[1].score_high == 5);
	/* With points for some test cases it may be accepted all the same. */
	assert_string_equal(expected(&l, "mixed/dir"), ANY);
	assert_string_equal(expected(&l, "wrong_answer/w.py"), "AC or WA");
	unload(&l);
	put(f, "problem.yaml", NEW);
	remove_all(f, "data/secret/1/test_group.yaml");
	remove_all(f, "data/secret/2/test_group.yaml");
	assert_error(f, "/" YAML ":2:10: score: this problem has no scores; remove it, or write "
			"type: scoring in problem.yaml");
}

static void mistakes_are_errors_at_their_place(void **state)
{
	static const char *const cases[][2] = {
		{ "accepted/x.py:\n  permitted: [AC]\n",
		  ":1:1: \"accepted/x.py\" matches no submission; did you mean \"accepted/a.py\"?" },
		{ "nothing/*:\n  permitted: [AC]\n",
		  ":1:1: \"nothing/*\" matches no submission; paths are as in submissions/" },
		{ "acc**:\n  permitted: [AC]\n",
		  ":1:1: \"acc**\" ** is not supported; * matches within one name" },
		{ "accepted:\n  permited: [AC]\n",
		  ":2:3: unknown key \"permited\"; did you mean \"permitted\"?" },
		{ "accepted:\n  permitted: [AC, PE]\n",
		  ":2:19: permitted: expected AC, WA, TLE or RTE, not \"PE\"" },
		{ "accepted:\n  permitted: []\n",
		  ":2:14: permitted: expected a list of verdicts such as [AC, WA]" },
		{ "accepted:\n  secret/3:\n    permitted: [AC]\n",
		  ":2:3: \"secret/3\" matches no test case; paths are as in data/, without .in" },
		{ "accepted:\n  secret/1:\n    language: c\n",
		  ":3:5: unknown key \"language\"; known keys: permitted, required, score, message, "
		  "use_for_time_limit" },
		{ "accepted:\n  sample: [AC]\n", ":2:11: sample: expected a mapping, not a list" },
		{ "accepted:\n  use_for_time_limit: lowe\n",
		  ":2:23: use_for_time_limit: unknown value \"lowe\"; did you mean \"lower\"?" },
		{ "mixed/dir:\n  permitted: TLE\n  use_for_time_limit: lower\n",
		  ":1:1: use_for_time_limit: lower, but only TLE is permitted; change one of them" },
		{ "[a]\n", ":1:1: submissions/submissions.yaml: expected a mapping, not a list" },
	};
	struct fixture *f = *state;
	char expected_text[400];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		put_package(f, NEW, cases[i][0]);
		snprintf(expected_text, sizeof expected_text, "/" YAML "%s", cases[i][1]);
		assert_error(f, expected_text);
	}
}

static void contradictions_name_both_places(void **state)
{
	static const char *const cases[][2] = {
		{ "mixed/dir:\n  permitted: [AC]\n'mixed/*':\n  permitted: [WA]\n",
		  ":3:1: permitted: no verdict is left for mixed/dir in sample/1, with what line 1 "
		  "says; change one of them" },
		{ "mixed/dir:\n  permitted: [AC]\n  secret/2:\n    permitted: [WA]\n",
		  ":3:3: permitted: no verdict is left for mixed/dir in secret/2/a, with what line "
		  "1 says; change one of them" },
		{ "accepted/a.py:\n  permitted: [WA]\n",
		  ":1:1: permitted: no verdict is left for accepted/a.py in sample/1, with what its "
		  "folder accepted/ says; change one of them" },
		{ "mixed/dir:\n  secret/1:\n    required: [TLE]\n'*/dir':\n  permitted: [AC, WA]\n",
		  ":2:3: required: no such verdict is permitted for mixed/dir in secret/1/a, with "
		  "what line 4 says; change one of them" },
		{ "accepted/a.py:\n  required: [WA]\n",
		  ":1:1: required: no such verdict is permitted for accepted/a.py in sample/1, with "
		  "what its folder accepted/ says; change one of them" },
		{ "mixed/dir:\n  permitted: [AC]\n  required: [WA]\n",
		  ":1:1: required: no such verdict is permitted for mixed/dir in sample/1; change "
		  "it" },
		{ "mixed/dir:\n  use_for_time_limit: lower\n'mixed/*':\n"
		  "  use_for_time_limit: upper\n",
		  ":3:1: required: no such verdict is permitted for mixed/dir in sample/1, with "
		  "what line 1 says; change one of them" },
		{ "mixed/dir:\n  language: c\n'mixed/*':\n  language: cpp\n",
		  ":4:13: \"cpp\" for mixed/dir, but line 2 says \"c\"; change one of them" },
	};
	static const char *const fine[] = {
		/* Required of some test case that may have it. */
		"mixed/dir:\n  required: [TLE]\n  secret/1:\n    permitted: [AC]\n",
		"mixed/dir:\n  language: c\n'mixed/*':\n  language: c\n",
		"mixed/dir:\n",
	};
	struct fixture *f = *state;
	char expected_text[400];
	struct loaded l;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		put_package(f, NEW, cases[i][0]);
		snprintf(expected_text, sizeof expected_text, "/" YAML "%s", cases[i][1]);
		assert_error(f, expected_text);
	}
	for (size_t i = 0; i < ARRAY_SIZE(fine); i++) {
		put_package(f, NEW, fine[i]);
		load(f, &l);
		unload(&l);
	}
}

/* The only rule of partially_accepted/p.py; accepted/a.py has none. */
static struct jury_rule partial_rule(const struct fixture *f, verdict_set *ret_expected)
{
	const struct jury_submission *jury;
	struct jury_rule rule = { .score_low = NAN, .score_high = NAN };
	struct loaded l;

	put(f, "submissions/partially_accepted/p.py", "");
	load(f, &l);
	jury = jury_of(&l, "partially_accepted/p.py");
	*ret_expected = jury->expected;
	if (jury->rule_count) {
		assert_int_equal(jury->rule_count, 1);
		assert_true(!jury->limit_from_below && !jury->rules[0].permitted);
		rule = jury->rules[0];
	}
	unload(&l);
	return rule;
}

static void a_partial_score_is_less_than_the_most(void **state)
{
	static const struct {
		const char *root, *assize;
		double most;
	} cases[] = {
		{ "range: 0 100\n", "", 3 },
		{ "range: 0 2\ngrader_flags: ignore_sample min\n", "", 1 },
		{ "accept_score: 50\ngrader_flags: ignore_sample\n", "", 150 },
		/* What a checker that gives points will give at most stands in the range only. */
		{ "range: 0 100\n", "checker: pointscmp\n", 100 },
		{ "", "checker: pointscmp\n", INFINITY },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jury_rule rule;
		verdict_set verdicts;

		put_package(f, "name: a\ntype: scoring\n", "");
		put(f, "data/testdata.yaml", cases[i].root);
		put(f, "data/sample/testdata.yaml", "accept_score: 0\n");
		put(f, "assize.yaml", cases[i].assize);
		rule = partial_rule(f, &verdicts);
		assert_string_equal(set_text(verdicts), "AC");
		if (isinf(cases[i].most)) {
			assert_true(isnan(rule.score_low));
			continue;
		}
		assert_true(isinf(rule.score_low));
		assert_true(rule.score_high < cases[i].most &&
			    rule.score_high > cases[i].most - 0.001);
	}
}

static void a_partial_score_by_share_is_between_nothing_and_all(void **state)
{
	struct fixture *f = *state;
	struct jury_rule rule;
	verdict_set verdicts;
	struct loaded l;

	put_package(f, NEW "type: scoring\n", "");
	put(f, "data/secret/1/test_group.yaml", "max_score: 40\n");
	put(f, "data/secret/2/test_group.yaml", "max_score: 50\n");
	rule = partial_rule(f, &verdicts);
	assert_string_equal(set_text(verdicts), ANY);
	assert_true(rule.score_low > 1e-9 && rule.score_low < 0.001);
	assert_true(rule.score_high < 90 && rule.score_high > 89.99);
	put(f, "data/secret/test_group.yaml", "max_score: unbounded\n");
	put(f, "data/secret/1/test_group.yaml", "score_aggregation: sum\n");
	rule = partial_rule(f, &verdicts);
	assert_true(rule.score_low > 1e-9 && isinf(rule.score_high));
	/* What the file says narrows it. */
	put(f, YAML, "partially_accepted/p.py: {permitted: [AC, WA]}\n");
	load(f, &l);
	assert_string_equal(expected(&l, "partially_accepted/p.py"), "AC or WA");
	unload(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(standard_folders_are_rules_in_2025_09),
		TEST(folders_of_legacy_packages_have_no_rules),
		TEST(keys_add_rules_for_tests),
		TEST(a_folders_own_key_replaces_its_rule),
		TEST(the_time_limit_can_be_spoken_of_explicitly),
		TEST(the_file_holds_in_legacy_packages_too),
		TEST(tags_and_folders_of_domjudge_are_narrowed),
		TEST(scores_are_of_scoring_problems),
		TEST(mistakes_are_errors_at_their_place),
		TEST(contradictions_name_both_places),
		TEST(a_partial_score_is_less_than_the_most),
		TEST(a_partial_score_by_share_is_between_nothing_and_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

#define SCORING NEW "type: scoring\n"

static void put_case(const struct fixture *f, const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "data/%s.in", name);
	put(f, path, "");
	snprintf(path, sizeof path, "data/%s.ans", name);
	put(f, path, "");
}

static const struct test_group *group(const struct loaded *l, const char *name)
{
	for (size_t i = 0; i < l->problem.group_count; i++)
		if (!strcmp(l->problem.groups[i].name, name))
			return &l->problem.groups[i];
	fail_msg("no group \"%s\"", name);
	return NULL;
}

static void static_scores_are_read(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", SCORING);
	put_case(f, "secret/a/1");
	put(f, "static_validator/v.py", "");
	put(f, "data/secret/a/test_group.yaml", "max_score: 20\nscore_aggregation: sum\n"
	    "static_validation_score: 5\n");
	load(f, &l);
	assert_true(group(&l, "secret/a")->static_score == 5);
	assert_true(group(&l, "secret")->static_score == 0);
	unload(&l);
	put(f, "data/secret/a/test_group.yaml", "static_validation_score: 25\nmax_score: 20\n"
	    "score_aggregation: sum\n");
	assert_error(f, "/data/secret/a/test_group.yaml:2:12: max_score: is less than "
		     "static_validation_score");
}

/* A test case as "name[args]", then "*" for a sample, "!" for full feedback; all of them. */
static const char *static_cases(const struct loaded *l)
{
	static char text[500];
	size_t length = 0;

	for (size_t i = 0; i < l->problem.test_count; i++) {
		const struct test_case *test = &l->problem.tests[i];

		assert_true(test->input < l->tree.count && test->answer < l->tree.count);
		assert_string_equal(joined(test->program_args), "");
		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s",
					   i ? " " : "", test->name);
		if (test->is_static)
			length += (size_t)snprintf(text + length, sizeof text - length, "[%s]%s%s",
						   joined(test->validator_args),
						   test->sample ? "*" : "",
						   test->full_feedback ? "!" : "");
	}
	return text;
}

static void groups_may_have_static_test_cases(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", SCORING);
	put(f, "static_validator/v.py", "");
	put_case(f, "sample/1");
	put(f, "data/sample/test_group.yaml", "static_validation_score: pass-fail\n");
	put(f, "data/secret/test_group.yaml", "static_validation_score: 1\nargs: []\n"
	    "static_validator_args: [a, b c]\noutput_validator_args: [x]\n");
	/* Before a case that comes before its name, and in a group of its own. */
	put_case(f, "secret/g/a");
	put_case(f, "secret/g/z");
	put(f, "data/secret/g/test_group.yaml", "max_score: 20\nstatic_validation_score: pass-fail\n");
	put(f, "data/secret/only/test_group.yaml", "max_score: 20\nscore_aggregation: min\n"
	    "static_validation_score: 20\nstatic_validator_args: [c]\nfull_feedback: true\n");
	load(f, &l);
	assert_string_equal(static_cases(&l), "sample/static_validation[]*! sample/1 "
			    "secret/static_validation[a,b c] secret/g/static_validation[] "
			    "secret/g/a secret/g/z secret/only/static_validation[c]!");
	assert_int_equal(l.problem.group_count, 5);
	assert_true(group(&l, "secret")->static_score == 1);
	assert_true(group(&l, "secret/only")->static_score == 20);
	assert_int_equal(l.problem.static_validator_count, 1);
	assert_string_equal(l.problem.static_validator[0].name, "static_validator/v.py");
	unload(&l);
}

static void pass_fail_problems_may_have_static_test_cases(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", NEW);
	put(f, "static_validator/v.py", "");
	put_case(f, "secret/1");
	put(f, "data/secret/test_group.yaml", "static_validation_score: pass-fail\n");
	load(f, &l);
	assert_string_equal(static_cases(&l), "secret/static_validation[] secret/1");
	unload(&l);
	put(f, "data/secret/test_group.yaml", "static_validation_score: 5\n");
	assert_error(f, "/data/secret/test_group.yaml:1:26: static_validation_score: write pass-fail; "
		     "numbers are for problems of type: scoring only");
}

static void static_test_cases_have_errors_with_a_place(void **state)
{
	static const struct {
		const char *text, *expected;
	} wrong[] = {
		{ "max_score: 9\nstatic_validation_score: 5\n", ":2:26: static_validation_score: write "
		  "pass-fail, as the score_aggregation of the group is" },
		{ "max_score: 9\nscore_aggregation: min\nstatic_validation_score: pass-fail\n",
		  ":3:26: static_validation_score: write a number; pass-fail needs "
		  "score_aggregation: pass-fail" },
		{ "max_score: 9\nstatic_validator_args: [a]\n", ":2:24: static_validator_args: needs "
		  "static_validation_score beside it" },
		{ "max_score: 9\nscore_aggregation: sum\nstatic_validation_score: -5\n",
		  ":3:26: static_validation_score: -5 is less than 0" },
		{ "static_validator_args: {a: b}\nstatic_validation_score: pass-fail\nmax_score: 9\n",
		  ":1:24: static_validator_args: expected a list, not a mapping" },
	};
	struct fixture *f = *state;
	char expected[300];

	put(f, "problem.yaml", SCORING);
	put(f, "static_validator/v.py", "");
	put_case(f, "secret/a/1");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		put(f, "data/secret/a/test_group.yaml", wrong[i].text);
		snprintf(expected, sizeof expected, "/data/secret/a/test_group.yaml%s",
			 wrong[i].expected);
		assert_error(f, expected);
	}
	put(f, "data/secret/a/test_group.yaml", "max_score: 9\nstatic_validation_score: pass-fail\n");
	put_case(f, "secret/a/static_validation");
	assert_error(f, "/data/secret/a/static_validation.in: a test case must not be called "
		     "static_validation where test_group.yaml has static_validation_score");
}

static void static_test_cases_need_test_group_yaml(void **state)
{
	struct fixture *f = *state;

	put(f, "static_validator/v.py", "");
	put_case(f, "secret/1");
	put(f, "data/secret/testdata.yaml", "static_validation_score: pass-fail\n");
	assert_error(f, "/data/secret/testdata.yaml:1:26: static_validation_score: must stand in "
		     "test_group.yaml");
}

static void there_is_at_most_one_static_validator(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", NEW);
	put_case(f, "secret/1");
	put(f, "static_validator/v/__main__.py", "");
	put(f, "static_validator/v/words.py", "");
	load(f, &l);
	assert_int_equal(l.problem.static_validator_count, 1);
	assert_string_equal(l.problem.static_validator[0].base, "static_validator/v/");
	assert_int_equal(l.problem.static_validator[0].language, PROGRAM_PYTHON);
	assert_int_equal(l.problem.static_validator[0].file_count, 2);
	assert_int_equal(l.problem.test_count, 1);
	unload(&l);
	put(f, "static_validator/w/a.c", "");
	assert_error(f, "/static_validator: 2 programs; exactly one is allowed");
}

static void submitted_answers_have_none(void **state)
{
	struct fixture *f = *state;

	put(f, "problem.yaml", NEW "type: submit-answer\n");
	put_case(f, "secret/1");
	put(f, "static_validator/v.py", "");
	assert_error(f, "/static_validator: must not be there with type: submit-answer, whose "
		     "submissions are no programs");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(static_scores_are_read),
		TEST(groups_may_have_static_test_cases),
		TEST(pass_fail_problems_may_have_static_test_cases),
		TEST(static_test_cases_have_errors_with_a_place),
		TEST(static_test_cases_need_test_group_yaml),
		TEST(there_is_at_most_one_static_validator),
		TEST(submitted_answers_have_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

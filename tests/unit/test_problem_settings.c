#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

static const char *args_of(const struct loaded *l, const char *name)
{
	for (size_t i = 0; i < l->problem.test_count; i++)
		if (!strcmp(l->problem.tests[i].name, name))
			return joined(l->problem.tests[i].validator_args);
	return "no such test";
}

static void put_cases(const struct fixture *f)
{
	put_test(f);
	put(f, "data/sample/1.in", "");
	put(f, "data/sample/1.ans", "");
	put(f, "data/secret/g/1.in", "");
	put(f, "data/secret/g/1.ans", "");
	put(f, "data/secret/g/deep/1.in", "");
	put(f, "data/secret/g/deep/1.ans", "");
}

/* 2025-09 has groups or cases in secret/. */
static void put_grouped_cases(const struct fixture *f)
{
	put_cases(f);
	remove_all(f, "data/secret/1.in");
	remove_all(f, "data/secret/1.ans");
	put(f, "data/secret/h/1.in", "");
	put(f, "data/secret/h/1.ans", "");
}

static void legacy_flags_are_inherited_and_appended(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", "validator_flags: '  case_sensitive '\n");
	put_cases(f);
	put(f, "data/testdata.yaml", "output_validator_flags: float_tolerance 1e-6\n");
	put(f, "data/secret/g/testdata.yaml", "output_validator_flags: x y\non_reject: break\n");
	put(f, "data/secret/testdata.yaml", "on_reject: continue\nrange: 0 1\naccept_score: 1\n"
	    "reject_score: 0\ngrading: default\ngrader_flags: first_error\n"
	    "input_validator_flags: a\n");
	load(f, &l);
	assert_string_equal(args_of(&l, "sample/1"), "case_sensitive,float_tolerance,1e-6");
	assert_string_equal(args_of(&l, "secret/1"), "case_sensitive,float_tolerance,1e-6");
	assert_string_equal(args_of(&l, "secret/g/1"), "case_sensitive,x,y");
	assert_string_equal(args_of(&l, "secret/g/deep/1"), "case_sensitive,x,y");
	unload(&l);
	put(f, "data/secret/g/testdata.yaml", "output_validator_flags:\n");
	put(f, "data/secret/testdata.yaml", "# nothing\n");
	load(f, &l);
	assert_string_equal(args_of(&l, "secret/1"), "case_sensitive,float_tolerance,1e-6");
	assert_string_equal(args_of(&l, "secret/g/1"), "case_sensitive");
	unload(&l);
}

static void arguments_of_2025_09_come_from_the_nearest_file(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", NEW);
	put_grouped_cases(f);
	put(f, "data/sample/test_group.yaml", "output_validator_args: [case_sensitive]\n");
	put(f, "data/secret/test_group.yaml", "output_validator_args: [a, 'b c']\n");
	put(f, "data/secret/g/test_group.yaml", "output_validator_args: [g]\nargs: []\n");
	put(f, "data/secret/h/1.yaml", "output_validator_args: []\nhint: h\ndescription: d\n");
	put(f, "data/secret/g/deep/1.yaml", "full_feedback: true\n");
	load(f, &l);
	assert_string_equal(args_of(&l, "sample/1"), "case_sensitive");
	assert_string_equal(args_of(&l, "secret/h/1"), "");
	assert_string_equal(args_of(&l, "secret/g/1"), "g");
	assert_string_equal(args_of(&l, "secret/g/deep/1"), "g");
	unload(&l);
	put(f, "data/secret/h/1.yaml", "");
	put(f, "data/secret/g/deep/1.yaml", "output_validator_args: [own]\n");
	load(f, &l);
	assert_string_equal(args_of(&l, "secret/h/1"), "a,b c");
	assert_string_equal(args_of(&l, "secret/g/deep/1"), "own");
	unload(&l);
}

static void arguments_of_the_program_are_inherited_too(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", NEW);
	put_grouped_cases(f);
	put(f, "data/secret/test_group.yaml", "args: [-n, 'b c']\n");
	put(f, "data/secret/g/test_group.yaml", "args: []\n");
	put(f, "data/secret/g/1.yaml", "args: [own]\n");
	load(f, &l);
	for (size_t i = 0; i < l.problem.test_count; i++) {
		const struct test_case *test = &l.problem.tests[i];
		bool is_h = !strcmp(test->name, "secret/h/1");

		assert_string_equal(joined(test->program_args),
				    is_h ? "-n,b c" : !strcmp(test->name, "secret/g/1") ? "own" : "");
	}
	unload(&l);
}

static bool is_shown(const struct loaded *l, const char *name)
{
	for (size_t i = 0; i < l->problem.test_count; i++)
		if (!strcmp(l->problem.tests[i].name, name))
			return l->problem.tests[i].full_feedback;
	fail();
	return false;
}

static void full_feedback_is_for_samples_and_on_request(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", NEW);
	put_grouped_cases(f);
	load(f, &l);
	assert_true(is_shown(&l, "sample/1"));
	assert_false(is_shown(&l, "secret/g/1"));
	unload(&l);
	put(f, "data/sample/test_group.yaml", "full_feedback: false\n");
	put(f, "data/secret/g/test_group.yaml", "full_feedback: true\n");
	put(f, "data/secret/g/1.yaml", "full_feedback: false\n");
	load(f, &l);
	assert_false(is_shown(&l, "sample/1"));
	assert_false(is_shown(&l, "secret/g/1"));
	assert_true(is_shown(&l, "secret/g/deep/1"));
	assert_false(is_shown(&l, "secret/h/1"));
	unload(&l);
	put(f, "problem.yaml", "");
	remove_all(f, "data/sample/test_group.yaml");
	remove_all(f, "data/secret/g/test_group.yaml");
	load(f, &l);
	assert_false(is_shown(&l, "sample/1"));
	unload(&l);
}

static void arguments_may_be_stated_by_the_validators_name(void **state)
{
	static const char *const ways[] = {
		"output_validator_flags: {name: check, flags: a b}\n",
		"output_validator_args: {check: [a, b]}\n",
		"output_validator_args: {check.py: a b}\n",
	};
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "problem.yaml", "validation: custom\n");
	put(f, "output_validators/check.py", "");
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		put(f, "data/testdata.yaml", ways[i]);
		load(f, &l);
		assert_string_equal(args_of(&l, "secret/1"), "a,b");
		unload(&l);
	}
	put(f, "data/testdata.yaml", "output_validator_args: {chek: [a, b]}\n");
	assert_error(f, "/data/testdata.yaml:1:25: output_validator_args: there is no output "
		     "validator \"chek\"");
	put(f, "output_validators/other.py", "");
	assert_error(f, "/data/testdata.yaml:1:24: output_validator_args: arguments for one of "
		     "several validators are not supported; write those of all");
	remove_all(f, "output_validators");
	put(f, "problem.yaml", "");
	put(f, "data/testdata.yaml", "output_validator_args: {default: [case_sensitive]}\n");
	load(f, &l);
	assert_string_equal(args_of(&l, "secret/1"), "case_sensitive");
	unload(&l);
}

static void drafts_of_2025_09_may_have_testdata_yaml(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", "problem_format_version: 2023-07-draft\nname: a\n");
	put_cases(f);
	put(f, "data/secret/testdata.yaml", "output_validator_flags: old\n");
	put(f, "data/secret/g/testdata.yaml", "output_validator_args: [new]\n");
	load(f, &l);
	assert_string_equal(args_of(&l, "secret/1"), "old");
	assert_string_equal(args_of(&l, "secret/g/1"), "new");
	unload(&l);
}

static void the_formats_own_file_is_the_stronger_one(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_grouped_cases(f);
	put(f, "data/secret/testdata.yaml", "output_validator_flags: old\n");
	put(f, "data/secret/test_group.yaml", "output_validator_args: [new]\n");
	load(f, &l);
	assert_string_equal(args_of(&l, "secret/h/1"), "old");
	unload(&l);
	put(f, "problem.yaml", NEW);
	load(f, &l);
	assert_string_equal(args_of(&l, "secret/h/1"), "new");
	unload(&l);
}

static void files_beside_cases_have_errors_with_a_place(void **state)
{
	static const struct {
		const char *path, *text, *expected;
	} wrong[] = {
		{ "data/testdata.yaml", "\noutput_validator_falgs: a\n", ":2:1: unknown key "
		  "\"output_validator_falgs\"; did you mean \"output_validator_flags\"?" },
		{ "data/testdata.yaml", "output_validator_flags: {name: a, flags: b}\n",
		  ":1:32: output_validator_flags: there is no output validator \"a\"" },
		{ "data/testdata.yaml", "on_reject: brake\n",
		  ":1:12: on_reject: unknown value \"brake\"; one of: break, continue" },
		{ "data/secret/test_group.yaml", "args: {x: y}\n",
		  ":1:7: args: expected a list, not a mapping" },
		{ "data/secret/test_group.yaml", "static_validation_score: pass-fail\n",
		  ":1:26: static_validation_score: there is no static_validator/" },
		{ "data/secret/test_group.yaml", "output_validator_arg: [x]\n",
		  ":1:1: unknown key \"output_validator_arg\"; did you mean "
		  "\"output_validator_args\"?" },
		{ "data/secret/test_group.yaml", "output_validator_args: {a: b}\n",
		  ":1:25: output_validator_args: there is no output validator \"a\"" },
		{ "data/secret/empty/test_group.yaml", "", ": there is no group of test cases "
		  "here" },
		{ "data/secret/g/deep/test_group.yaml", "", ": must be in sample/, in secret/, or "
		  "in a directory directly below them" },
		{ "data/test_group.yaml", "", ": must be in sample/, in secret/, or in a directory "
		  "directly below them" },
		{ "data/secret/h/1.yaml", "hnit: a\n",
		  ":1:1: unknown key \"hnit\"; did you mean \"hint\"?" },
		{ "data/secret/h/1.yaml", "hint: [a]\n", ":1:7: hint: expected text, not a list" },
		{ "data/secret/h/1.yaml", "full_feedback: yes\n",
		  ":1:16: full_feedback: \"yes\" is neither true nor false" },
		{ "data/secret/2.yaml", "hint: a\n",
		  ": belongs to no test case; groups have test_group.yaml" },
	};
	struct fixture *f = *state;
	char expected[512];

	put(f, "problem.yaml", NEW);
	put_grouped_cases(f);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		put(f, wrong[i].path, wrong[i].text);
		snprintf(expected, sizeof expected, "/%s%s", wrong[i].path, wrong[i].expected);
		assert_error(f, expected);
		assert_int_equal(unlink(in(f, wrong[i].path)), 0);
	}
}

static void too_many_arguments_are_refused(void **state)
{
	struct fixture *f = *state;
	char text[4096];

	put_test(f);
	snprintf(text, sizeof text, "validator_flags: %03000d\n", 1);
	put(f, "problem.yaml", text);
	snprintf(text, sizeof text, "output_validator_flags: %03000d\n", 2);
	put(f, "data/testdata.yaml", text);
	assert_error(f, "/data/secret/1.in: its validator's arguments take more than 4096 bytes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(legacy_flags_are_inherited_and_appended),
		TEST(arguments_of_2025_09_come_from_the_nearest_file),
		TEST(arguments_of_the_program_are_inherited_too),
		TEST(full_feedback_is_for_samples_and_on_request),
		TEST(arguments_may_be_stated_by_the_validators_name),
		TEST(drafts_of_2025_09_may_have_testdata_yaml),
		TEST(the_formats_own_file_is_the_stronger_one),
		TEST(files_beside_cases_have_errors_with_a_place),
		TEST(too_many_arguments_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

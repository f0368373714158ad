#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

static const char *group_of(const struct loaded *l, size_t test)
{
	return problem_group_name(&l->problem, &l->problem.tests[test]);
}

/* ---- Formats ------------------------------------------------------------------------------ */

static void a_legacy_package_loads(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", "name: Hello World!\n");
	put(f, "data/sample/1.in", "");
	put(f, "data/sample/1.ans", "");
	put_test(f);
	load(f, &l);
	assert_int_equal(l.problem.format, FORMAT_LEGACY);
	assert_string_equal(l.problem.name, "pack");
	assert_string_equal(l.problem.title, "Hello World!");
	assert_int_equal(l.problem.test_count, 2);
	assert_string_equal(l.problem.tests[0].name, "sample/1");
	assert_string_equal(group_of(&l, 0), "sample");
	assert_true(l.problem.tests[0].sample);
	assert_string_equal(l.tree.files[l.problem.tests[0].input].path, "data/sample/1.in");
	assert_string_equal(l.tree.files[l.problem.tests[0].answer].path, "data/sample/1.ans");
	assert_false(l.problem.tests[1].sample);
	assert_string_equal(joined(l.problem.tests[1].validator_args), "");
	assert_int_equal(l.problem.validator_count, 0);
	assert_int_equal(l.problem.jury_count, 0);
	unload(&l);
}

static void a_plain_directory_loads(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "2.in", "");
	put(f, "2.out", "");
	put(f, "1.in", "");
	put(f, "1.ans", "");
	put(f, "1.out", "");
	put(f, "b/1.in", "");
	put(f, "b/1.out", "");
	put(f, "README", "");
	load(f, &l);
	assert_int_equal(l.problem.format, FORMAT_PLAIN);
	assert_int_equal(l.problem.test_count, 3);
	assert_string_equal(l.problem.tests[0].name, "1");
	assert_string_equal(group_of(&l, 0), "");
	assert_string_equal(l.tree.files[l.problem.tests[0].answer].path, "1.ans");
	assert_string_equal(l.tree.files[l.problem.tests[1].answer].path, "2.out");
	assert_string_equal(l.problem.tests[2].name, "b/1");
	assert_string_equal(group_of(&l, 2), "b");
	assert_false(l.problem.tests[0].sample);
	unload(&l);
}

static void data_without_problem_yaml_is_legacy(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	load(f, &l);
	assert_int_equal(l.problem.format, FORMAT_LEGACY);
	unload(&l);
}

static void versions_have_their_formats(void **state)
{
	static const struct {
		const char *text;
		enum problem_format format;
	} versions[] = {
		{ "", FORMAT_LEGACY },
		{ "problem_format_version: legacy\n", FORMAT_LEGACY },
		{ "problem_format_version: legacy-icpc\n", FORMAT_LEGACY },
		{ "problem_format_version: 2023-07\nname: a\n", FORMAT_2025_09 },
		{ "problem_format_version: 2023-07-draft\nauthor: b\n", FORMAT_2025_09 },
		{ NEW, FORMAT_2025_09 },
	};
	struct fixture *f = *state;

	put_test(f);
	for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
		struct loaded l;

		put(f, "problem.yaml", versions[i].text);
		load(f, &l);
		assert_int_equal(l.problem.format, versions[i].format);
		unload(&l);
	}
	put(f, "problem.yaml", "name: a\nproblem_format_version: 2025-9\n");
	assert_error(f, "/problem.yaml:2:25: problem_format_version: unknown value \"2025-9\"; "
		     "did you mean \"2025-09\"?");
}

static void folders_that_are_not_honoured_are_refused(void **state)
{
	struct fixture *f = *state;

	put(f, "problem.yaml", "");
	put_test(f);
	put(f, "static_validator/a.py", "");
	assert_error(f, "/static_validator/: is not supported yet");
	put(f, "include/cpp/a.h", "");
	assert_error(f, "/include/: is not supported yet");
}

/* ---- Test cases --------------------------------------------------------------------------- */

static void cases_are_in_the_order_of_their_names_per_directory(void **state)
{
	static const char *const names[] = {
		"sample/9", "secret/0", "secret/1", "secret/1/x", "secret/1-a", "secret/1.b",
		"secret/10", "secret/2/a/z", "secret/2/b", "secret/A", "secret/a",
	};
	struct fixture *f = *state;
	struct loaded l;
	char path[64];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "data/%s.in", names[i]);
		put(f, path, "");
		snprintf(path, sizeof path, "data/%s.ans", names[i]);
		put(f, path, "");
	}
	load(f, &l);
	assert_int_equal(l.problem.test_count, sizeof names / sizeof names[0]);
	for (size_t i = 0; i < l.problem.test_count; i++)
		assert_string_equal(l.problem.tests[i].name, names[i]);
	assert_string_equal(group_of(&l, 7), "secret/2/a");
	unload(&l);
	put(f, "problem.yaml", NEW);
	load(f, &l);
	assert_string_equal(group_of(&l, 7), "secret/2");
	assert_string_equal(group_of(&l, 6), "secret");
	unload(&l);
}

static void other_files_beside_cases_are_no_cases(void **state)
{
	static const char *const others[] = {
		"data/sample/1.in.download", "data/sample/1.ans.statement", "data/sample/2.out",
		"data/sample/3.interaction", "data/secret/1.hint", "data/secret/1.desc",
		"data/secret/1.png", "data/invalid_input/1.in", "data/invalid_output/1.ans",
		"data/secret/generate.yaml", "data/secret/README",
	};
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		put(f, others[i], "");
	load(f, &l);
	assert_int_equal(l.problem.test_count, 1);
	unload(&l);
}

static void halves_of_cases_are_named(void **state)
{
	struct fixture *f = *state;

	put_test(f);
	put(f, "data/secret/g/2.in", "");
	assert_error(f, "/data/secret/g/2.in: test case without its answer, secret/g/2.ans");
	assert_int_equal(unlink(in(f, "data/secret/g/2.in")), 0);
	put(f, "data/sample/2.ans", "");
	assert_error(f, "/data/sample/2.ans: answer without its test case, sample/2.in");
}

static void halves_of_plain_cases_are_named(void **state)
{
	struct fixture *f = *state;

	put(f, "1.in", "");
	assert_error(f, "/1.in: test case without its answer, 1.ans");
	assert_int_equal(unlink(in(f, "1.in")), 0);
	put(f, "1.out", "");
	assert_error(f, "/1.out: answer without its test case, 1.in");
}

static void packages_without_cases_are_refused(void **state)
{
	struct fixture *f = *state;

	assert_error(f, ": no test cases: no .in file");
	put(f, "problem.yaml", "name: a\n");
	put(f, "1.in", "");
	assert_error(f, ": no test cases: no .in file in data/sample or data/secret");
}

static void input_files_of_a_case_are_refused(void **state)
{
	struct fixture *f = *state;

	put_test(f);
	put(f, "data/secret/1.files/map.txt", "");
	assert_error(f, "/data/secret/1.in: secret/1.files/ is not supported yet");
}

/* ---- Arguments of the validator ----------------------------------------------------------- */

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
	put_cases(f);
	put(f, "data/sample/test_group.yaml", "output_validator_args: [case_sensitive]\n");
	put(f, "data/secret/test_group.yaml", "output_validator_args: [a, 'b c']\nmax_score: 1\n"
	    "score_aggregation: min\nrequire_pass: sample\nfull_feedback: true\n");
	put(f, "data/secret/g/test_group.yaml", "output_validator_args: [g]\nargs: []\n");
	put(f, "data/secret/1.yaml", "output_validator_args: []\nhint: h\ndescription: d\n");
	put(f, "data/secret/g/deep/1.yaml", "full_feedback: true\n");
	load(f, &l);
	assert_string_equal(args_of(&l, "sample/1"), "case_sensitive");
	assert_string_equal(args_of(&l, "secret/1"), "");
	assert_string_equal(args_of(&l, "secret/g/1"), "g");
	assert_string_equal(args_of(&l, "secret/g/deep/1"), "g");
	unload(&l);
	put(f, "data/secret/1.yaml", "");
	put(f, "data/secret/g/deep/1.yaml", "output_validator_args: [own]\n");
	load(f, &l);
	assert_string_equal(args_of(&l, "secret/1"), "a,b c");
	assert_string_equal(args_of(&l, "secret/g/deep/1"), "own");
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

static void files_beside_cases_have_errors_with_a_place(void **state)
{
	static const struct {
		const char *path, *text, *expected;
	} wrong[] = {
		{ "data/testdata.yaml", "\noutput_validator_falgs: a\n", ":2:1: unknown key "
		  "\"output_validator_falgs\"; did you mean \"output_validator_flags\"?" },
		{ "data/testdata.yaml", "output_validator_flags: {name: a, flags: b}\n",
		  ":1:25: output_validator_flags: arguments for each validator by its name are not "
		  "supported yet" },
		{ "data/testdata.yaml", "grading: custom\n",
		  ":1:10: grading: \"custom\" is not supported yet" },
		{ "data/testdata.yaml", "grader_flags: first_error always_accept\n",
		  ":1:15: grader_flags: \"always_accept\" is not supported yet" },
		{ "data/testdata.yaml", "on_reject: brake\n",
		  ":1:12: on_reject: unknown value \"brake\"; one of: break, continue" },
		{ "data/secret/test_group.yaml", "args: [x]\n",
		  ":1:7: args: is not supported yet" },
		{ "data/secret/test_group.yaml", "static_validation_score: pass-fail\n",
		  ":1:26: static_validation_score: is not supported yet" },
		{ "data/secret/test_group.yaml", "output_validator_arg: [x]\n",
		  ":1:1: unknown key \"output_validator_arg\"; did you mean "
		  "\"output_validator_args\"?" },
		{ "data/secret/test_group.yaml", "output_validator_args: {a: b}\n",
		  ":1:24: output_validator_args: arguments for each validator by its name are not "
		  "supported yet" },
		{ "data/secret/g/deep/test_group.yaml", "", ": must be in sample/, in secret/, or "
		  "in a directory directly below them" },
		{ "data/test_group.yaml", "", ": must be in sample/, in secret/, or in a directory "
		  "directly below them" },
		{ "data/secret/1.yaml", "hnit: a\n",
		  ":1:1: unknown key \"hnit\"; did you mean \"hint\"?" },
		{ "data/secret/1.yaml", "args: [1]\n", ":1:7: args: is not supported yet" },
		{ "data/secret/2.yaml", "hint: a\n",
		  ": belongs to no test case; groups have test_group.yaml" },
	};
	struct fixture *f = *state;
	char expected[512];

	put(f, "problem.yaml", NEW);
	put_cases(f);
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
		TEST(a_legacy_package_loads),
		TEST(a_plain_directory_loads),
		TEST(data_without_problem_yaml_is_legacy),
		TEST(versions_have_their_formats),
		TEST(folders_that_are_not_honoured_are_refused),
		TEST(cases_are_in_the_order_of_their_names_per_directory),
		TEST(other_files_beside_cases_are_no_cases),
		TEST(halves_of_cases_are_named),
		TEST(halves_of_plain_cases_are_named),
		TEST(packages_without_cases_are_refused),
		TEST(input_files_of_a_case_are_refused),
		TEST(legacy_flags_are_inherited_and_appended),
		TEST(arguments_of_2025_09_come_from_the_nearest_file),
		TEST(drafts_of_2025_09_may_have_testdata_yaml),
		TEST(files_beside_cases_have_errors_with_a_place),
		TEST(too_many_arguments_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

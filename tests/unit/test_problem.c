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

static void a_directory_around_a_package_is_not_plain(void **state)
{
	struct fixture *f = *state;

	put(f, "1.in", "");
	put(f, "1.ans", "");
	put(f, "b/problem.yaml", "");
	assert_error(f, ": no package, but there is one in it: b; give that folder, alone");
	remove_all(f, "b");
	put(f, "c/b/data/secret/1.in", "");
	assert_error(f, ": no package, but there is one in it: c/b; give that folder, alone");
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
	put(f, "problem.yaml", "problem_format_version: 2023-07\nname: a\n");
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

static void files_of_a_case_are_for_its_program(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "problem.yaml", NEW);
	put_test(f);
	put(f, "data/secret/1.files/map.txt", "");
	put(f, "data/secret/1.files/sub/2.in", "");
	put(f, "data/secret/1.files/sub/test_group.yaml", "x");
	put(f, "data/secret/2.in", "");
	put(f, "data/secret/2.ans", "");
	load(f, &l);
	assert_int_equal(l.problem.test_count, 2);
	assert_int_equal(l.problem.tests[0].file_count, 3);
	assert_string_equal(l.problem.tests[0].files_base, "data/secret/1.files/");
	assert_string_equal(l.tree.files[l.problem.tests[0].files[1]].path,
			    "data/secret/1.files/sub/2.in");
	assert_int_equal(l.problem.tests[1].file_count, 0);
	assert_null(l.problem.tests[1].files_base);
	unload(&l);
}

static void files_without_a_case_are_named(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "data/secret/2.files/map.txt", "");
	load(f, &l);
	unload(&l);
	put(f, "problem.yaml", NEW);
	assert_error(f, "/data/secret/2.files/map.txt: files without its test case, secret/2.in");
}

static void names_that_2025_09_forbids_are_named(void **state)
{
	struct fixture *f = *state;

	put(f, "problem.yaml", NEW);
	put_test(f);
	put(f, "data/secret/test_group.in", "");
	put(f, "data/secret/test_group.ans", "");
	assert_error(f, "/data/secret/test_group.in: a test case must not be called test_group, "
		     "which names the file of its group");
	remove_all(f, "data/secret/test_group.in");
	remove_all(f, "data/secret/test_group.ans");
	put(f, "data/secret/1/README", "");
	assert_error(f, "/data/secret/1.in: has the same name as the directory data/secret/1/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_legacy_package_loads),
		TEST(a_plain_directory_loads),
		TEST(a_directory_around_a_package_is_not_plain),
		TEST(data_without_problem_yaml_is_legacy),
		TEST(versions_have_their_formats),
		TEST(cases_are_in_the_order_of_their_names_per_directory),
		TEST(other_files_beside_cases_are_no_cases),
		TEST(halves_of_cases_are_named),
		TEST(halves_of_plain_cases_are_named),
		TEST(packages_without_cases_are_refused),
		TEST(files_of_a_case_are_for_its_program),
		TEST(files_without_a_case_are_named),
		TEST(names_that_2025_09_forbids_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

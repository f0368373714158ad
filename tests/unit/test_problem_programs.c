#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

static void a_validator_is_a_file_or_a_directory(void **state)
{
	static const struct {
		const char *files[4], *name, *base;
		enum program_language language;
	} programs[] = {
		{ { "v/a.py" }, "v", "v/", PROGRAM_PYTHON },
		{ { "v/__main__.py", "v/__init__.py", "v/x.c" }, "v", "v/", PROGRAM_PYTHON },
		{ { "v.py" }, "v.py", "", PROGRAM_PYTHON },
		{ { "v.c" }, "v.c", "", PROGRAM_C },
		{ { "v.cc" }, "v.cc", "", PROGRAM_CPP },
		{ { "v.cxx" }, "v.cxx", "", PROGRAM_CPP },
		{ { "v.C" }, "v.C", "", PROGRAM_CPP },
		{ { "v/a.cpp", "v/b.cpp", "v/testlib.h" }, "v", "v/", PROGRAM_CPP },
		{ { "v/sub/a.c", "v/b.c" }, "v", "v/", PROGRAM_C },
		{ { "v/build", "v/a.cpp", "v/b.java" }, "v", "v/", PROGRAM_SCRIPT },
		{ { "v/run" }, "v", "v/", PROGRAM_SCRIPT },
		{ { "v.java" }, "v.java", "", PROGRAM_PROFILE },
		{ { "v/A.java", "v/B.java", "v/notes.txt" }, "v", "v/", PROGRAM_PROFILE },
	};
	struct fixture *f = *state;
	char path[128];

	put_test(f);
	put(f, "problem.yaml", "validation: custom\n");
	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
		size_t count = 0;
		struct loaded l;

		for (; count < 4 && programs[i].files[count]; count++) {
			snprintf(path, sizeof path, "output_validators/%s",
				 programs[i].files[count]);
			put(f, path, "");
		}
		load(f, &l);
		assert_int_equal(l.problem.validator_count, 1);
		snprintf(path, sizeof path, "output_validators/%s", programs[i].name);
		assert_string_equal(l.problem.validators[0].name, path);
		snprintf(path, sizeof path, "output_validators/%s", programs[i].base);
		assert_string_equal(l.problem.validators[0].base, path);
		assert_int_equal(l.problem.validators[0].language, programs[i].language);
		assert_int_equal(l.problem.validators[0].file_count, count);
		assert_memory_equal(l.tree.files[l.problem.validators[0].files[0]].path, path,
				    strlen(path));
		unload(&l);
		remove_all(f, "output_validators");
	}
}

static void other_files_are_no_validators(void **state)
{
	static const struct {
		const char *files[2], *expected;
	} wrong[] = {
		{ { "v.h" }, "v.h: not a program: must be a source file, such as .py, .c or .cpp; "
		  "several files of one program go into a directory" },
		{ { "run" }, "run: not a program: must be a source file, such as .py, .c or .cpp; "
		  "several files of one program go into a directory" },
		{ { "v/a.txt" }, "v: not a program: needs build or run, __main__.py, or sources in "
		  "one language" },
		{ { "v/a.c", "v/b.cpp" }, "v: not a program: needs build or run, __main__.py, or "
		  "sources in one language" },
		{ { "v/a.py", "v/b.py" }, "v: not a program: needs build or run, __main__.py, or "
		  "sources in one language" },
		{ { "v/sub/run" }, "v: not a program: needs build or run, __main__.py, or sources "
		  "in one language" },
	};
	struct fixture *f = *state;
	char text[512];

	put_test(f);
	put(f, "problem.yaml", "validation: custom\n");
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		for (size_t n = 0; n < 2 && wrong[i].files[n]; n++) {
			snprintf(text, sizeof text, "output_validators/%s", wrong[i].files[n]);
			put(f, text, "");
		}
		snprintf(text, sizeof text, "/output_validators/%s", wrong[i].expected);
		assert_error(f, text);
		remove_all(f, "output_validators");
	}
}

static void legacy_may_have_several_and_uses_them_only_if_custom(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "output_validators/b.py", "");
	put(f, "output_validators/a/run", "");
	put(f, "problem.yaml", "validation: default\n");
	load(f, &l);
	assert_int_equal(l.problem.validator_count, 0);
	unload(&l);
	put(f, "problem.yaml", "validation: custom\n");
	load(f, &l);
	assert_int_equal(l.problem.validator_count, 2);
	assert_string_equal(l.problem.validators[0].name, "output_validators/a");
	assert_string_equal(l.problem.validators[1].name, "output_validators/b.py");
	unload(&l);
}

static void custom_validation_needs_a_validator(void **state)
{
	struct fixture *f = *state;

	put_test(f);
	put(f, "problem.yaml", "name: a\nvalidation: custom\n");
	assert_error(f, "/problem.yaml:2:13: validation: custom, but output_validators/ is not "
		     "there");
}

static void the_validator_of_2025_09_counts_by_being_there(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "problem.yaml", NEW);
	put(f, "output_validator/check/a.cpp", "");
	put(f, "output_validator/check/b.cpp", "");
	load(f, &l);
	assert_int_equal(l.problem.validator_count, 1);
	assert_string_equal(l.problem.validators[0].name, "output_validator/check");
	assert_string_equal(l.problem.validators[0].base, "output_validator/check/");
	unload(&l);
}

static void the_directory_of_2025_09_may_be_the_program_itself(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "problem.yaml", NEW);
	put(f, "output_validator/a.cpp", "");
	load(f, &l);
	assert_string_equal(l.problem.validators[0].name, "output_validator/a.cpp");
	unload(&l);
	put(f, "output_validator/testlib.h", "");
	put(f, "output_validator/lib/b.cpp", "");
	load(f, &l);
	assert_int_equal(l.problem.validator_count, 1);
	assert_string_equal(l.problem.validators[0].name, "output_validator");
	assert_string_equal(l.problem.validators[0].base, "output_validator/");
	assert_int_equal(l.problem.validators[0].file_count, 3);
	unload(&l);
}

static void two_validators_are_refused_in_2025_09(void **state)
{
	struct fixture *f = *state;

	put_test(f);
	put(f, "problem.yaml", NEW);
	put(f, "output_validator/a/run", "");
	put(f, "output_validator/b/run", "");
	assert_error(f, "/output_validator: 2 programs; exactly one is allowed");
}

static void the_folder_of_the_other_format_counts_if_it_is_the_only_one(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "problem.yaml", NEW);
	put(f, "output_validators/a.py", "");
	load(f, &l);
	assert_string_equal(l.problem.validators[0].name, "output_validators/a.py");
	unload(&l);
	put(f, "output_validator/b.py", "");
	load(f, &l);
	assert_string_equal(l.problem.validators[0].name, "output_validator/b.py");
	unload(&l);
	put(f, "problem.yaml", "validation: custom\n");
	load(f, &l);
	assert_string_equal(l.problem.validators[0].name, "output_validators/a.py");
	unload(&l);
	remove_all(f, "output_validators");
	load(f, &l);
	assert_string_equal(l.problem.validators[0].name, "output_validator/b.py");
	unload(&l);
}

/* ---- Graders ------------------------------------------------------------------------------ */

static void a_grader_is_a_program(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "graders/grade/run", "");
	put(f, "graders/grade/lib.py", "");
	load(f, &l);
	assert_int_equal(l.problem.grader_count, 1);
	assert_string_equal(l.problem.graders[0].name, "graders/grade");
	assert_string_equal(l.problem.graders[0].base, "graders/grade/");
	assert_int_equal(l.problem.graders[0].language, PROGRAM_SCRIPT);
	assert_int_equal(l.problem.graders[0].file_count, 2);
	unload(&l);
	put(f, "graders/b.py", "");
	assert_error(f, "/graders: 2 programs; at most one is allowed");
}

/* ---- include/ ----------------------------------------------------------------------------- */

static void include_has_a_directory_per_language(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "include/default/data.txt", "");
	put(f, "include/cpp/grader.cpp", "");
	put(f, "include/cpp/sub/lib.h", "");
	load(f, &l);
	assert_int_equal(l.problem.include_count, 2);
	assert_string_equal(l.problem.includes[0].language, "cpp");
	assert_string_equal(l.problem.includes[0].base, "include/cpp/");
	assert_int_equal(l.problem.includes[0].file_count, 2);
	assert_string_equal(l.tree.files[l.problem.includes[0].files[1]].path,
			    "include/cpp/sub/lib.h");
	assert_string_equal(l.problem.includes[1].language, "default");
	assert_int_equal(l.problem.includes[1].file_count, 1);
	unload(&l);
	put(f, "include/lib.h", "");
	assert_error(f, "/include/lib.h: must be in the directory of a language, such as "
		     "include/cpp/, or in include/default/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_validator_is_a_file_or_a_directory),
		TEST(other_files_are_no_validators),
		TEST(legacy_may_have_several_and_uses_them_only_if_custom),
		TEST(custom_validation_needs_a_validator),
		TEST(the_validator_of_2025_09_counts_by_being_there),
		TEST(the_directory_of_2025_09_may_be_the_program_itself),
		TEST(two_validators_are_refused_in_2025_09),
		TEST(the_folder_of_the_other_format_counts_if_it_is_the_only_one),
		TEST(a_grader_is_a_program),
		TEST(include_has_a_directory_per_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "model/submission.h"

#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void usual_names_are_fine(void **state)
{
	static const char *const names[] = {
		"main.cpp", "Main.java", "a", "A-b_c+d.e", "prob.c++", "src/pkg/Main.java",
		"a/b/c/d", "__main__.py", "+x", "_", "a..b", "a.", "0",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_null(submission_name_problem(names[i]));
}

static void names_that_could_do_harm_are_refused(void **state)
{
	static const struct {
		const char *name, *problem;
	} rows[] = {
		{ "", "is empty" },
		{ "/", "is absolute" },
		{ "/etc/passwd", "is absolute" },
		{ "a/", "has an empty part" },
		{ "a//b", "has an empty part" },
		{ "a/b//", "has an empty part" },
		{ ".", "has a part that begins with - or ." },
		{ "..", "has a part that begins with - or ." },
		{ "../a", "has a part that begins with - or ." },
		{ "a/../b", "has a part that begins with - or ." },
		{ "a/..", "has a part that begins with - or ." },
		{ "a/.git/config", "has a part that begins with - or ." },
		{ ".hidden", "has a part that begins with - or ." },
		{ "-o", "has a part that begins with - or ." },
		{ "--help", "has a part that begins with - or ." },
		{ "a/-o", "has a part that begins with - or ." },
		{ "a b", "has a character other than letters, digits and _.-+" },
		{ "a\nb", "has a character other than letters, digits and _.-+" },
		{ "a\\b", "has a character other than letters, digits and _.-+" },
		{ "$x", "has a character other than letters, digits and _.-+" },
		{ "{sources}", "has a character other than letters, digits and _.-+" },
		{ "@file", "has a character other than letters, digits and _.-+" },
		{ "a/b:c", "has a character other than letters, digits and _.-+" },
		{ "\xc3\xa9.c", "has a character other than letters, digits and _.-+" },
		{ "a\x7f", "has a character other than letters, digits and _.-+" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *problem = submission_name_problem(rows[i].name);

		assert_non_null(problem);
		assert_string_equal(problem, rows[i].problem);
	}
}

static void every_byte_but_the_allowed_ones_is_refused(void **state)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_.-+";

	(void)state;
	for (int c = 1; c < 256; c++) {
		char name[] = { 'a', (char)c, 'b', '\0' };
		bool fine = c == '/' || strchr(allowed, c);

		assert_int_equal(submission_name_problem(name) == NULL, fine);
	}
}

static void the_length_is_limited(void **state)
{
	char name[SUBMISSION_NAME + 2];

	(void)state;
	memset(name, 'a', sizeof name);
	name[SUBMISSION_NAME] = '\0';
	assert_null(submission_name_problem(name));
	name[SUBMISSION_NAME] = 'a';
	name[SUBMISSION_NAME + 1] = '\0';
	assert_string_equal(submission_name_problem(name), "is longer than 255 bytes");
}

static void bytes_are_those_of_all_files_and_freeing_empties(void **state)
{
	struct submission submission = { .file_count = 0 };

	(void)state;
	assert_int_equal(submission_bytes(&submission), 0);
	submission.files = calloc(3, sizeof *submission.files);
	assert_non_null(submission.files);
	for (size_t i = 0; i < 3; i++) {
		submission.files[i].name = strdup("a");
		submission.files[i].data = malloc(8);
		submission.files[i].size = 3 * i;
		submission.file_count++;
	}
	assert_int_equal(submission_bytes(&submission), 9);
	submission_free(&submission);
	assert_null(submission.files);
	assert_int_equal(submission.file_count, 0);
	submission_free(&submission);
}

static void assert_entries(const char *const *names, size_t count, size_t entries,
			   const char *clash)
{
	struct source_file files[8] = { 0 };
	struct submission submission = { .files = files, .file_count = count };
	const char *found;

	for (size_t i = 0; i < count; i++)
		files[i].name = (char *)(uintptr_t)names[i];
	assert_int_equal(submission_entries(&submission, &found), entries);
	if (clash)
		assert_string_equal(found, clash);
	else
		assert_null(found);
}

static void files_and_directories_are_counted_once(void **state)
{
	static const char *const flat[] = { "b.c", "a.c" };
	static const char *const deep[] = { "a/b/c/x", "a/b/d/x", "a/y", "a/b/c/y", "ab/x", "a.x" };
	static const char *const own[] = { "aa/x", "a/x", "aaa/x" };

	(void)state;
	assert_entries(flat, 0, 0, NULL);
	assert_entries(flat, 2, 2, NULL);
	assert_entries(deep, ARRAY_SIZE(deep), 6 + 5, NULL);
	assert_entries(own, ARRAY_SIZE(own), 3 + 3, NULL);
}

static void a_file_that_is_a_directory_too_is_found(void **state)
{
	static const char *const names[] = { "a/b", "a.c", "a", "a-b", "a+b" };
	static const char *const deep[] = { "x/a.b", "x/a/b/c", "x/a" };
	static const char *const other[] = { "ab/c", "a", "a.c/d" };

	(void)state;
	assert_entries(names, ARRAY_SIZE(names), 5 + 1, "a");
	assert_entries(deep, ARRAY_SIZE(deep), 3 + 3, "x/a");
	assert_entries(other, ARRAY_SIZE(other), 3 + 2, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usual_names_are_fine),
		cmocka_unit_test(names_that_could_do_harm_are_refused),
		cmocka_unit_test(every_byte_but_the_allowed_ones_is_refused),
		cmocka_unit_test(the_length_is_limited),
		cmocka_unit_test(bytes_are_those_of_all_files_and_freeing_empties),
		cmocka_unit_test(files_and_directories_are_counted_once),
		cmocka_unit_test(a_file_that_is_a_directory_too_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

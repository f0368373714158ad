#include "pipeline/answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct test_case tests[] = {
	{ .name = (char *)"sample/1" }, { .name = (char *)"secret/1" },
	{ .name = (char *)"secret/a/2" }, { .name = (char *)"secret/b/2" },
	{ .name = (char *)"secret/b/3" },
};
static const struct problem problem = { .tests = tests, .test_count = 5 };

static const char *find(const char *const *names, size_t count, size_t test)
{
	struct source_file files[4] = { 0 };
	struct submission submission = { .files = files, .file_count = count };
	const struct source_file *found;

	for (size_t i = 0; i < count; i++)
		files[i].name = (char *)names[i];
	found = answers_find(&problem, &submission, test);
	return found ? found->name : NULL;
}

static void the_whole_name_is_best(void **state)
{
	static const char *const names[] = { "3.out", "secret/b/3.out", "b/3.out" };

	(void)state;
	assert_string_equal(find(names, 3, 4), "secret/b/3.out");
}

static void the_end_of_a_name_will_do_if_it_is_clear(void **state)
{
	static const char *const names[] = { "3.out", "1.out", "2.out", "b/2.out" };

	(void)state;
	assert_string_equal(find(names, 4, 4), "3.out");
	assert_null(find(names, 4, 0));
	assert_null(find(names, 4, 1));
	assert_null(find(names, 4, 2));
	assert_string_equal(find(names, 4, 3), "b/2.out");
}

static void other_names_mean_nothing(void **state)
{
	static const char *const names[] = { "3", "3.txt", "x3.out", ".out" };

	(void)state;
	for (size_t test = 0; test < 5; test++)
		assert_null(find(names, 4, test));
}

static void one_case_and_one_file_need_no_name(void **state)
{
	static const struct problem single = { .tests = tests, .test_count = 1 };
	struct source_file files[2] = { { .name = (char *)"mine.out" }, { .name = (char *)"x.out" } };
	struct submission submission = { .files = files, .file_count = 1 };

	(void)state;
	assert_ptr_equal(answers_find(&single, &submission, 0), &files[0]);
	submission.file_count = 2;
	assert_null(answers_find(&single, &submission, 0));
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		cmocka_unit_test(the_whole_name_is_best),
		cmocka_unit_test(the_end_of_a_name_will_do_if_it_is_clear),
		cmocka_unit_test(other_names_mean_nothing),
		cmocka_unit_test(one_case_and_one_file_need_no_name),
	};

	return cmocka_run_group_tests(cases, NULL, NULL);
}

#include "worker/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "descriptors.h"

static void a_try_without_a_problem_is_its_input(void **state)
{
	size_t before = descriptors_open();
	struct error err = { 0 };
	struct tree tree;

	(void)state;
	assert_int_equal(trial_open(NULL, "a\0b", 3, &tree, &err), 0);
	assert_int_equal(tree.count, 2);
	assert_true(tree_find(&tree, "data/sample/1.ans") == 0);
	assert_true(tree_find(&tree, "data/sample/1.in") == 1);
	assert_holds(tree.files[0].fd, "");
	assert_int_equal(tree.files[1].size, 3);
	trial_close(&tree);
	assert_int_equal(descriptors_open(), before);
}

static void the_problem_s_tests_are_left_out_and_the_rest_stays(void **state)
{
	size_t before = descriptors_open();
	char paths[][24] = { "data", "data.txt", "data/sample/1.in", "data/secret/9.in",
			      "data/testdata.yaml", "include/c/grader.h", "problem.yaml" };
	struct tree_file files[7];
	struct tree base = { .name = "sum", .files = files, .count = 7 }, tree;
	struct error err = { 0 };

	(void)state;
	for (size_t i = 0; i < base.count; i++)
		files[i] = (struct tree_file){ paths[i], -1, i };
	assert_int_equal(trial_open(&base, "7\n", 2, &tree, &err), 0);
	assert_int_equal(tree.count, 6);
	for (size_t i = 1; i < tree.count; i++)
		assert_true(strcmp(tree.files[i - 1].path, tree.files[i].path) < 0);
	assert_holds(tree.files[tree_find(&tree, "data/sample/1.in")].fd, "7\n");
	assert_int_equal(tree_find(&tree, "data/secret/9.in"), -1);
	assert_int_equal(tree_find(&tree, "data/testdata.yaml"), -1);
	assert_int_equal(tree.files[tree_find(&tree, "problem.yaml")].size, 6);
	assert_string_equal(tree.name, "sum");
	trial_close(&tree);
	assert_int_equal(descriptors_open(), before);
	assert_int_equal(base.count, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_try_without_a_problem_is_its_input),
		cmocka_unit_test(the_problem_s_tests_are_left_out_and_the_rest_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

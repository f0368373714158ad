#include "worker/broken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct broken_job job_of(int package, int submission)
{
	return (struct broken_job){ { (unsigned char)package }, { (unsigned char)submission } };
}

static bool fails(struct broken_table *table, int package, int submission)
{
	const struct broken_job job = job_of(package, submission);
	struct error failure = { 0 };

	error_usage(&failure, "output validator check: crashed");
	return broken_note(table, &job, &failure);
}

static bool refuses(struct broken_table *table, int package)
{
	const struct broken_job job = job_of(package, 99);
	struct error err = { 0 };
	bool refused = broken_refuses(table, &job, &err);

	if (refused) {
		assert_int_equal(err.kind, ERROR_USAGE);
		assert_string_equal(err.message, "package broken: output validator check: crashed");
	}
	return refused;
}

static void succeeds(struct broken_table *table, int package)
{
	const struct broken_job job = job_of(package, 50);

	assert_false(broken_note(table, &job, NULL));
}

static void three_different_submissions_break_a_package(void **state)
{
	static struct broken_table table;

	(void)state;
	assert_false(refuses(&table, 1));
	assert_false(fails(&table, 1, 1));
	assert_false(fails(&table, 1, 2));
	assert_false(refuses(&table, 1));
	assert_true(fails(&table, 1, 3));
	assert_true(refuses(&table, 1));
	assert_false(refuses(&table, 2));
	assert_false(fails(&table, 1, 4));
}

static void the_same_submission_counts_once(void **state)
{
	static struct broken_table table;

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_false(fails(&table, 1, 1));
	assert_false(fails(&table, 1, 2));
	assert_false(refuses(&table, 1));
}

static void a_success_keeps_a_package_open(void **state)
{
	static struct broken_table table;

	(void)state;
	assert_false(fails(&table, 1, 1));
	assert_false(fails(&table, 1, 2));
	succeeds(&table, 1);
	assert_false(fails(&table, 1, 3));
	assert_false(refuses(&table, 1));
	assert_false(fails(&table, 1, 4));
	assert_true(fails(&table, 1, 5));
	assert_true(refuses(&table, 1));
}

static void a_broken_package_is_tried_at_times_and_heals(void **state)
{
	static struct broken_table table;

	(void)state;
	for (int k = 1; k <= BROKEN_AFTER; k++)
		fails(&table, 1, k);
	for (int round = 0; round < 3; round++) {
		for (int i = 1; i < BROKEN_PROBE; i++)
			assert_true(refuses(&table, 1));
		assert_false(refuses(&table, 1));
		assert_false(fails(&table, 1, 10 + round));
	}
	succeeds(&table, 1);
	for (int i = 0; i < 10; i++)
		assert_false(refuses(&table, 1));
	assert_false(fails(&table, 1, 1));
	assert_false(fails(&table, 1, 2));
	assert_true(fails(&table, 1, 3));
	assert_true(refuses(&table, 1));
}

static void the_hosts_faults_do_not_count(void **state)
{
	static struct broken_table table;
	const struct broken_job job = job_of(1, 1);
	struct error failure = { 0 };

	(void)state;
	error_set(&failure, ERROR_LOST, 0, "the slot died");
	for (int i = 0; i < 5; i++)
		assert_false(broken_note(&table, &job, &failure));
	error_set(&failure, ERROR_SYSTEM, 0, "host overloaded");
	assert_false(broken_note(&table, &job, &failure));
	assert_false(refuses(&table, 1));
}

static void the_package_unused_for_longest_is_forgotten(void **state)
{
	static struct broken_table table;

	(void)state;
	for (int k = 1; k <= BROKEN_AFTER; k++)
		fails(&table, 1, k);
	for (int i = 2; i <= BROKEN_PACKAGES; i++)
		fails(&table, i, 1);
	assert_true(refuses(&table, 1));
	fails(&table, 200, 1);
	assert_false(refuses(&table, 1));
}

static void a_submission_is_its_sources(void **state)
{
	struct source_file files[] = { { (char[]){ "a.c" }, (char[]){ "x" }, 1 } };
	struct submission submission = { .language = "c", .files = files, .file_count = 1 };
	const struct tree tree = { .hash = { 7 } };
	struct broken_job first, second;

	(void)state;
	broken_job_make(&first, &tree, &submission);
	broken_job_make(&second, &tree, &submission);
	assert_memory_equal(&first, &second, sizeof first);
	assert_int_equal(first.package[0], 7);
	files[0].data = (char[]){ "y" };
	broken_job_make(&second, &tree, &submission);
	assert_memory_not_equal(&first, &second, sizeof first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_different_submissions_break_a_package),
		cmocka_unit_test(the_same_submission_counts_once),
		cmocka_unit_test(a_success_keeps_a_package_open),
		cmocka_unit_test(a_broken_package_is_tried_at_times_and_heals),
		cmocka_unit_test(the_hosts_faults_do_not_count),
		cmocka_unit_test(the_package_unused_for_longest_is_forgotten),
		cmocka_unit_test(a_submission_is_its_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

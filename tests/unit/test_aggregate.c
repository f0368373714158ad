#include "pipeline/aggregate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct judgement begin(size_t tests)
{
	struct problem problem = { .test_count = tests };
	struct judgement judgement;

	memset(&judgement, 0xff, sizeof judgement);
	aggregate_begin(&problem, &judgement);
	return judgement;
}

static bool add(struct judgement *judgement, uint32_t index, enum verdict verdict,
		const char *reason)
{
	struct test_result test = { .index = index, .verdict = verdict };

	strncpy(test.reason, reason, sizeof test.reason - 1);
	return aggregate_add(&test, judgement);
}

static void end(struct judgement *judgement, enum verdict verdict, double score, int32_t test,
		const char *reason)
{
	const struct score_item root = { verdict, score, test };

	aggregate_end(&root, reason, judgement);
}

static void nothing_is_decided_at_first(void **state)
{
	struct judgement judgement = begin(5);

	(void)state;
	assert_int_equal(judgement.verdict, VERDICT_NONE);
	assert_int_equal(judgement.test_count, 5);
	assert_int_equal(judgement.tests_judged, 0);
	assert_int_equal(judgement.first_failed, -1);
	assert_string_equal(judgement.reason, "");
	assert_int_equal(judgement.kept_output_bytes, 0);
	assert_string_equal(judgement.receipt.class, "");
}

static void all_accepted_is_accepted(void **state)
{
	struct judgement judgement = begin(2);

	(void)state;
	assert_false(add(&judgement, 0, VERDICT_AC, ""));
	assert_false(add(&judgement, 1, VERDICT_AC, ""));
	end(&judgement, VERDICT_AC, 1, -1, "");
	assert_int_equal(judgement.verdict, VERDICT_AC);
	assert_true(judgement.score == 1);
	assert_int_equal(judgement.first_failed, -1);
	assert_int_equal(judgement.tests_judged, 2);
}

static void each_other_verdict_decides(void **state)
{
	(void)state;
	for (int verdict = VERDICT_WA; verdict < VERDICT_COUNT; verdict++) {
		struct judgement judgement = begin(3);

		add(&judgement, 0, VERDICT_AC, "");
		assert_true(add(&judgement, 1, (enum verdict)verdict, "because"));
		end(&judgement, (enum verdict)verdict, 0, 1, "because");
		assert_int_equal(judgement.verdict, verdict);
		assert_int_equal(judgement.first_failed, 1);
		assert_string_equal(judgement.reason, "because");
		assert_true(judgement.score == 0);
		assert_int_equal(judgement.tests_judged, 2);
		assert_int_equal(judgement.test_count, 3);
	}
}

static void only_the_first_to_fail_is_new(void **state)
{
	struct judgement judgement = begin(4);

	(void)state;
	assert_false(add(&judgement, 0, VERDICT_AC, ""));
	assert_true(add(&judgement, 1, VERDICT_TLE, "slow"));
	assert_false(add(&judgement, 2, VERDICT_WA, "wrong"));
	assert_false(add(&judgement, 3, VERDICT_AC, ""));
	end(&judgement, VERDICT_TLE, 0, 1, "slow");
	assert_int_equal(judgement.verdict, VERDICT_TLE);
	assert_string_equal(judgement.reason, "slow");
	assert_int_equal(judgement.first_failed, 1);
	assert_int_equal(judgement.tests_judged, 4);
	assert_true(judgement.score == 0);
}

static void who_decides_gives_the_reason(void **state)
{
	struct judgement judgement = begin(3);

	(void)state;
	add(&judgement, 0, VERDICT_WA, "wrong");
	add(&judgement, 1, VERDICT_RTE, "crashed");
	judgement.kept_output_bytes = 7;
	end(&judgement, VERDICT_RTE, 0, 1, "crashed");
	assert_int_equal(judgement.verdict, VERDICT_RTE);
	assert_string_equal(judgement.reason, "crashed");
	assert_int_equal(judgement.first_failed, 1);
	assert_int_equal(judgement.kept_output_bytes, 0);
}

static void a_part_of_the_points_is_accepted_and_tells_what_failed(void **state)
{
	struct judgement judgement = begin(3);

	(void)state;
	add(&judgement, 0, VERDICT_AC, "");
	add(&judgement, 1, VERDICT_WA, "wrong");
	judgement.kept_output_bytes = 7;
	end(&judgement, VERDICT_AC, 40, -1, "");
	assert_int_equal(judgement.verdict, VERDICT_AC);
	assert_true(judgement.score == 40);
	assert_int_equal(judgement.first_failed, 1);
	assert_string_equal(judgement.reason, "wrong");
	assert_int_equal(judgement.kept_output_bytes, 7);
}

static void counters_are_those_of_the_slowest_and_of_the_largest(void **state)
{
	static const struct test_result tests[] = {
		{ .verdict = VERDICT_AC, .cpu_ns = 5, .wall_ns = 60, .memory_bytes = 100 },
		{ .verdict = VERDICT_WA, .cpu_ns = 9, .wall_ns = 40, .memory_bytes = 300 },
		{ .verdict = VERDICT_AC, .cpu_ns = 7, .wall_ns = 50, .memory_bytes = 900 },
	};
	struct judgement judgement = begin(3);

	(void)state;
	for (size_t i = 0; i < 3; i++)
		aggregate_add(&tests[i], &judgement);
	assert_int_equal(judgement.cpu_ns, 9);
	assert_int_equal(judgement.wall_ns, 60);
	assert_int_equal(judgement.memory_bytes, 900);
}

static void what_does_not_compile_has_no_test(void **state)
{
	static const struct compile_result compile = {
		.verdict = VERDICT_CE, .reason = "expected ';'", .cpu_ns = 77, .wall_ns = 88,
	};
	struct judgement judgement = begin(3);

	(void)state;
	aggregate_compile_error(&compile, &judgement);
	assert_int_equal(judgement.verdict, VERDICT_CE);
	assert_string_equal(judgement.reason, "expected ';'");
	assert_int_equal(judgement.first_failed, -1);
	assert_int_equal(judgement.tests_judged, 0);
	assert_int_equal(judgement.cpu_ns, 0);
	assert_int_equal(judgement.wall_ns, 0);
	assert_true(judgement.score == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_decided_at_first),
		cmocka_unit_test(all_accepted_is_accepted),
		cmocka_unit_test(each_other_verdict_decides),
		cmocka_unit_test(only_the_first_to_fail_is_new),
		cmocka_unit_test(who_decides_gives_the_reason),
		cmocka_unit_test(a_part_of_the_points_is_accepted_and_tells_what_failed),
		cmocka_unit_test(counters_are_those_of_the_slowest_and_of_the_largest),
		cmocka_unit_test(what_does_not_compile_has_no_test),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

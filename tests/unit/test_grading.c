#include "pipeline/grading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void a_verdict_and_a_number_are_a_result(void **state)
{
	static const struct {
		const char *text;
		enum verdict verdict;
		double score;
	} rows[] = {
		{ "AC 42\n", VERDICT_AC, 42 },		{ "AC 0.5", VERDICT_AC, 0.5 },
		{ " \nWA\t-1\r\n\n", VERDICT_WA, -1 },	{ "TLE\n0\n", VERDICT_TLE, 0 },
		{ "RTE 1e2", VERDICT_RTE, 100 },	{ "AC 007", VERDICT_AC, 7 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct score_item item;

		assert_int_equal(grading_parse(rows[i].text, &item), 0);
		assert_int_equal(item.verdict, rows[i].verdict);
		assert_true(item.score == rows[i].score);
		assert_int_equal(item.test, -1);
	}
}

static void all_else_is_none(void **state)
{
	static const char *const texts[] = {
		"", "\n", "AC", "42", "AC nan", "AC inf", "AC 1e999", "AC 1 2", "AC 1x", "ac 1",
		"JE 0", "CE 0", "ACCEPTED 1", "ACCEPTEDXX 1", "AC 1\nWA 0", "-1 AC",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct score_item item;

		assert_int_equal(grading_parse(texts[i], &item), -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_verdict_and_a_number_are_a_result),
		cmocka_unit_test(all_else_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

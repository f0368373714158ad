/* Decimals: what is a number, and tolerances at their very edge. */
#include "checkers/decimal.h"
#include "util/cleanup.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void numbers_are_decimal(void **state)
{
	static const char *const good[] = {
		"0", "00", "1", "+1", "-1", "1.", ".1", "-.1", "1.5", "1e5", "1E5", "1e+5", "1e-5",
		"1.e5", ".1e5", "0.0", "1e99999999999999999999999", "-0",
	};
	static const char *const bad[] = {
		"", "+", "-", ".", "e5", ".e5", "1e", "1e+", "1e1.5", "1.1.1", "0x10", "inf", "nan",
		"1f", "1 ", " 1", "--1", "+-1", "1,5", "1e5e5", "1_000", "1e 5",
	};
	struct decimal number;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		if (!decimal_parse(good[i], strlen(good[i]), &number))
			fail_msg("%s is a number", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (decimal_parse(bad[i], strlen(bad[i]), &number))
			fail_msg("%s is no number", bad[i]);
	assert_false(decimal_parse("1\0", 2, &number));
}

static bool within(const char *got, const char *expected, const char *absolute,
		   const char *relative)
{
	struct tolerance bounds[2] = { 0 };
	struct decimal numbers[2];

	assert_true(decimal_parse(got, strlen(got), &numbers[0]));
	assert_true(decimal_parse(expected, strlen(expected), &numbers[1]));
	assert_true(!absolute || tolerance_parse(absolute, strlen(absolute), &bounds[0]));
	assert_true(!relative || tolerance_parse(relative, strlen(relative), &bounds[1]));
	return decimal_within(&numbers[0], &numbers[1], &bounds[0], &bounds[1]);
}

static void bounds_are_exact(void **state)
{
	static const struct {
		const char *got, *expected, *absolute, *relative;
		bool within;
	} rows[] = {
		{ "0.3", "0.1", "0.2", NULL, true },
		{ "0.3", "0.1", "0.1999999999999999999999999999999999", NULL, false },
		{ "1.000001", "1", "1e-6", NULL, true },
		{ "1.0000010000000000000000000000000000000000001", "1", "1e-6", NULL, false },
		{ "0.9999989999999999999999999999999999999999999", "1", "1e-6", NULL, false },
		{ "-1", "1", "2", NULL, true },
		{ "-1", "1", "1.99", NULL, false },
		{ "1e30", "1000000000000000000000000000001", "1", NULL, true },
		{ "1e30", "1000000000000000000000000000001", "0.9", NULL, false },
		{ "1e30", "1000000000000000000000000000001", NULL, "1e-30", true },
		{ "1e30", "1000000000000000000000000000001", NULL, "9e-31", false },
		{ "101", "100", NULL, "0.01", true },
		{ "99", "100", NULL, "0.01", true },
		{ "100", "101", NULL, "0.01", true },
		{ "101", "102.02020202020202020202", NULL, "0.01", true },
		{ "-101", "-100", NULL, "0.01", true },
		{ "101", "-100", NULL, "0.01", false },
		{ "0", "0.0", NULL, "0", true },
		{ "-0", "0", "0", NULL, true },
		{ "1", "1.000", "0", NULL, true },
		{ "1e1", "10", "0", NULL, true },
		{ "1e-1000000000000", "0", "1e-999999999999", NULL, true },
		{ "1e-999999999998", "0", "1e-999999999999", NULL, false },
		{ "1e1000000000000", "1", "1", "0.5", false },
		{ "1e1000000000000", "1e1000000000000", "0", NULL, true },
		{ "1.1e1000000000000", "1e1000000000000", NULL, "0.1", true },
		{ "1.2e1000000000000", "1e1000000000000", NULL, "0.1", false },
		{ "1", "2", "1e1000000000000", NULL, true },
		{ "1e1000000000000001", "1e2000000000000000", "0", NULL, true },
		{ "36893488147419103232.0", "0", "1", NULL, false },
		{ "1e99999999999999999999", "-1e99999999999999999999", "1", "1", false },
		{ "123456789012345678901234567890.5", "123456789012345678901234567890.25", "0.25",
		  NULL, true },
		{ "123456789012345678901234567890.5", "123456789012345678901234567890.25", "0.2499",
		  NULL, false },
		{ "5", "6", "999999999999999999999999999999999999", NULL, true },
		{ "5", "6", NULL, "0.166666666666666666666666666666666667", true },
		{ "5", "6", NULL, "0.166666666666666666666666666666666666", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (within(rows[i].got, rows[i].expected, rows[i].absolute, rows[i].relative) !=
		    rows[i].within)
			fail_msg("%s against %s", rows[i].got, rows[i].expected);
}

static uint64_t next_random(uint64_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return *random;
}

/* A tolerance of 10^-30 more or less than an edge of 10^-6 is out of reach of the quick way. */
static void the_quick_way_never_decides_otherwise(void **state)
{
	uint64_t random = 88172645463325252u;

	(void)state;
	for (unsigned i = 0; i < 200000; i++) {
		unsigned whole = (unsigned)(next_random(&random) % 1000000);
		unsigned micro = (unsigned)(next_random(&random) % 999000);
		unsigned steps = (unsigned)(next_random(&random) % 3);
		char got[64], expected[64], tiny[96];

		snprintf(expected, sizeof expected, "%u.%06u", whole, micro);
		snprintf(got, sizeof got, "%u.%06u", whole, micro + steps);
		snprintf(tiny, sizeof tiny, "%s000000000000000000000001", got);
		assert_int_equal(within(got, expected, "1e-6", NULL), steps <= 1);
		assert_int_equal(within(tiny, expected, "1e-6", NULL), steps < 1);
		assert_int_equal(within(got, expected, "0.000001000000000000000000000000000001",
					NULL), steps <= 1);
		assert_int_equal(within(got, expected, "0.000000999999999999999999999999999999",
					NULL), steps < 1);
	}
}

/* The same in whole numbers: thousandths, and millionths for the bound, fit in 64 bits. */
static void relative_bounds_agree_with_whole_numbers(void **state)
{
	uint64_t random = 521288629521288629u;
	unsigned accepted = 0;

	(void)state;
	for (unsigned i = 0; i < 200000; i++) {
		int64_t expected = (int64_t)(next_random(&random) % 1000000) * 1000;
		int64_t bound = (int64_t)(next_random(&random) % 1000);
		int64_t edge = expected / 1000 * bound / 1000;
		int64_t got = expected + edge + (int64_t)(next_random(&random) % 3) - 1;
		bool right = (got - expected) * 1000000 <= bound * expected &&
			     (expected - got) * 1000000 <= bound * expected;
		char texts[3][64];

		snprintf(texts[0], sizeof texts[0], "%" PRId64 "e-3", got);
		snprintf(texts[1], sizeof texts[1], "%" PRId64 ".%03d", expected / 1000, 0);
		snprintf(texts[2], sizeof texts[2], "%" PRId64 "e-6", bound);
		assert_int_equal(within(texts[0], texts[1], NULL, texts[2]), right);
		accepted += right;
	}
	assert_in_range(accepted, 50000, 150000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_decimal),
		cmocka_unit_test(bounds_are_exact),
		cmocka_unit_test(the_quick_way_never_decides_otherwise),
		cmocka_unit_test(relative_bounds_agree_with_whole_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

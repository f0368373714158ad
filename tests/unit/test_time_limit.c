#include "report/time_limit.h"
#include "util/clock.h"
#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define MS NS_PER_MS
#define S NS_PER_S

struct row {
	const char *what;
	enum problem_format format;
	double ac, tle;		/* multipliers; 0: not stated */
	int64_t resolution, slowest, quickest;
	enum time_limit_state state;
	int64_t limit;
};

/* FORMATS §1, "Time limit"; legacy as problemtools, 2025-09 as the specification. */
static const struct row rows[] = {
	{ "nobody accepted", FORMAT_LEGACY, 5, 2, S, 0, 3 * S, TIME_LIMIT_UNKNOWN, 0 },
	{ "legacy: at least one", FORMAT_LEGACY, 5, 2, S, 1, 0, TIME_LIMIT_DERIVED, S },
	{ "legacy: x 5", FORMAT_LEGACY, 5, 2, S, 500 * MS, 0, TIME_LIMIT_DERIVED, 3 * S },
	{ "legacy: an exact multiple stays", FORMAT_LEGACY, 5, 2, S, 400 * MS, 0,
	  TIME_LIMIT_DERIVED, 2 * S },
	{ "legacy: one ns more is a second more", FORMAT_LEGACY, 5, 2, S, 400 * MS + 1, 0,
	  TIME_LIMIT_DERIVED, 3 * S },
	{ "legacy: tenths, without dust", FORMAT_LEGACY, 5, 2, 100 * MS, 100 * MS, 0,
	  TIME_LIMIT_DERIVED, 500 * MS },
	{ "legacy: stated multiplier", FORMAT_LEGACY, 3, 2, S, 700 * MS, 0, TIME_LIMIT_DERIVED,
	  3 * S },
	{ "legacy: no multiplier known", FORMAT_LEGACY, 0, 0, 0, 500 * MS, 0, TIME_LIMIT_DERIVED,
	  3 * S },
	{ "legacy: a quick one is no reason against it", FORMAT_LEGACY, 5, 2, S, 500 * MS, S,
	  TIME_LIMIT_DERIVED, 3 * S },
	{ "plain: as legacy", FORMAT_PLAIN, 0, 0, 0, 500 * MS, S, TIME_LIMIT_DERIVED, 3 * S },
	{ "2025-09: at least one", FORMAT_2025_09, 2, 1.5, S, 1, 0, TIME_LIMIT_DERIVED, S },
	{ "2025-09: x 2", FORMAT_2025_09, 2, 1.5, S, 1100 * MS, 0, TIME_LIMIT_DERIVED, 3 * S },
	{ "2025-09: just slow enough", FORMAT_2025_09, 2, 1.5, S, S, 3 * S, TIME_LIMIT_DERIVED,
	  2 * S },
	{ "2025-09: not slow enough", FORMAT_2025_09, 2, 1.5, S, S, 3 * S - 1,
	  TIME_LIMIT_IMPOSSIBLE, 2 * S },
	{ "2025-09: a finer resolution helps", FORMAT_2025_09, 2, 1.5, 100 * MS, 1050 * MS, 3500 * MS,
	  TIME_LIMIT_DERIVED, 2100 * MS },
	{ "2025-09: that one second does not", FORMAT_2025_09, 2, 1.5, S, 1050 * MS, 3500 * MS,
	  TIME_LIMIT_IMPOSSIBLE, 3 * S },
	{ "2025-09: stated multipliers", FORMAT_2025_09, 1.5, 1.25, S, 2 * S, 3750 * MS,
	  TIME_LIMIT_DERIVED, 3 * S },
	{ "2025-09: no multiplier known", FORMAT_2025_09, 0, 0, 0, S, 3 * S, TIME_LIMIT_DERIVED,
	  2 * S },
	{ "a slow one alone is nothing", FORMAT_2025_09, 2, 1.5, S, 0, 3 * S, TIME_LIMIT_UNKNOWN, 0 },
};

static struct problem problem_of(const struct row *row)
{
	return (struct problem){
		.format = row->format,
		.limits = { .ac_to_time_limit = row->ac, .time_limit_to_tle = row->tle,
			    .time_resolution_ns = row->resolution },
	};
}

static void the_limit_follows_from_the_jurys_times(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct problem problem = problem_of(&rows[i]);
		struct time_bounds bounds = { rows[i].slowest, rows[i].quickest };
		struct time_limit limit = time_limit_derive(&problem, &bounds);

		if (limit.state != rows[i].state || limit.limit_ns != rows[i].limit)
			fail_msg("%s: state %d, %lld ns", rows[i].what, limit.state,
				 (long long)limit.limit_ns);
	}
}

static void margins_are_those_of_the_format(void **state)
{
	struct problem problem = { .format = FORMAT_LEGACY };

	(void)state;
	assert_true(time_limit_margin_below(&problem) == 2);
	assert_true(time_limit_margin_above(&problem) == 2);
	problem.limits.time_limit_to_tle = 3;
	assert_true(time_limit_margin_below(&problem) == 3);
	problem = (struct problem){ .format = FORMAT_2025_09 };
	assert_true(time_limit_margin_below(&problem) == 2);
	assert_true(time_limit_margin_above(&problem) == 1.5);
	problem.limits.ac_to_time_limit = 4;
	assert_true(time_limit_margin_below(&problem) == 4);
}

static void times_of_a_language_are_comparable(void **state)
{
	static struct profile slow = { .time_factor = 2, .time_extra_ns = 100 * MS };

	(void)state;
	assert_int_equal(time_limit_of(&slow, S), 2100 * MS);
	assert_int_equal(time_limit_normalised(&slow, 2100 * MS), S);
	assert_int_equal(time_limit_normalised(&slow, 50 * MS), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_limit_follows_from_the_jurys_times),
		cmocka_unit_test(margins_are_those_of_the_format),
		cmocka_unit_test(times_of_a_language_are_comparable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

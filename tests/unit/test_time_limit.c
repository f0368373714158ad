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
		struct time_bounds bounds = { .slowest_ns = rows[i].slowest,
					      .quickest_ns = rows[i].quickest };
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

/* ---- What submissions need ------------------------------------------------------------------- */

static char test_names[][12] = { "sample/1", "secret/a/1", "secret/b/1" };
static struct test_case cases[] = {
	{ .name = test_names[0] }, { .name = test_names[1] }, { .name = test_names[2] },
};
static const struct problem three = { .format = FORMAT_2025_09, .tests = cases, .test_count = 3 };
static const struct profile plain = { .time_factor = 1 };

enum { AC_ONLY = VERDICT_BIT(VERDICT_AC), TLE_ONLY = VERDICT_BIT(VERDICT_TLE) };

static struct jury_submission jury_of(const char *name, verdict_set expected)
{
	return (struct jury_submission){ .name = (char *)(uintptr_t)name, .expected = expected,
					 .limit_from_below = expected == AC_ONLY,
					 .limit_from_above = expected == TLE_ONLY };
}

/* Three tests with these times, the last one with that verdict. */
static void set_tests(struct test_result *tests, int64_t a, int64_t b, int64_t c,
		      enum verdict last)
{
	const int64_t cpu[] = { a, b, c };

	for (uint32_t i = 0; i < 3; i++)
		tests[i] = (struct test_result){ .index = i, .verdict = VERDICT_AC,
						 .cpu_ns = cpu[i], .wall_ns = cpu[i], .score = 1,
						 .memory_bytes = i };
	tests[2].verdict = last;
}

static void the_slowest_test_of_each_side_bounds(void **state)
{
	struct jury_submission fast = jury_of("accepted/fast", AC_ONLY);
	struct jury_submission slow = jury_of("accepted/slow", AC_ONLY);
	struct jury_submission late = jury_of("time_limit_exceeded/late", TLE_ONLY);
	struct jury_submission wrong = jury_of("wrong_answer/x", VERDICT_BIT(VERDICT_WA));
	struct time_bounds bounds = { 0 };
	struct test_result tests[3];

	(void)state;
	set_tests(tests, 1, 50, 2, VERDICT_AC);
	time_bounds_add(&bounds, &three, &slow, &plain, 600, tests, 3);
	set_tests(tests, 1, 2, 3, VERDICT_AC);
	time_bounds_add(&bounds, &three, &fast, &plain, 600, tests, 3);
	set_tests(tests, 1, 2, 900, VERDICT_WA);
	time_bounds_add(&bounds, &three, &wrong, &plain, 600, tests, 3);
	set_tests(tests, 1, 2, 700, VERDICT_TLE);
	time_bounds_add(&bounds, &three, &late, &plain, 600, tests, 3);
	assert_int_equal(bounds.slowest_ns, 50);
	assert_string_equal(bounds.slowest, "accepted/slow");
	assert_int_equal(bounds.quickest_ns, 700);
	assert_string_equal(bounds.quickest, "time_limit_exceeded/late");
}

static void who_was_stopped_or_waits_bounds_nothing(void **state)
{
	struct jury_submission endless = jury_of("accepted/endless", AC_ONLY);
	struct jury_submission idle = jury_of("time_limit_exceeded/idle", TLE_ONLY);
	struct time_bounds bounds = { 0 };
	struct test_result tests[3];

	(void)state;
	set_tests(tests, 1, 2, 900, VERDICT_TLE);
	time_bounds_add(&bounds, &three, &endless, &plain, 600, tests, 3);
	assert_int_equal(bounds.slowest_ns, 2);
	set_tests(tests, 1, 20, 1, VERDICT_TLE);
	time_bounds_add(&bounds, &three, &idle, &plain, 600, tests, 3);
	assert_int_equal(bounds.quickest_ns, 0);
}

static void rules_bound_with_the_tests_that_they_are_about(void **state)
{
	static char a[] = "secret/a", b[] = "secret/b";
	struct jury_rule rules[] = {
		{ .path = a, .limit_from_below = true }, { .path = b, .limit_from_above = true },
	};
	struct jury_submission jury = jury_of("mixed/x", TLE_ONLY);
	struct time_bounds bounds = { 0 };
	struct test_result tests[3];

	(void)state;
	jury.limit_from_above = false;
	jury.rules = rules;
	jury.rule_count = 2;
	assert_true(time_bounds_below(&jury));
	assert_true(time_bounds_above(&jury));
	set_tests(tests, 99, 5, 700, VERDICT_TLE);
	time_bounds_add(&bounds, &three, &jury, &plain, 600, tests, 3);
	assert_int_equal(bounds.slowest_ns, 5);
	assert_int_equal(bounds.quickest_ns, 700);
	rules[0].limit_from_below = rules[1].limit_from_above = false;
	assert_false(time_bounds_below(&jury));
	assert_false(time_bounds_above(&jury));
}

/* ---- A lower limit --------------------------------------------------------------------------- */

static void a_lower_limit_is_applied_to_what_was_measured(void **state)
{
	struct judgement judgement = { .verdict = VERDICT_WA, .first_failed = 2, .cpu_ns = 3 * S,
				       .memory_bytes = 2, .reason = "line 1" };
	struct test_result tests[3];
	size_t count = 3;

	(void)state;
	set_tests(tests, S, 2 * S, 3 * S, VERDICT_WA);
	time_limit_apply(3 * S, false, tests, &count, &judgement);
	assert_int_equal(judgement.verdict, VERDICT_WA);
	assert_string_equal(judgement.reason, "line 1");
	time_limit_apply(2 * S - 1, false, tests, &count, &judgement);
	assert_int_equal(count, 2);
	assert_int_equal(judgement.verdict, VERDICT_TLE);
	assert_int_equal(judgement.first_failed, 1);
	assert_int_equal(judgement.tests_judged, 2);
	assert_int_equal(judgement.cpu_ns, 2 * S);
	assert_int_equal(judgement.memory_bytes, 1);
	assert_string_equal(judgement.reason, "CPU time over the limit of 2.000 s");

	count = 3;
	set_tests(tests, S, 2 * S, 3 * S, VERDICT_WA);
	time_limit_apply(2 * S - 1, true, tests, &count, &judgement);
	assert_int_equal(count, 3);
	assert_int_equal(tests[2].verdict, VERDICT_TLE);
	assert_int_equal(judgement.first_failed, 1);
}

/* ---- Warnings -------------------------------------------------------------------------------- */

static void assert_warning(verdict_set expected, int64_t slowest, enum verdict last,
			   int64_t judged, const char *warning)
{
	struct jury_submission jury = jury_of("x", expected);
	struct test_result tests[3];
	struct time_margin margin = { .problem = &three, .jury = &jury, .tests = tests, .count = 3,
				      .limit_ns = S, .judged_ns = judged };
	char text[REASON_BYTES] = "";

	set_tests(tests, 1, 2, slowest, last);
	assert_int_equal(time_limit_warning(&margin, text, sizeof text), warning != NULL);
	if (warning)
		assert_string_equal(text, warning);
}

static void the_neighbourhood_of_the_limit_is_told(void **state)
{
	(void)state;
	assert_warning(AC_ONLY, 500 * MS, VERDICT_AC, S, NULL);
	assert_warning(AC_ONLY, 510 * MS, VERDICT_AC, S,
		       "0.510 s on secret/b/1: the time limit of 1.000 s should be at least 2 x that");
	assert_warning(AC_ONLY, 1200 * MS, VERDICT_TLE, S, NULL);
	assert_warning(TLE_ONLY, 1575 * MS, VERDICT_TLE, 1500 * MS, NULL);
	assert_warning(TLE_ONLY, 1400 * MS, VERDICT_AC, 1500 * MS,
		       "1.400 s on secret/b/1: within 1.5 x the time limit of 1.000 s");
	assert_warning(TLE_ONLY, 970 * MS, VERDICT_AC, 1500 * MS,
		       "0.970 s on secret/b/1: next to the time limit of 1.000 s");
	assert_warning(VERDICT_BIT(VERDICT_WA), 970 * MS, VERDICT_WA, S, NULL);
	assert_warning(VERDICT_BIT(VERDICT_WA), 800 * MS, VERDICT_WA, S, NULL);
}

static void a_borderline_test_is_told(void **state)
{
	struct jury_submission jury = jury_of("x", VERDICT_BIT(VERDICT_WA));
	struct test_result tests[3];
	struct time_margin margin = { .problem = &three, .jury = &jury, .tests = tests, .count = 3,
				      .limit_ns = S, .judged_ns = S };
	char text[REASON_BYTES];

	(void)state;
	set_tests(tests, 1, 990 * MS, 2, VERDICT_WA);
	tests[1].borderline = true;
	assert_true(time_limit_warning(&margin, text, sizeof text));
	assert_string_equal(text, "0.990 s on secret/a/1: next to the time limit of 1.000 s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_slowest_test_of_each_side_bounds),
		cmocka_unit_test(who_was_stopped_or_waits_bounds_nothing),
		cmocka_unit_test(rules_bound_with_the_tests_that_they_are_about),
		cmocka_unit_test(a_lower_limit_is_applied_to_what_was_measured),
		cmocka_unit_test(the_neighbourhood_of_the_limit_is_told),
		cmocka_unit_test(a_borderline_test_is_told),
		cmocka_unit_test(the_limit_follows_from_the_jurys_times),
		cmocka_unit_test(margins_are_those_of_the_format),
		cmocka_unit_test(times_of_a_language_are_comparable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

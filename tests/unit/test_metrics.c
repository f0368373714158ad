#include "worker/meters.h"
#include "worker/metrics.h"

#include "util/cleanup.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { JOBS, DEPTH, TIMES, VERDICTS, FAMILIES };

static const double bounds[] = { 0.001, 0.25, 10 };

static const struct metric_family families[FAMILIES] = {
	[JOBS] = { "jobs_total", "Jobs", METRIC_COUNTER },
	[DEPTH] = { "depth", "Depth", METRIC_GAUGE, .labels = { "class", "state" } },
	[TIMES] = { "times_seconds", "Times", METRIC_HISTOGRAM, .labels = { "what" },
		    .bounds = bounds, .bound_count = ARRAY_SIZE(bounds) },
	[VERDICTS] = { "verdicts_total", "Verdicts", METRIC_COUNTER, .labels = { "verdict" } },
};

static int make(void **state)
{
	*state = metrics_new(families, FAMILIES);
	return 0;
}

static int destroy(void **state)
{
	metrics_free(*state);
	return 0;
}

static void assert_text(const struct metrics *metrics, const char *expected)
{
	autostrbuf struct strbuf text = { 0 };

	metrics_write(metrics, &text);
	assert_string_equal(text.text, expected);
}

#define JOBS_0 "# HELP jobs_total Jobs\n# TYPE jobs_total counter\njobs_total 0\n"

static void a_family_without_labels_is_there_from_the_start(void **state)
{
	assert_text(*state, JOBS_0);
}

static void counters_go_up_only(void **state)
{
	metrics_add(*state, JOBS, METRIC_PLAIN, 2);
	metrics_add(*state, JOBS, METRIC_PLAIN, -1);
	metrics_add(*state, JOBS, METRIC_PLAIN, NAN);
	metrics_add(*state, JOBS, METRIC_PLAIN, 0.5);
	assert_text(*state, "# HELP jobs_total Jobs\n# TYPE jobs_total counter\njobs_total 2.5\n");
}

static void gauges_are_set_and_forgotten(void **state)
{
	metrics_set(*state, DEPTH, METRIC_LABELS("live", "ready"), 7);
	metrics_set(*state, DEPTH, METRIC_LABELS("live", "leased"), 1);
	metrics_set(*state, DEPTH, METRIC_LABELS("live", "ready"), 3);
	metrics_add(*state, DEPTH, METRIC_LABELS("live", "ready"), -4);
	assert_text(*state, JOBS_0 "# HELP depth Depth\n# TYPE depth gauge\n"
			    "depth{class=\"live\",state=\"ready\"} -1\n"
			    "depth{class=\"live\",state=\"leased\"} 1\n");
	assert_float_equal(metrics_total(*state, DEPTH), 0, 0);
	metrics_clear(*state, DEPTH);
	assert_text(*state, JOBS_0);
}

static void buckets_are_cumulative_and_take_their_bound(void **state)
{
	static const double seen[] = { 0, 0.001, 0.0011, 0.25, 9, 10, 11, INFINITY, NAN };

	for (size_t i = 0; i < ARRAY_SIZE(seen) - 2; i++)
		metrics_observe(*state, TIMES, METRIC_LABELS("x"), seen[i]);
	metrics_observe(*state, TIMES, METRIC_LABELS("x"), NAN);
	assert_text(*state, JOBS_0 "# HELP times_seconds Times\n# TYPE times_seconds histogram\n"
			    "times_seconds_bucket{what=\"x\",le=\"0.001\"} 2\n"
			    "times_seconds_bucket{what=\"x\",le=\"0.25\"} 4\n"
			    "times_seconds_bucket{what=\"x\",le=\"10\"} 6\n"
			    "times_seconds_bucket{what=\"x\",le=\"+Inf\"} 7\n"
			    "times_seconds_sum{what=\"x\"} 30.2521\n"
			    "times_seconds_count{what=\"x\"} 7\n");
	metrics_observe(*state, TIMES, METRIC_LABELS("x"), INFINITY);
	assert_float_equal(metrics_value(*state, TIMES, METRIC_LABELS("x")), 8, 0);
}

static void labels_cannot_break_out(void **state)
{
	metrics_add(*state, VERDICTS, METRIC_LABELS("a\"} 1\nb\\\x1b\xff"), 1);
	assert_text(*state, JOBS_0 "# HELP verdicts_total Verdicts\n# TYPE verdicts_total counter\n"
			    "verdicts_total{verdict=\"a\\\"} 1\\nb\\\\\xef\xbf\xbd\xef\xbf\xbd\"} 1\n");
}

static void long_labels_are_cut_to_the_same_series(void **state)
{
	char label[200];

	memset(label, 'x', sizeof label);
	label[150] = '\0';
	metrics_add(*state, VERDICTS, METRIC_LABELS(label), 1);
	label[149] = '\0';
	metrics_add(*state, VERDICTS, METRIC_LABELS(label), 1);
	assert_float_equal(metrics_value(*state, VERDICTS, METRIC_LABELS(label)), 2, 0);
}

static void too_many_series_are_counted_together(void **state)
{
	autostrbuf struct strbuf text = { 0 };
	char label[32];
	size_t lines = 0;

	for (int i = 0; i < 100000; i++) {
		snprintf(label, sizeof label, "v%d", i % 5000);
		metrics_add(*state, VERDICTS, METRIC_LABELS(label), 1);
	}
	assert_float_equal(metrics_total(*state, VERDICTS), 100000, 0);
	assert_float_equal(metrics_value(*state, VERDICTS, METRIC_LABELS("v0")), 20, 0);
	assert_float_equal(metrics_value(*state, VERDICTS, METRIC_LABELS("v4999")), 0, 0);
	assert_float_equal(metrics_value(*state, VERDICTS, METRIC_LABELS("other")),
			   100000 - 20 * (METRIC_SERIES - 1), 0);
	metrics_write(*state, &text);
	for (const char *c = text.text; *c; c++)
		lines += *c == '\n';
	assert_int_equal(lines, 3 + 2 + METRIC_SERIES);
}

static void numbers_are_short_and_exact(void **state)
{
	static const struct {
		double value;
		const char *text;
	} cases[] = {
		{ 0.1, "0.1" }, { 1e15, "1e+15" }, { 123456789012345, "123456789012345" },
		{ 1.0 / 3, "0.3333333333333333" }, { 2.5e-7, "2.5e-07" }, { INFINITY, "+Inf" },
		{ -INFINITY, "-Inf" }, { NAN, "NaN" }, { -3, "-3" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autostrbuf struct strbuf text = { 0 };
		char expected[128];

		metrics_clear(*state, DEPTH);
		metrics_set(*state, DEPTH, METRIC_LABELS("a", "b"), cases[i].value);
		metrics_write(*state, &text);
		snprintf(expected, sizeof expected, "depth{class=\"a\",state=\"b\"} %s\n",
			 cases[i].text);
		assert_non_null(strstr(text.text, expected));
	}
}

/* ---- the worker's own ---- */

static void a_judgement_is_counted(void **state)
{
	static struct compile_result compile = { .verdict = VERDICT_AC, .wall_ns = 200000000 };
	const struct test_result tests[] = {
		{ .verdict = VERDICT_AC, .cpu_ns = 1500000, .check_ns = 2000 },
		{ .verdict = VERDICT_TLE, .cpu_ns = 1000000000, .borderline = true },
	};
	static const struct judgement judgement = { .verdict = VERDICT_TLE,
						    .receipt.validators = "cached" };
	struct metrics *metrics = meters_new();

	(void)state;
	meters_judged(metrics, "cpp", &compile, tests, 2, &judgement);
	compile.cached = true;
	meters_judged(metrics, "cpp", &compile, tests, 1, &judgement);
	meters_judged(metrics, "py", NULL, NULL, 0, &judgement);
	assert_float_equal(metrics_value(metrics, METER_VERDICTS, METRIC_LABELS("cpp", "TLE")), 2, 0);
	assert_float_equal(metrics_value(metrics, METER_VERDICTS, METRIC_LABELS("py", "TLE")), 1, 0);
	assert_float_equal(metrics_value(metrics, METER_COMPILE, METRIC_LABELS("cpp")), 1, 0);
	assert_float_equal(metrics_value(metrics, METER_CACHE, METRIC_LABELS("compile", "hit")), 1, 0);
	assert_float_equal(metrics_value(metrics, METER_CACHE, METRIC_LABELS("compile", "miss")), 1,
			   0);
	assert_float_equal(metrics_value(metrics, METER_CACHE, METRIC_LABELS("validator", "hit")), 3,
			   0);
	assert_float_equal(metrics_value(metrics, METER_RUN, METRIC_PLAIN), 3, 0);
	assert_float_equal(metrics_value(metrics, METER_CHECK, METRIC_PLAIN), 2, 0);
	assert_float_equal(metrics_value(metrics, METER_BORDERLINE, METRIC_PLAIN), 1, 0);
	assert_float_equal(metrics_total(metrics, METER_TESTS), 3, 0);
	metrics_free(metrics);
}

static void sickness_has_one_reason(void **state)
{
	struct metrics *metrics = meters_new();
	autostrbuf struct strbuf well = { 0 }, sick = { 0 };

	(void)state;
	meters_sick(metrics, "self-test failed");
	meters_sick(metrics, "no compiler");
	metrics_write(metrics, &sick);
	assert_non_null(strstr(sick.text, "\nassize_sick{reason=\"no compiler\"} 1\n"));
	assert_null(strstr(sick.text, "self-test failed"));
	meters_sick(metrics, NULL);
	metrics_write(metrics, &well);
	assert_null(strstr(well.text, "assize_sick"));
	metrics_free(metrics);
}

static void memory_is_looked_at_when_asked(void **state)
{
	struct metrics *metrics = meters_new();

	(void)state;
	assert_float_equal(metrics_value(metrics, METER_RESIDENT, METRIC_PLAIN), 0, 0);
	meters_look(metrics);
	assert_true(metrics_value(metrics, METER_RESIDENT, METRIC_PLAIN) > 100000);
	metrics_free(metrics);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_family_without_labels_is_there_from_the_start, make,
						destroy),
		cmocka_unit_test_setup_teardown(counters_go_up_only, make, destroy),
		cmocka_unit_test_setup_teardown(gauges_are_set_and_forgotten, make, destroy),
		cmocka_unit_test_setup_teardown(buckets_are_cumulative_and_take_their_bound, make,
						destroy),
		cmocka_unit_test_setup_teardown(labels_cannot_break_out, make, destroy),
		cmocka_unit_test_setup_teardown(long_labels_are_cut_to_the_same_series, make, destroy),
		cmocka_unit_test_setup_teardown(too_many_series_are_counted_together, make, destroy),
		cmocka_unit_test_setup_teardown(numbers_are_short_and_exact, make, destroy),
		cmocka_unit_test(a_judgement_is_counted),
		cmocka_unit_test(sickness_has_one_reason),
		cmocka_unit_test(memory_is_looked_at_when_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

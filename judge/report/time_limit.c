#include "report/time_limit.h"

#include "problem/glob.h"
#include "report/table.h"
#include "util/clock.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>

/* What the formats say where a package says nothing. */
static const double legacy_below = 5, new_below = 2, legacy_above = 2, new_above = 1.5;

static bool is_new(const struct problem *problem)
{
	return problem->format == FORMAT_2025_09;
}

static double stated(double value, double otherwise)
{
	return value >= 1 ? value : otherwise;
}

static double ac_to_time_limit(const struct problem *problem)
{
	return stated(problem->limits.ac_to_time_limit,
		      is_new(problem) ? new_below : legacy_below);
}

double time_limit_margin_above(const struct problem *problem)
{
	return stated(problem->limits.time_limit_to_tle, is_new(problem) ? new_above : legacy_above);
}

/* Legacy's multiplier is for choosing a limit; that its margin of safety is less is no mistake. */
double time_limit_margin_below(const struct problem *problem)
{
	return is_new(problem) ? ac_to_time_limit(problem) : time_limit_margin_above(problem);
}

static int64_t round_up(double value)
{
	int64_t whole = (int64_t)value;

	return whole + ((double)whole < value);
}

static int64_t smallest_multiple(double least_ns, int64_t resolution_ns)
{
	/* 0.1 s x 5 / 0.1 s is 5, not 6: what rounding adds is no time. */
	int64_t count = round_up(least_ns / (double)resolution_ns - 1e-9);

	return (count < 1 ? 1 : count) * resolution_ns;
}

struct time_limit time_limit_derive(const struct problem *problem,
				    const struct time_bounds *bounds)
{
	int64_t resolution = problem->limits.time_resolution_ns;
	struct time_limit limit = { .state = TIME_LIMIT_UNKNOWN };

	if (bounds->slowest_ns <= 0)
		return limit;
	limit.state = TIME_LIMIT_DERIVED;
	limit.limit_ns = smallest_multiple((double)bounds->slowest_ns * ac_to_time_limit(problem),
					   resolution > 0 ? resolution : NS_PER_S);
	if (is_new(problem) && bounds->quickest_ns > 0 &&
	    (double)limit.limit_ns * time_limit_margin_above(problem) > (double)bounds->quickest_ns)
		limit.state = TIME_LIMIT_IMPOSSIBLE;
	return limit;
}

int64_t time_limit_of(const struct profile *profile, int64_t limit_ns)
{
	return (int64_t)((double)limit_ns * profile->time_factor) + profile->time_extra_ns;
}

int64_t time_limit_normalised(const struct profile *profile, int64_t cpu_ns)
{
	int64_t own = cpu_ns - profile->time_extra_ns;

	/* 0 would say that there is no such submission. */
	return own <= 0 ? 1 : round_up((double)own / profile->time_factor);
}

/* ---- What the jury's submissions need -------------------------------------------------------- */

static bool bounds_as_a_whole(const struct jury_submission *jury, bool below)
{
	return below ? jury->limit_from_below : jury->limit_from_above;
}

static bool rule_bounds(const struct jury_rule *rule, bool below)
{
	return below ? rule->limit_from_below : rule->limit_from_above;
}

static bool bounds_somewhere(const struct jury_submission *jury, bool below)
{
	if (bounds_as_a_whole(jury, below))
		return true;
	for (size_t i = 0; i < jury->rule_count; i++)
		if (rule_bounds(&jury->rules[i], below))
			return true;
	return false;
}

bool time_bounds_below(const struct jury_submission *jury)
{
	return bounds_somewhere(jury, true);
}

bool time_bounds_above(const struct jury_submission *jury)
{
	return bounds_somewhere(jury, false);
}

static bool test_bounds(const struct jury_submission *jury, const char *name, bool below)
{
	if (bounds_as_a_whole(jury, below))
		return true;
	for (size_t i = 0; i < jury->rule_count; i++)
		if (rule_bounds(&jury->rules[i], below) &&
		    (!*jury->rules[i].path || glob_matches(jury->rules[i].path, name)))
			return true;
	return false;
}

const struct test_result *time_bounds_slowest(const struct problem *problem,
					      const struct jury_submission *jury, bool below,
					      const struct test_result *tests, size_t count)
{
	const struct test_result *slowest = NULL;

	for (size_t i = 0; i < count; i++) {
		if (tests[i].index >= problem->test_count || tests[i].verdict == VERDICT_NONE ||
		    !test_bounds(jury, problem->tests[tests[i].index].name, below) ||
		    (below && tests[i].verdict == VERDICT_TLE))
			continue;
		if (!slowest || tests[i].cpu_ns > slowest->cpu_ns)
			slowest = &tests[i];
	}
	return slowest;
}

/* One that waits in vain is stopped too, and would be with any limit: it bounds none. */
static bool waits(const struct problem *problem, const struct jury_submission *jury,
		  int64_t judged_ns, const struct test_result *tests, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (tests[i].verdict == VERDICT_TLE && tests[i].cpu_ns < judged_ns &&
		    tests[i].index < problem->test_count &&
		    test_bounds(jury, problem->tests[tests[i].index].name, false))
			return true;
	return false;
}

void time_bounds_add(struct time_bounds *bounds, const struct problem *problem,
		     const struct jury_submission *jury, const struct profile *profile,
		     int64_t judged_ns, const struct test_result *tests, size_t count)
{
	const struct test_result *below = time_bounds_slowest(problem, jury, true, tests, count);
	const struct test_result *above = time_bounds_slowest(problem, jury, false, tests, count);
	int64_t below_ns = below ? time_limit_normalised(profile, below->cpu_ns) : 0;
	int64_t above_ns = above ? time_limit_normalised(profile, above->cpu_ns) : 0;

	if (below && below_ns > bounds->slowest_ns) {
		bounds->slowest_ns = below_ns;
		bounds->slowest = jury->name;
	}
	if (above && !waits(problem, jury, judged_ns, tests, count) && (bounds->quickest_ns == 0 || above_ns < bounds->quickest_ns)) {
		bounds->quickest_ns = above_ns;
		bounds->quickest = jury->name;
	}
}

/* ---- A lower limit, applied afterwards ------------------------------------------------------- */

static bool is_over(const struct test_result *test, int64_t limit_ns)
{
	return test->cpu_ns > limit_ns && test->verdict != VERDICT_NONE &&
	       test->verdict != VERDICT_JE;
}

static void count_in(const struct test_result *test, struct judgement *judgement)
{
	if (test->cpu_ns > judgement->cpu_ns)
		judgement->cpu_ns = test->cpu_ns;
	if (test->wall_ns > judgement->wall_ns)
		judgement->wall_ns = test->wall_ns;
	if (test->memory_bytes > judgement->memory_bytes)
		judgement->memory_bytes = test->memory_bytes;
	judgement->tests_judged++;
	if (judgement->first_failed >= 0 || test->verdict == VERDICT_AC)
		return;
	judgement->first_failed = (int32_t)test->index;
	judgement->verdict = test->verdict;
	memcpy(judgement->reason, test->reason, sizeof judgement->reason);
}

void time_limit_apply(int64_t limit_ns, bool full, struct test_result *tests, size_t *count,
		      struct judgement *judgement)
{
	char limit[TEXT_HUMAN_MAX];
	bool any = false;

	for (size_t i = 0; i < *count; i++) {
		if (!is_over(&tests[i], limit_ns))
			continue;
		any = true;
		tests[i].verdict = VERDICT_TLE;
		tests[i].score = 0;
		snprintf(tests[i].reason, sizeof tests[i].reason, "CPU time over the limit of %s",
			 text_duration(limit_ns, limit));
	}
	if (!any)
		return;
	judgement->cpu_ns = judgement->wall_ns = 0;
	judgement->memory_bytes = 0;
	judgement->tests_judged = 0;
	judgement->first_failed = -1;
	for (size_t i = 0; i < *count; i++) {
		count_in(&tests[i], judgement);
		if (judgement->first_failed >= 0 && !full)
			*count = i + 1;
	}
}

/* ---- The neighbourhood of the limit ---------------------------------------------------------- */

static bool is_next_to(const struct time_margin *margin, const struct test_result *test)
{
	int64_t width = margin->limit_ns / 20;

	if (margin->judged_ns == margin->limit_ns)
		return test->borderline;
	return test->verdict != VERDICT_TLE && test->cpu_ns > margin->limit_ns - width &&
	       test->cpu_ns < margin->limit_ns + width;
}

static void say(const struct time_margin *margin, const struct test_result *test,
		const char *before, double factor, const char *after, char *text, size_t size)
{
	char cpu[TABLE_CELL_MAX], limit[TABLE_CELL_MAX], times[32] = "";

	if (factor > 0)
		snprintf(times, sizeof times, "%g x ", factor);
	snprintf(text, size, "%s on %s: %s%sthe time limit of %s%s", table_time(test->cpu_ns, cpu),
		 margin->problem->tests[test->index].name, before, times,
		 table_time(margin->limit_ns, limit), after);
}

static bool is_too_near_below(const struct time_margin *margin, const struct test_result *test)
{
	double least = time_limit_margin_below(margin->problem);

	return test && test->cpu_ns <= margin->limit_ns &&
	       (double)test->cpu_ns * least > (double)margin->limit_ns;
}

static bool is_too_near_above(const struct time_margin *margin, const struct test_result *test)
{
	return test && test->verdict != VERDICT_TLE && test->cpu_ns > margin->limit_ns &&
	       margin->judged_ns > margin->limit_ns;
}

bool time_limit_warning(const struct time_margin *m, char *text, size_t size)
{
	const struct test_result *below, *above;

	below = time_bounds_slowest(m->problem, m->jury, true, m->tests, m->count);
	above = time_bounds_slowest(m->problem, m->jury, false, m->tests, m->count);
	if (is_too_near_below(m, below)) {
		double part = time_limit_margin_below(m->problem);
		char after[48];

		snprintf(after, sizeof after, " should be at least %g x that", part);
		say(m, below, "", 0, after, text, size);
		return true;
	}
	if (is_too_near_above(m, above)) {
		say(m, above, "within ", time_limit_margin_above(m->problem), "", text, size);
		return true;
	}
	for (size_t i = 0; i < m->count; i++) {
		if (m->tests[i].index >= m->problem->test_count || !is_next_to(m, &m->tests[i]))
			continue;
		say(m, &m->tests[i], "next to ", 0, "", text, size);
		return true;
	}
	return false;
}

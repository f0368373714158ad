#include "report/time_limit.h"

#include "util/clock.h"

/* What the formats say where a package says nothing. */
static const double legacy_multiplier = 5, multiplier = 2, legacy_margin = 2, margin = 1.5;

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
		      is_new(problem) ? multiplier : legacy_multiplier);
}

double time_limit_margin_above(const struct problem *problem)
{
	return stated(problem->limits.time_limit_to_tle, is_new(problem) ? margin : legacy_margin);
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

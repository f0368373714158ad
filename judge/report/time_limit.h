/*
 * time_limit: which time limit follows from the jury's own submissions, for packages that state
 * none (FORMATS §1, "Time limit"). Pure.
 *
 * Both formats: the smallest multiple of the resolution, at least one, that is ac_to_time_limit
 * times what the slowest accepted submission needs. 2025-09 asks besides that time_limit_to_tle
 * times the limit is still less than, or all, that the quickest too slow submission takes; legacy
 * packages only get a warning about that.
 */
#ifndef REPORT_TIME_LIMIT_H
#define REPORT_TIME_LIMIT_H

#include "model/problem.h"
#include "model/profile.h"

/*
 * CPU times in ns as a language with factor 1 would have them; 0: no submission bounds the limit
 * on that side. quickest_ns of a submission that was stopped is when it was stopped.
 */
struct time_bounds {
	int64_t slowest_ns;	/* of those that must be within the limit: each one's slowest test */
	int64_t quickest_ns;	/* of those that must be over it: each one's slowest test */
};

enum time_limit_state {
	TIME_LIMIT_UNKNOWN,	/* there is no submission to derive it from */
	TIME_LIMIT_DERIVED,
	TIME_LIMIT_IMPOSSIBLE,	/* limit_ns is what the accepted ones need: another passes too */
};

struct time_limit {
	enum time_limit_state state;
	int64_t limit_ns;
};

struct time_limit time_limit_derive(const struct problem *problem,
				    const struct time_bounds *bounds);

/* An accepted submission shall need at most the limit by this; one too slow, limit times this. */
double time_limit_margin_below(const struct problem *problem);
double time_limit_margin_above(const struct problem *problem);

/* A package's limit as it is for a language, and times of the language as the package's. */
int64_t time_limit_of(const struct profile *profile, int64_t limit_ns);
int64_t time_limit_normalised(const struct profile *profile, int64_t cpu_ns);

#endif

/*
 * time_limit: which time limit follows from the jury's own submissions, for packages that state
 * none (FORMATS §1, "Time limit"). Pure.
 *
 * Both formats: the smallest multiple of the resolution, at least one, that is ac_to_time_limit
 * times what the slowest accepted submission needs. 2025-09 asks besides that time_limit_to_tle
 * times the limit is still less than, or all, that the quickest too slow submission takes; legacy
 * packages only get a warning about that.
 *
 *	time_bounds_add(&bounds, &problem, jury, profile, judged_ns, tests, count);	for each submission
 *	limit = time_limit_derive(&problem, &bounds);
 */
#ifndef REPORT_TIME_LIMIT_H
#define REPORT_TIME_LIMIT_H

#include "model/problem.h"
#include "model/profile.h"
#include "model/result.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * CPU times in ns as a language with factor 1 would have them; 0: no submission bounds the limit
 * on that side. quickest_ns of a submission that was stopped is when it was stopped.
 */
struct time_bounds {
	int64_t slowest_ns;	/* of those that must be within the limit: each one's slowest test */
	int64_t quickest_ns;	/* of those that must be over it: each one's slowest test */
	const char *slowest, *quickest;		/* names of these submissions; borrowed */
};

/* Whether the submission, or a part of its tests, must be within the limit, or over it. */
bool time_bounds_below(const struct jury_submission *jury);
bool time_bounds_above(const struct jury_submission *jury);

/*
 * The slowest of the tests that must be within the limit (below), or of which one must be over
 * it; NULL: there is none. Who needed more than it was given says nothing about what it needs.
 */
const struct test_result *time_bounds_slowest(const struct problem *problem,
					      const struct jury_submission *jury, bool below,
					      const struct test_result *tests, size_t count);

/* judged_ns: the effective limit that it was given. */
void time_bounds_add(struct time_bounds *bounds, const struct problem *problem,
		     const struct jury_submission *jury, const struct profile *profile,
		     int64_t judged_ns, const struct test_result *tests, size_t count);

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

/*
 * What would have come with a lower limit than the one that was judged with: a test with more CPU
 * time is TLE, and unless full those after the first that is not accepted were not judged. Not for
 * scoring problems. limit_ns is effective: with the language's factor.
 */
void time_limit_apply(int64_t limit_ns, bool full, struct test_result *tests, size_t *count,
		      struct judgement *judgement);

/* One jury submission's results, before time_limit_apply(). */
struct time_margin {
	const struct problem *problem;
	const struct jury_submission *jury;
	const struct test_result *tests;
	size_t count;
	int64_t limit_ns, judged_ns;	/* effective: the limit, and what it was judged with */
};

/* Whether the verdict depends on the limit's neighbourhood, and how: a line for people. */
bool time_limit_warning(const struct time_margin *margin, char *text, size_t size);

#endif

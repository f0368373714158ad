/*
 * limits: the `limits` of problem.yaml, and the files that DOMjudge has for the time limit.
 */
#ifndef PROBLEM_LIMITS_H
#define PROBLEM_LIMITS_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/yaml.h"

#include <stdint.h>

/* A day: whoever states more has mistaken the unit. */
#define LIMITS_TIME_MAX_NS INT64_C(86400000000000)

enum { LIMITS_PASSES_MAX = 1000000 };

struct stated_limits {
	struct problem_limits limits;
	int64_t passes;		/* validation_passes; 0: not stated */
};

/*
 * What holds for a package that states nothing. How a time limit is derived from the jury's
 * submissions, T_ac the slowest that is accepted and T_tle the fastest that is too slow:
 *
 *	                              legacy                  2025-09 and its drafts, plain folders
 *	T_ac × F <= limit             time_multiplier 5       time_multipliers.ac_to_time_limit 2
 *	limit × F <= T_tle            time_safety_margin 2    time_multipliers.time_limit_to_tle 1.5
 *	a multiple of                 1 s                     time_resolution 1 s
 *
 * Of each row the factor F is in struct problem_limits; factors of 2025-09 are at least 1, and none
 * is more than 1000: nanoseconds have 64 bits, and nobody waits as long.
 */
struct problem_limits limits_default(enum problem_format format);

/*
 * Loaders of the key `limits` in the three dialects; the member is a struct stated_limits. A draft
 * of 2025-09 may have the keys of both formats. validation_passes is of 2025-09, but DOMjudge
 * reads it in legacy packages too.
 */
yaml_loader limits_legacy, limits_2025_09, limits_draft;

/*
 * Reads .timelimit and domjudge-problem.ini, if they are there, over what problem.yaml said: the
 * time limit and the title where it said none. A .timelimit that says otherwise than another file
 * is an error; problem.yaml is stronger than the .ini, as in DOMjudge.
 */
int domjudge_read(const struct tree *tree, struct problem *problem, struct error *err);

#endif

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

/* What holds for a package that states nothing. */
struct problem_limits limits_default(void);

/*
 * Loaders of the key `limits` in the three dialects; the member is a struct problem_limits. A
 * draft of 2025-09 may have the keys of both formats.
 */
yaml_loader limits_legacy, limits_2025_09, limits_draft;

/*
 * Reads .timelimit and domjudge-problem.ini, if they are there, over what problem.yaml said: the
 * time limit and the title where it said none. A .timelimit that says otherwise than another file
 * is an error; problem.yaml is stronger than the .ini, as in DOMjudge.
 */
int domjudge_read(const struct tree *tree, struct problem *problem, struct error *err);

#endif

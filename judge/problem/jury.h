/*
 * jury: the example submissions of a package, and what the jury expects of them.
 */
#ifndef PROBLEM_JURY_H
#define PROBLEM_JURY_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/error.h"

/*
 * Fills problem->jury; the rest of problem is complete. A submission without a clear expectation is
 * not an error of the package: it says so in expected_error. On failure problem owns what was found
 * so far.
 */
int jury_read(const struct tree *tree, struct problem *problem, struct error *err);

#endif

/*
 * tests: the test cases of a package.
 */
#ifndef PROBLEM_TESTS_H
#define PROBLEM_TESTS_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/error.h"

/*
 * Fills problem->tests, in package order, and problem->groups. flags, packed, come before the
 * arguments that files beside the cases state. strict is that of struct problem_yaml. Format, type,
 * validators, graders and constants of problem are set; on failure it owns what was found so far.
 */
int tests_read(const struct tree *tree, bool strict, const char *flags, struct problem *problem,
	       struct error *err);

#endif

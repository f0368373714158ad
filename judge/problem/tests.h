/*
 * tests: the test cases of a package.
 */
#ifndef PROBLEM_TESTS_H
#define PROBLEM_TESTS_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/error.h"

/*
 * Fills problem->tests, in package order. flags, packed, come before the arguments that files
 * beside the cases state. problem->format is set; on failure problem owns what was found so far.
 */
int tests_read(const struct tree *tree, const char *flags, struct problem *problem,
	       struct error *err);

#endif

/*
 * programs: the output validators of a package.
 */
#ifndef PROBLEM_PROGRAMS_H
#define PROBLEM_PROGRAMS_H

#include "model/problem.h"
#include "model/tree.h"
#include "problem/problem_yaml.h"
#include "util/error.h"

/*
 * Fills problem->validators. On failure problem owns what was found so far.
 *
 * A PROGRAM_PYTHON that is a directory has __main__.py at its top, or just one .py file in all.
 */
int validators_read(const struct tree *tree, const struct problem_yaml *yaml,
		    struct problem *problem, struct error *err);

#endif

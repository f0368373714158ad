/*
 * problem: a package read and checked, whatever it came from.
 *
 *	struct tree tree;
 *	struct problem problem;
 *
 *	if (tree_open("problems/hello", &tree, err) < 0)
 *		return -1;
 *	if (problem_load(&tree, &problem, err) < 0)
 *		... tree_free(&tree);
 *	...
 *	problem_free(&problem);
 *	tree_free(&tree);
 */
#ifndef PROBLEM_PROBLEM_H
#define PROBLEM_PROBLEM_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/error.h"

/*
 * Formats: ICPC legacy and 2025-09 with its earlier names; a directory of .in with .ans or .out.
 * Each feature goes by the file that is there. What is wrong with the package is ERROR_USAGE, with
 * file, line and column where there is a line.
 *
 * The tree must outlive *ret, which is freed with problem_free().
 *
 * Left to the caller, who knows more than this layer: whether there is a checker of
 * problem->checker's name that takes the tests' arguments, and profiles for the languages of
 * includes, of jury submissions and of programs that are PROGRAM_PROFILE.
 */
int problem_load(const struct tree *tree, struct problem *ret, struct error *err);

#endif

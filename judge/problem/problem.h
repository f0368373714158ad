/*
 * problem: a package read and checked, whatever it came from.
 *
 *	struct tree tree;
 *	struct problem problem;
 *
 *	if (tree_open_directory("problems/hello", &tree, err) < 0)
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
 * Each feature goes by the file that is there. A package with a rule that Assize cannot honour is
 * refused (ERROR_USAGE, with file, line and column where there is a line), never judged otherwise.
 *
 * The tree must outlive *ret, which is freed with problem_free().
 */
int problem_load(const struct tree *tree, struct problem *ret, struct error *err);

#endif

/*
 * check: what is wrong with a package, or will surprise who judges with it, besides what keeps it
 * from being read.
 *
 *	tree.faults = &faults;
 *	if (problem_load(&tree, &problem, err) < 0 ||		what readers find
 *	    package_check(&tree, &problem, err) < 0)		and what they do not look for
 *		the host is to blame
 *
 * Errors are what makes the package judge otherwise than its author means, or not at all; warnings
 * what is against the format or its habits without that.
 */
#ifndef PROBLEM_CHECK_H
#define PROBLEM_CHECK_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/error.h"

/* The tree has faults; problem may lack what could not be read. */
int package_check(const struct tree *tree, const struct problem *problem, struct error *err);

/* Its parts. Names of files and folders; the contents of test cases; jury submissions and limits. */
void check_layout(const struct tree *tree, const struct problem *problem);
int check_data(const struct tree *tree, const struct problem *problem, struct error *err);
void check_jury(const struct tree *tree, const struct problem *problem);

/* Adds an error of the package itself. */
void check_error(const struct tree *tree, const char *path, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif

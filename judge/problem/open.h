/*
 * open: a problem package, wherever it is.
 */
#ifndef PROBLEM_OPEN_H
#define PROBLEM_OPEN_H

#include "model/tree.h"
#include "util/error.h"

/*
 * Opens the package at path, a directory (problem/directory.h) or an archive (problem/archive.h);
 * the caller frees *ret with tree_free().
 */
int tree_open(const char *path, struct tree *ret, struct error *err);

/*
 * ERROR_USAGE if two of the packages at paths have one name: nobody could tell what is said of
 * them apart, and in the database one would be a version of the other.
 */
int tree_names_differ(char *const *paths, int count, struct error *err);

#endif

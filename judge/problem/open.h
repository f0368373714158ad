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

#endif

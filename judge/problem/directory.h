/*
 * directory: a problem package in a directory, opened as a tree.
 */
#ifndef PROBLEM_DIRECTORY_H
#define PROBLEM_DIRECTORY_H

#include "model/tree.h"
#include "util/error.h"

/*
 * Opens every file of the package in path; the caller frees *ret with tree_free(). Raises the soft
 * limit on open files if the package has more than that.
 *
 * Files and directories are those whose names the format allows; others are left alone. Symbolic
 * links are followed inside the package; one that leaves it, or leads nowhere, is refused.
 */
int tree_open_directory(const char *path, struct tree *ret, struct error *err);

/*
 * The name of the package: the last part of path, or of the real one if that says nothing ("", ".",
 * ".."), or "package".
 */
void directory_name(const char *path, char *name, size_t size);

#endif

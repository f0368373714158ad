/*
 * tree_build: how a directory, an archive or a store becomes a struct tree.
 *
 *	struct tree tree = { .count = 0 };
 *
 *	tree_set_origin(&tree, "problems/hello", "hello");
 *	for each file whose every name tree_knows():
 *		tree_add(&tree, "data/secret/1.in", fd, size, err);
 *	tree_finish(&tree, err);
 *
 * The builder owns the tree until it hands it on: on any failure it calls tree_free().
 */
#ifndef PROBLEM_TREE_BUILD_H
#define PROBLEM_TREE_BUILD_H

#include "model/tree.h"
#include "util/error.h"

#include <stdbool.h>

enum {
	TREE_FILES_MAX = 100000,
	TREE_DEPTH_MAX = 32,	/* directories within directories */
	TREE_PATH_MAX = 4095,	/* bytes */
	TREE_IGNORED_MAX = 100,
};

/*
 * Whether a name that stands in the package's directory folder ("" for the top) is part of the
 * package; the format has all others treated as if they were not there.
 */
bool tree_knows(const char *folder, const char *name);

/* Whether each part of a path is one that tree_knows(), so that it leads nowhere else. */
bool tree_knows_path(const char *path);

/*
 * A package is as many descriptors as it has files. After EMFILE: raises the soft limit to the
 * hard one. False if it was there already.
 */
bool tree_raise_file_limit(void);

/* Whether so few are left, this one being the newest, that a package should be closed for others. */
bool tree_files_are_scarce(int fd);

/* The error when that is not enough. */
int tree_too_many_files(const struct tree *tree, struct error *err);

/* Both as lines that are safe to show; a long origin keeps its end. */
void tree_set_origin(struct tree *tree, const char *origin, const char *name);

/*
 * For a name that tree_knows() not: remembers it, at most TREE_IGNORED_MAX of them, unless it
 * begins with a dot, as what other programs leave does. folder is "" or ends with '/'.
 */
void tree_ignore(struct tree *tree, const char *folder, const char *name);

/* path is copied. The descriptor belongs to the tree from here on, on failure too. */
int tree_add(struct tree *tree, const char *path, int fd, uint64_t size, struct error *err);

/* Sorts, and computes the hash, for which it reads every file once. */
int tree_finish(struct tree *tree, struct error *err);

#endif

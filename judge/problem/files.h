/*
 * files: reading the files of a package, and errors that name them.
 */
#ifndef PROBLEM_FILES_H
#define PROBLEM_FILES_H

#include "model/tree.h"
#include "util/error.h"
#include "util/yaml.h"

#include <stdbool.h>

/*
 * Up to max bytes from the start of a file; a longer file is not an error here. The caller frees
 * *ret; a NUL that is not counted follows.
 */
int tree_read_start(const struct tree *tree, size_t index, size_t max, char **ret,
		    size_t *ret_size, struct error *err);

/* The same for a whole file of text; one that is longer than max, or holds NUL, is refused. */
int tree_read_text(const struct tree *tree, size_t index, size_t max, char **ret,
		   size_t *ret_size, struct error *err);

/* Bytes that stand for the content of a file, as the next does with what is in it. */
int tree_parse_yaml(const struct tree *tree, size_t index, const char *bytes, size_t size,
		    struct yaml **ret, struct error *err);

/* Errors of the document name the file as the user would: "problems/hello/problem.yaml". */
int tree_read_yaml(const struct tree *tree, size_t index, struct yaml **ret, struct error *err);

/*
 * Fills *err with ERROR_USAGE at a place of a file or directory of the package; path "" is the
 * package itself; line 0 is no place in particular. Returns -1.
 */
int tree_error(const struct tree *tree, const char *path, unsigned line, unsigned column,
	       struct error *err, const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Whether to go on after an error, as the tree's faults have it; see util/faults.h. */
bool tree_keep(const struct tree *tree, struct error *err);

/* A warning at a place as in tree_error(), for who collects; else nothing. */
void tree_warn(const struct tree *tree, const char *path, unsigned line, unsigned column,
	       const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A direct child of a folder of the tree: a file, or a directory with all files below it. */
struct tree_entry {
	size_t first, count;	/* its files: a range of the tree */
	size_t length;		/* of its path, which the path of its first file begins with */
	bool is_directory;
};

/*
 * Goes through the children of folder, which ends with '/', or is "".
 *
 *	struct tree_entry entry = { 0 };
 *
 *	while (tree_next(tree, "submissions/", &entry))
 */
bool tree_next(const struct tree *tree, const char *folder, struct tree_entry *entry);

/* Whether text ends with suffix, and is longer. */
bool ends_with(const char *text, const char *suffix);

#endif

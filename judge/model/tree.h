/*
 * tree: a package as a list of named files with descriptors, wherever they came from: a directory,
 * an archive, a store. Who holds a tree can read the package without any right to its directory.
 */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include "util/faults.h"

#include <stddef.h>
#include <stdint.h>

struct tree_file {
	char *path;		/* relative, with '/', such as "data/secret/01.in" */
	int fd;			/* open for reading; its offset is nobody's: use pread or mmap */
	uint64_t size;		/* bytes */
};

struct tree {
	char name[256];			/* the package's short name: its directory's */
	char origin[256];		/* where it came from, as the user wrote it: for messages */
	unsigned char hash[32];		/* SHA-256 over paths and contents */
	struct tree_file *files;	/* sorted by path, bytewise */
	size_t count;
	char **ignored;		/* paths whose names the format does not allow, the first few */
	size_t ignored_count;
	struct faults *faults;	/* for who checks a package: see util/faults.h; else NULL */
};

/* Index of the file with that path, or -1. */
long tree_find(const struct tree *tree, const char *path);

/* Index of the first file whose path begins with prefix; the others follow it. -1: none. */
long tree_find_prefix(const struct tree *tree, const char *prefix);

/* Closes and frees everything. */
void tree_free(struct tree *tree);

#endif

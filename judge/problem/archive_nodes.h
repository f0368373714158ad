/*
 * archive_nodes: what an archive contains, as a file system that exists in memory alone; of it,
 * what a package's directory would show becomes the tree.
 *
 *	autonodes struct archive_nodes nodes = { .count = 0 };
 *
 *	for each entry: archive_path(...); archive_nodes_add(...)
 *	archive_nodes_tree(&nodes, &tree, err);
 */
#ifndef PROBLEM_ARCHIVE_NODES_H
#define PROBLEM_ARCHIVE_NODES_H

#include "model/tree.h"
#include "util/error.h"

#include <stdbool.h>

struct archive_node {
	char *path;	/* without "." and double slashes */
	char *target;	/* of a symbolic link; NULL: a file */
	int fd;		/* of a file */
	uint64_t size;
	bool taken;	/* fd belongs to the tree */
};

struct archive_nodes {
	struct archive_node *nodes;
	size_t count;
};

/*
 * The path of an entry, without "." and double slashes, in path. 1 if the format knows all names
 * in it, 0 if it is to be left alone ("" is the top itself), -1 with an error if it is hostile.
 */
int archive_path(const struct tree *tree, const char *name, char *path, size_t size,
		 struct error *err);

/* Names come from anywhere: this one is for messages. Returns text. */
const char *archive_shown(const char *name, char *text, size_t size);

/* target is NULL and fd a file, which belongs to nodes from here on; or target a link's. */
void archive_nodes_add(struct archive_nodes *nodes, const char *path, const char *target, int fd,
		       uint64_t size);

/* Adds to tree, which has its origin, the files of the package. */
int archive_nodes_tree(struct archive_nodes *nodes, struct tree *tree, struct error *err);

/*
 * Where the package is a folder of the archive: leaves what is in that, and takes its name off all
 * paths. (archive_root.c)
 */
void archive_strip_root(struct archive_nodes *nodes, struct tree *tree);

void archive_node_free(struct archive_node *node);
void archive_nodes_free(struct archive_nodes *nodes);

#define autonodes __attribute__((cleanup(archive_nodes_free)))

#endif

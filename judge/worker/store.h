/*
 * store: the packages that a worker has in directories of its own, found by the short names that submissions carry:
 * directories, and archives such as NAME.zip.
 *
 * What the starting process may read is opened at the start, and stays open; a package that comes
 * later is opened when a submission first asks for it, if the worker's own user may read it.
 */
#ifndef WORKER_STORE_H
#define WORKER_STORE_H

#include "model/tree.h"
#include "util/error.h"
#include "util/log.h"

struct store {
	const char *directories;	/* packed; borrowed */
	const struct log *log;
	struct tree **trees;		/* a tree stays where it is while others come */
	size_t count;
};

/* A directory that cannot be read is an error; a package that cannot is only logged. */
int store_open(struct store *store, const char *directories, const struct log *log,
	       struct error *err);
void store_close(struct store *store);

/* 1 and the package, borrowed from the store; 0: it is not here; -1: it is, but cannot be opened. */
int store_find(struct store *store, const char *name, const struct tree **ret_tree,
	       struct error *err);

#endif

/*
 * depot: packages that were pushed into the database, fetched when a job needs them, opened as
 * trees out of the cache.
 *
 *	queue_package_current(queue, names, ...)	the versions that jobs want
 *	while (depot_step(&depot, queue, name, &version, &tree, err) == DEPOT_MORE)
 *		serve everybody else;			a step takes milliseconds
 *
 * What a step fetched stays in the cache, so one that failed, or was left, goes on where it was.
 */
#ifndef WORKER_DEPOT_H
#define WORKER_DEPOT_H

#include "model/tree.h"
#include "queue/package.h"
#include "worker/cache.h"

struct depot_package;

struct depot {
	struct cache cache;
	const struct log *log;
	struct error unusable;			/* why there is no cache; kind 0: there is */
	struct depot_package **packages;
	size_t count;
	struct depot_package *stepped;		/* must not make room now */
	uint64_t turns;
	int64_t tidy_at;			/* once; 0: it was */
};

/*
 * directory: that of the cache, open, which the depot closes; or -1, and why in *unusable: then
 * whoever needs a package is told so.
 */
int depot_open(struct depot *depot, int directory, const char *path, uint64_t limit,
	       const struct error *unusable, const struct log *log, struct error *err);
void depot_close(struct depot *depot);

/* Whether something can be put into the cache, if there is one. */
int depot_test(struct depot *depot, struct error *err);

enum depot_progress {
	DEPOT_READY,	/* *ret_tree may be used until the next step, of whatever package */
	DEPOT_FETCHED,	/* the same, once; something of it was not in the cache */
	DEPOT_MORE,
	DEPOT_GONE,	/* the version was dropped meanwhile: ask for the current one */
	DEPOT_FAILED,	/* *err is the job's */
	DEPOT_OFFLINE,	/* the database failed: see queue_fault() */
};

/* The hash of the tree is that of the version, as whoever pushed it had it. */
enum depot_progress depot_step(struct depot *depot, struct queue *queue, const char *name,
			       const struct package_version *version,
			       const struct tree **ret_tree, struct error *err);

#endif

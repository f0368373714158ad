/*
 * db_prune: "assize db prune", what is deleted once it is old.
 */
#ifndef CMD_DB_PRUNE_H
#define CMD_DB_PRUNE_H

#include "cmd/options.h"
#include "queue/queue.h"
#include "util/error.h"

struct db_prune {
	const char *older_than;		/* "90d"; NULL is a usage error */
	struct option_strings keep_contests;
	bool dry_run;
};

/* queue is connected. Says on stdout what was deleted, also when it was stopped halfway. */
int db_prune(struct queue *queue, const struct db_prune *options, struct error *err);

/* "12h", "90d" or "26w" in seconds, an hour at least. */
int db_prune_age(const char *text, int64_t *ret_seconds, struct error *err);

#endif

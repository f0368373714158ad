/*
 * coordinator: between the queue and the slots. The only process with a database connection.
 *
 * It claims when a slot is idle, hands jobs down, collects what comes up, and writes it back; it
 * keeps judging while the database is away, as long as its leases can still be its own.
 */
#ifndef WORKER_COORDINATOR_H
#define WORKER_COORDINATOR_H

#include "config/config.h"
#include "model/submission.h"
#include "model/tree.h"
#include "profile/profile.h"
#include "util/error.h"

#include <stdbool.h>

struct coordinator_task {
	int control;				/* to the launcher */
	const struct worker_config *config;
	const struct profile_table *profiles;
	bool once;				/* leave when there is nothing to claim */
	/* What a healthy worker accepts; NULL: it is never in doubt. */
	const struct submission *self_test;
	const struct tree *self_test_package;
	bool drain;				/* leave when nothing for us is queued, delayed jobs included */
	int handover;				/* to the supervisor: worker/handover.h */
	bool is_successor;
};

/*
 * Until SIGTERM or SIGINT (0), or a fault that waiting does not mend (-1). After a signal nothing
 * is claimed any more, and what is not finished within config->drain_ns goes back to the queue; a
 * second signal makes that at once.
 */
int coordinator_run(const struct coordinator_task *task, struct error *err);

#endif

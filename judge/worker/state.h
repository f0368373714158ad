/*
 * state: what the coordinator knows, shared by the files that it is made of. Private to them:
 *
 *	coordinator.c	start, the loop, the end
 *	presence.c	the worker in the database: connection, registration, heartbeat
 *	dispatch.c	from the queue into the slots
 *	fetch.c		packages that are not here, from the database
 *	prefetch.c	the same, before they are needed
 *	results.c	from the slots into the queue
 *	examine.c	whether the worker itself is well
 *	watch.c		figures, for whoever watches
 *	succession.c	before a predecessor, and after
 *
 * A call that talks to the database returns -1 with queue_fault(); only the loop meets that, in
 * presence_recover(), and turns again: whatever was not done is still due.
 */
#ifndef WORKER_STATE_H
#define WORKER_STATE_H

#include "queue/queue.h"
#include "util/log.h"
#include "worker/coordinator.h"
#include "worker/depot.h"
#include "worker/health.h"
#include "worker/lane.h"
#include "worker/metrics.h"
#include "worker/pool.h"
#include "worker/service.h"
#include "worker/store.h"

#include <sched.h>

struct web;

enum succession {
	SUCCESSION_NONE,
	SUCCESSION_ASKED,	/* to step aside for a successor: nothing is claimed any more */
	SUCCESSION_ASIDE,	/* the name is given up, what is held is finished */
};

/* The self-test that is running. */
struct examination {
	struct reporter reporter;	/* must stay first */
	int slot;			/* -1: none is */
	int64_t end_at;			/* when it has taken too long */
	bool hangs;			/* it did, and is being stopped */
	int64_t blame_at;		/* before that no package is reported */
	enum verdict verdict;
	char reason[REASON_BYTES];
};

enum { PREFETCH_PACKAGES = 32 };

struct prefetch {
	struct package_recent wanted[PREFETCH_PACKAGES];
	size_t count, next;
	bool started;			/* some of the next one was fetched */
	int64_t ask_at;
};

struct coordinator {
	const struct coordinator_task *task;
	const struct worker_config *config;
	struct log log;
	struct store store;
	struct depot depot;
	struct prefetch prefetch;
	struct pool pool;
	struct lane lane[POOL_SLOTS];
	struct queue *queue;
	struct service service;
	struct queue_worker identity;
	char host[65];
	int signals;
	bool connected, may_claim;
	bool registered;		/* once at least: there is a row to beat for */
	bool draining;			/* an operator asked us to leave */
	unsigned live_in_row;		/* live jobs claimed since the last background one */
	struct health health;
	struct examination examination;
	int stops;			/* signals to stop that were received */
	int64_t poll_at, heartbeat_at, maintain_at, retry_at, retry_ms, drain_at;
	int64_t heard_ns;		/* when the database last knew that we live */
	bool drained;			/* nothing for us is queued any more: the end of --drain */
	/* watch */
	struct metrics *metrics;
	struct web *web;		/* NULL: nobody is served */
	int64_t turned_ns, depth_at, status_at;
	char status[200];		/* what the manager was told */
	/* succession */
	enum succession succession;
	cpu_set_t taken;		/* by a predecessor that drains */
	cpu_set_t told;			/* to our successor, as in use */
};

#endif

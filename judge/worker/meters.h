/*
 * meters: what a worker counts of itself, in worker/metrics.h. docs/operations.md has the table for
 * operators, with what to do about each.
 *
 *	struct metrics *metrics = meters_new();		one per coordinator
 *	metrics_add(metrics, METER_CLAIMS, METRIC_PLAIN, count);
 *	meters_judged(metrics, ...);			once per verdict that was written
 */
#ifndef WORKER_METERS_H
#define WORKER_METERS_H

#include "model/result.h"
#include "queue/queue.h"
#include "worker/metrics.h"

enum meter {
	/* the queue, as the database sees it; the same from every worker */
	METER_QUEUE_JOBS,		/* class, state */
	METER_QUEUE_OLDEST,		/* class: of those that are ready */
	/* this worker's jobs */
	METER_CLAIMS,
	METER_ATTEMPTS,			/* outcome */
	METER_LEASES_LOST,		/* of this worker */
	METER_LEASES_EXPIRED,		/* of any worker, found by this one */
	METER_VERDICTS,			/* language, verdict */
	METER_WAIT,			/* insert to claim */
	METER_JUDGING,			/* claim to verdict */
	METER_COMPILE,			/* language */
	METER_RUN,
	METER_CHECK,
	METER_TESTS,			/* verdict */
	METER_BORDERLINE,
	METER_CACHE,			/* cache, result */
	METER_SLOTS,
	METER_SLOTS_BUSY,
	METER_SLOT_SECONDS,
	METER_SICK,			/* reason */
	/* the database */
	METER_CONNECTED,
	METER_CONNECTS,
	METER_ROUND_TRIP,		/* its count is that of the round trips */
	METER_DATABASE_FAULTS,
	/* this process */
	METER_RESIDENT,
	METER_STARTED,
	METERS
};

struct metrics *meters_new(void);

/* A verdict was written. compile is NULL if nothing was compiled. */
void meters_judged(struct metrics *metrics, const char *language,
		   const struct compile_result *compile, const struct test_result *tests,
		   size_t count, const struct judgement *judgement);

/* Nobody could judge it: the database has made it a judge error, for good. */
void meters_given_up(struct metrics *metrics, const char *language);

/* A job's look into a cache: "package" (those of the database), "compile", "validator". */
void meters_cache(struct metrics *metrics, const char *cache, bool hit);

/* How an attempt at a job ended: "judged", "refused", "failed", "killed", "cancelled", "dead". */
void meters_attempt(struct metrics *metrics, const char *how);

/* reason: why the worker claims nothing; NULL or "": it is well. */
void meters_sick(struct metrics *metrics, const char *reason);

/* Reads what is asked for only when somebody asks: the memory of this process. */
void meters_look(struct metrics *metrics);

#endif

/*
 * lane: what the coordinator knows of one slot's job, from the claim until its result is written.
 */
#ifndef WORKER_LANE_H
#define WORKER_LANE_H

#include "model/reporter.h"
#include "problem/tree_build.h"
#include "queue/package.h"
#include "queue/queue.h"
#include "util/error.h"
#include "util/string.h"

#include <stdbool.h>

/* More than any package has: each test is a file at least. What a judge tells beyond is not kept. */
enum { LANE_TESTS = TREE_FILES_MAX };

enum lane_state {
	LANE_IDLE,
	LANE_FETCHING,	/* the package is not here yet */
	LANE_JUDGING,
	LANE_JUDGED,	/* the slot has ended; the result is to be written */
	LANE_FAILED,	/* the slot has ended with a judge error, which is to be written */
	LANE_DROPPED,	/* the lease is lost: nothing is to be written, the slot is being stopped */
};

struct lane {
	struct reporter reporter;	/* must stay first: records what the slot tells */
	enum lane_state state;
	struct queue_job job;
	struct package_version version;	/* while fetching; 0: still to be asked for */
	int gone;			/* the version of which something was not there; 0: none */
	int64_t since_ns;		/* when it was claimed */
	struct compile_result *compile;
	struct test_result *tests;
	size_t test_count, test_capacity, tests_told;
	struct strbuf summary;		/* JSON; empty: there is none */
	struct judgement judgement;
	struct error failure;
	int64_t started_ns;		/* when it went into the slot */
	int64_t told_ns;		/* when progress was last written */
	int64_t heard_ns;		/* when the slot last said something of it */
	int64_t locked_until;		/* somebody else holds its row: nothing is written before */
	bool alone;			/* a lock was in the way of its result and others' */
};

void lane_start(struct lane *lane, struct queue_job *job);

/* The job's slot has ended; failure is NULL if the reporter was told that it is done. */
void lane_end(struct lane *lane, const struct error *failure);

/* Idle again; frees what was recorded. */
void lane_clear(struct lane *lane);

#endif

/*
 * pool: the slots of this process tree, seen from its front. Jobs go out, reporters are told what
 * comes back; a slot that dies under its job ends it with a judge error, and is there again.
 *
 *	pool_start(&pool, control, slots, &profiles, ended, context, err);
 *	while ((i = pool_idle(&pool)) >= 0 && more work)
 *		pool_judge(&pool, i, ...);
 *	pool_wait(&pool, NULL, 0, -1, err);	until something has happened; then again
 */
#ifndef WORKER_POOL_H
#define WORKER_POOL_H

#include "model/profile.h"
#include "model/reporter.h"
#include "model/tree.h"
#include "pipeline/plan.h"
#include "profile/profile.h"
#include "util/error.h"
#include "worker/broken.h"

#include <poll.h>
#include <stdbool.h>

enum { POOL_SLOTS = 64, POOL_EXTRA = 8 };

/*
 * A job has ended: failure is NULL after its reporter was told that it is done, or the judge
 * error. The slot is idle again.
 */
typedef void pool_ended(void *context, unsigned slot, const struct error *failure);

/* A package was found to be broken (worker/broken.h); failure is its last. */
typedef void pool_broken(void *context, const char *package, const struct error *failure);

struct pool {
	int control;
	unsigned count;
	pool_ended *ended;
	void *context;
	const struct profile_table *languages;
	pool_broken *on_broken;			/* NULL after the start: nobody is told */
	struct broken_table broken;
	struct pool_slot {
		int jobs;
		uint32_t sent;			/* how many jobs to this socket: the last one's number */
		int cpu;			/* that it is pinned to; -1: not known */
		struct reporter *reporter;	/* NULL: idle */
		bool is_try;			/* asks no program of the package: says nothing of it */
		struct broken_job job;		/* of what is judged, and its package's name */
		char package[sizeof ((struct tree *)0)->name];
	} slot[POOL_SLOTS];
};

/* languages, borrowed: for packages' own programs; NULL: none of those of profiles. */
int pool_start(struct pool *pool, int control, unsigned count,
	       const struct profile_table *languages, pool_ended *ended, void *context,
	       struct error *err);

/* The index of an idle slot, or -1. */
int pool_idle(const struct pool *pool);
bool pool_is_busy(const struct pool *pool);

/*
 * The arguments are only needed for the call, but for the reporter. A job of a package that is
 * broken may end at once: ended() is called before this returns.
 */
int pool_judge(struct pool *pool, unsigned slot, const struct submission *submission,
	       const struct profile *profile, const struct tree *tree,
	       const struct judge_options *options, struct reporter *reporter, struct error *err);

/* Stop judging what is in the slot: the slot is started anew; ended() is told so. */
int pool_abort(struct pool *pool, unsigned slot);

/*
 * Waits for slots, for the extra descriptors (their revents are set) or for timeout_ms (-1: no
 * end), and tells the reporters. -1 only when the launcher has gone.
 */
int pool_wait(struct pool *pool, struct pollfd *extra, size_t extra_count, int timeout_ms,
	      struct error *err);

#endif

/*
 * slot_lock: slots are numbered host-wide, so that several workers on one host never meet.
 *
 * A number is taken by a lock on slot-N.lock in the run directory (/run/assize). The launcher and
 * every spawner of the slot hold it; uids and groups follow from the number; only a slot whose lock
 * is free may be cleaned up after a crash. The file says whose the slot is and to which thread it is
 * pinned, so that others choose another thread as long as there is one.
 */
#ifndef SANDBOX_SLOT_LOCK_H
#define SANDBOX_SLOT_LOCK_H

#include "util/error.h"

#include <stdbool.h>
#include <sys/types.h>

enum { SLOT_MAX = 1000 };

#define SLOT_RUN_DIRECTORY "/run/assize"
#define SLOT_UID_BASE 1900000000u	/* FACTS §8: clear of the ranges of systemd and nobody */

enum {
	SLOT_UIDS = 100,	/* of the host, per slot */
	SLOT_MAPPED_UIDS = 90,	/* of these, what a box can name: 0 the spawner, 1.. the classes */
	SLOT_JUDGE_UID = 99,	/* the slot's own process and its judges: unknown inside */
};

static inline uid_t slot_uid(unsigned slot, unsigned offset)
{
	return SLOT_UID_BASE + slot * SLOT_UIDS + offset;
}

/* The thread at that place of those that we may use, in the order of topology.h; -1 if unknown. */
int slot_cpu(unsigned place);

/* How many slots there are to be by default: the physical cores that we may use, at least one. */
unsigned slot_cores(void);

/* Pins a process (0: the caller) to a core; it may then go nowhere else. */
void slot_pin(pid_t pid, int cpu);

/* Makes the run directory. ERROR_SYSTEM names it and the cure. */
int slot_lock_prepare(struct error *err);

/* Takes the lock of one slot: a descriptor, or -1 with *ret_busy or *err set. */
int slot_lock_take(unsigned slot, bool *ret_busy, struct error *err);

/*
 * Waits until nobody else chooses slots: a descriptor, to be closed soon; -1 on failure. Whoever
 * looks for free slots without it makes them look taken.
 */
int slot_lock_all(struct error *err);

struct slot_lock {
	unsigned number;
	int fd;			/* the lock: the slot is ours until it is closed */
	int cpu;		/* the thread to pin it to; -1: unknown */
};

/*
 * Takes so many free slots, those with the lowest numbers; the caller has slot_lock_all(). Each gets
 * the thread that topology_choose() finds best. Slots of another process tree of the same worker
 * do not count: one of the two trees drains, and they share their cores knowingly (a reload, see
 * worker/succession.h). All or none.
 */
int slot_lock_choose(unsigned count, struct slot_lock *ret_locks, struct error *err);

/* Is there a lock file of that slot, left by whoever used it last? */
bool slot_lock_exists(unsigned slot);

#endif

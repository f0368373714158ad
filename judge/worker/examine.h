/*
 * examine: runs the self-test when the worker's health is in doubt, and tells the database what it
 * said: that the worker is sick, that it is well again, which packages are to blame.
 */
#ifndef WORKER_EXAMINE_H
#define WORKER_EXAMINE_H

#include "worker/state.h"

/*
 * What a self-test may take; on a host that is well it takes about a second. And when a package that
 * could not be paused, because somebody has not finished handing in, is reported again.
 */
enum { EXAMINE_MOST_S = 300, EXAMINE_BLAME_AGAIN_S = 5 };

/* Starts the self-test if one is due and a slot is idle; stops one that hangs: that is a failure. */
void examine_step(struct coordinator *c);

/* When time alone makes that step due; INT64_MAX: never. A slot that is freed is news by itself. */
int64_t examine_due(const struct coordinator *c);

/* The slot has ended something; true: it was the self-test. */
bool examine_ended(struct coordinator *c, unsigned slot, const struct error *failure);

/* Tells the database what is new. */
int examine_tell(struct coordinator *c, struct error *err);

#endif

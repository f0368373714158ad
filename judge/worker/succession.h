/*
 * succession: a coordinator's side of worker/handover.h.
 */
#ifndef WORKER_SUCCESSION_H
#define WORKER_SUCCESSION_H

#include "worker/state.h"

/*
 * A successor, connected and not registered: waits until its predecessor has stepped aside. 0 go on,
 * 1 it was told to stop instead.
 */
int succession_wait(struct coordinator *c, struct error *err);

/* What has come from the supervisor. */
void succession_receive(struct coordinator *c);

/* Gives the name up in the database, if that is due. Where all that talks to the database is. */
int succession_step_aside(struct coordinator *c, struct error *err);

/* Tells the successor, in each turn of one that stepped aside, which processors are still in use. */
void succession_tell(struct coordinator *c);

/* Whether a predecessor still judges on the slot's processor. */
bool succession_is_taken(const struct coordinator *c, unsigned slot);

#endif

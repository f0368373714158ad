/*
 * presence: the worker as the database sees it: connected, registered, alive.
 */
#ifndef WORKER_PRESENCE_H
#define WORKER_PRESENCE_H

#include "worker/state.h"

/* Connects and registers, once. 1: a successor that was told to stop while it waited. */
int presence_join(struct coordinator *c, struct error *err);

/* The connection was lost: makes a new one. When that fails, presence_recover() says what next. */
int presence_connect(struct coordinator *c, struct error *err);

/* What a failed call means for the connection; -1 if nothing can be done about it. */
int presence_recover(struct coordinator *c, struct error *err);

/* Tells which leases are held; drops those that are lost or cancelled. */
int presence_beat(struct coordinator *c, struct error *err);

/* Away for so long that others have been given our jobs: drops them. */
void presence_give_up(struct coordinator *c);

/* Signs off. Leases that are still held go back with the registration. */
void presence_leave(struct coordinator *c);

#endif

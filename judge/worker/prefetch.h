/*
 * prefetch: an idle worker fetches the packages that are likely to be needed, so that the first
 * submission does not wait for them.
 */
#ifndef WORKER_PREFETCH_H
#define WORKER_PREFETCH_H

#include "worker/state.h"

/* Fetches a little while there is nothing to judge. Never pushes anything out of the cache. */
int prefetch_step(struct coordinator *c, struct error *err);

/* Whether there is something for prefetch_step() to do now. */
bool prefetch_is_due(const struct coordinator *c);

#endif

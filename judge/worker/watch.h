/*
 * watch: what a coordinator counts, and shows to whoever asks: metrics and health over HTTP, a line
 * for the service manager. Counting goes on where nobody may ask; it costs nothing to speak of.
 */
#ifndef WORKER_WATCH_H
#define WORKER_WATCH_H

#include "worker/meters.h"
#include "worker/state.h"

/* Once, before the filter of the coordinator's role: this listens. */
int watch_open(struct coordinator *c, struct error *err);

/* Nobody is served any more; counting goes on. May be repeated. */
void watch_close(struct coordinator *c);

/* For queue_observe(). */
void watch_round_trip(void *context, int64_t ns, bool ok);

/* In each turn of the loop: answers who asks, counts what time has passed, tells the manager. */
void watch_turn(struct coordinator *c);

/* When the next turn is due for it; INT64_MAX: never. */
int64_t watch_due(const struct coordinator *c);

/* The figures that the database has, every few seconds while somebody is served. */
int watch_queue(struct coordinator *c, struct error *err);

/* A job that has just been claimed. */
void watch_claimed(struct coordinator *c, const struct queue_job *job);

/* A lane whose end was written, before it is cleared. */
void watch_ended(struct coordinator *c, const struct lane *lane, enum queue_outcome outcome);

#endif

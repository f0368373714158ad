/*
 * fetch: jobs whose packages this worker has not got: brought from the database before they start.
 */
#ifndef WORKER_FETCH_H
#define WORKER_FETCH_H

#include "worker/state.h"

/* Before the process gives up its rights: the cache. Without one the worker goes on, and says so,
 * unless worker.yaml names the directory. */
int fetch_open(struct coordinator *c, struct error *err);
void fetch_close(struct coordinator *c);

/* A part of the self-test: whether the cache can be written to, if there is one. */
int fetch_test(struct coordinator *c, struct error *err);

/* Fetches a little, and starts the jobs whose package is there. */
int fetch_step(struct coordinator *c, struct error *err);

/* Whether there is something for fetch_step() to do now. */
bool fetch_is_due(const struct coordinator *c);

#endif

/*
 * results: what the slots have judged, into the queue.
 */
#ifndef WORKER_RESULTS_H
#define WORKER_RESULTS_H

#include "worker/state.h"

/* Verdicts and failures of jobs that have ended, and progress of those that have not. */
int results_write(struct coordinator *c, struct error *err);

/* Whether some that have ended are still to be written. */
bool results_waiting(const struct coordinator *c);

/* How often progress is told at most. */
enum { RESULTS_PROGRESS_MS = 250 };

#endif

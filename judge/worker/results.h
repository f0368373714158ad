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

/*
 * Progress is told so often at most; and at least so often, even if there is none, as a lease that
 * nothing is told of ends after ten minutes, however long a test may take. A slot that has said
 * nothing for hours hangs: its job goes to others.
 */
enum { RESULTS_PROGRESS_MS = 250, RESULTS_SIGN_S = 60, RESULTS_SILENCE_S = 4 * 3600 };

/*
 * What a lock is in the way of is tried again after RESULTS_LOCKED_S: each try takes as long as the
 * database waits for a lock, and nothing else of this worker's is written meanwhile.
 */
enum { RESULTS_LOCKED_S = 5 };

#endif

/*
 * control: what operators do with the queue while it is in use. Needs a login with assize_app.
 */
#ifndef QUEUE_CONTROL_H
#define QUEUE_CONTROL_H

#include "queue/queue.h"

/* What to pause, resume or redrive: at most one of them; all NULL or 0: everything there is. */
struct queue_scope {
	const char *contest, *problem;
	int64_t submission;		/* for queue_redrive() only */
};

/* *ret_jobs: how many waiting jobs stopped, or go on. ERROR_USAGE: there is no such contest. */
int queue_pause(struct queue *queue, const struct queue_scope *scope, int64_t *ret_jobs,
		struct error *err);
int queue_resume(struct queue *queue, const struct queue_scope *scope, int64_t *ret_jobs,
		 struct error *err);

/* Whether a submission or a package of it is in the database. Reads all submissions if not. */
int queue_knows_problem(struct queue *queue, const char *problem, bool *ret_known,
			struct error *err);

/*
 * Judges once more what was given up as JE. *ret_jobs: how many submissions. ERROR_USAGE: there is
 * no such submission or contest.
 */
int queue_redrive(struct queue *queue, const struct queue_scope *scope, int64_t *ret_jobs,
		  struct error *err);

/*
 * Cancels the judgement of a submission; word is what assize.cancel() says. ERROR_USAGE: there is
 * no such submission.
 */
enum { QUEUE_WORD_BYTES = 16 };

int queue_cancel(struct queue *queue, int64_t submission, char word[QUEUE_WORD_BYTES],
		 struct error *err);

/* Asks the workers of that name to leave. *ret_workers: how many are asked. */
int queue_drain(struct queue *queue, const char *worker, int64_t *ret_workers, struct error *err);

#endif

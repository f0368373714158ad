/*
 * rejudge: sets of submissions that are judged again, without counting until they are applied.
 *
 *	struct rejudge_request request = { .filter = { .problem = "sum" }, .repeat = 1 };
 *	queue_rejudge_new(queue, &request, &set, err);	the shadows are in the queue
 *	queue_rejudge_show(queue, set.id, 100, &json, err);	again and again, until all are done
 *	queue_rejudge_apply(queue, set.id, false, &json, err);	or queue_rejudge_cancel()
 *
 * All may be repeated: new with the same key, apply and cancel change nothing the second time.
 * What cannot be done (no such set, nothing fits the filter, judgements are still open) is
 * ERROR_USAGE with the cure; else as in queue.h. A call lasts up to REJUDGE_STATEMENT_S seconds: a
 * set may have a hundred thousand submissions. JSON texts are those of the functions assize.rejudge_*
 * of the schema; the caller frees them.
 */
#ifndef QUEUE_REJUDGE_H
#define QUEUE_REJUDGE_H

#include "queue/queue.h"

enum { REJUDGE_STATEMENT_S = 600 };

/* Which submissions: all that is not NULL must fit. Texts are borrowed. */
struct rejudge_filter {
	const char *contest, *problem, *language, *user;
	const char *verdicts;		/* "WA,TLE" */
	const char *since, *until;	/* when it was handed in: since <= t < until, as PostgreSQL
					   reads times */
	const char *worker;		/* name of the worker that judged it */
	const char *toolchain;		/* % stands for any text */
	const char *package;		/* beginning of the package's hash */
	const char *submissions;	/* "17,18" */
};

struct rejudge_request {
	struct rejudge_filter filter;
	unsigned repeat;		/* shadows of each submission */
	int priority;			/* among what is judged again, higher goes first */
	const char *reason;		/* for people; NULL: none */
	const char *key;		/* asking with the same key again makes no second set; NULL: none */
};

struct rejudge_set {
	int64_t id;
	int64_t submissions;
	bool is_new;			/* false: the key had made it before */
};

/* Makes a set and wakes the workers. */
int queue_rejudge_new(struct queue *queue, const struct rejudge_request *request,
		      struct rejudge_set *ret_set, struct error *err);

/* most: how many differences are listed at the most. */
int queue_rejudge_show(struct queue *queue, int64_t set, unsigned most, char **ret_json,
		       struct error *err);
int queue_rejudge_progress(struct queue *queue, int64_t set, char **ret_json, struct error *err);

int queue_rejudge_apply(struct queue *queue, int64_t set, bool partial, char **ret_json,
			struct error *err);
int queue_rejudge_cancel(struct queue *queue, int64_t set, char **ret_json, struct error *err);

/* Called with one JSON object after the other; json is borrowed. -1 with *err ends it. */
typedef int rejudge_take(void *context, const char *json, struct error *err);

int queue_rejudge_list(struct queue *queue, rejudge_take *take, void *context, struct error *err);

/*
 * Everything about the submissions of a set, or, with a set of 0, about the judgements that count
 * of the submissions that fit the filter. Read in pages: memory does not grow with their number.
 */
int queue_rejudge_export(struct queue *queue, int64_t set, const struct rejudge_filter *filter,
			 rejudge_take *take, void *context, struct error *err);

#endif

#include "queue/query.h"
#include "util/cleanup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUBMISSIONS_MOST = 500, BLOBS_MOST = 500, EVENTS_MOST = 5000 };

void queue_observe(struct queue *queue, queue_observer *observer, void *context)
{
	queue->observer = observer;
	queue->observer_context = context;
}

/* ---- Figures ---- */

int queue_depth(struct queue *queue, struct queue_depth ret_depth[QUEUE_CLASSES],
		size_t *ret_count, struct error *err)
{
	autoquery struct query query = QUERY_STATEMENT(
		"select class, ready, delayed, leased, paused, oldest_s from assize.queue_depth()");
	autoresult PGresult *result = NULL;
	size_t count = 0;

	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	for (int row = 0; row < PQntuples(result) && count < QUEUE_CLASSES; row++) {
		struct queue_depth *depth = &ret_depth[count++];

		snprintf(depth->class, sizeof depth->class, "%s", result_text(result, row, 0));
		depth->ready = result_integer(result, row, 1);
		depth->delayed = result_integer(result, row, 2);
		depth->leased = result_integer(result, row, 3);
		depth->paused = result_integer(result, row, 4);
		depth->oldest_s = strtod(result_text(result, row, 5), NULL);
	}
	*ret_count = count;
	return 0;
}

/* ---- A worker and its successor ---- */

int queue_step_aside(struct queue *queue, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.step_aside");
	autoresult PGresult *result = NULL;

	query_integer(&query, "worker_id", queue->worker);
	return query_run(queue, &query, &result, err);
}

int queue_fence(struct queue *queue, const char *name, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.fence");
	autoresult PGresult *result = NULL;

	query_text(&query, "name", name);
	return query_run(queue, &query, &result, err);
}

/* ---- Retention ---- */

static void put_older_than(struct query *query, const struct queue_prune *prune)
{
	char text[40];

	snprintf(text, sizeof text, "%" PRId64 " seconds", prune->older_than_s);
	query_text(query, "older_than", text);
	query_bool(query, "dry_run", prune->dry_run);
}

static void put_contests(struct query *query, const char *const *contests)
{
	struct array names;
	size_t count = 0;

	while (contests && contests[count])
		count++;
	names = array_begin(ARRAY_TEXT, count);
	for (size_t i = 0; i < count; i++)
		array_text(&names, contests[i]);
	query_array(query, "keep_contests", &names);
}

static bool is_one_of(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static int no_contest(const char *name, const char *near, struct error *err)
{
	return error_usage(err, "nothing is deleted: there is no contest \"%.200s\"%s%s%s", name,
			   near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

int queue_prune_check(struct queue *queue, const struct queue_prune *prune, struct error *err)
{
	autoquery struct query query = QUERY_STATEMENT("select c.name from assize.contest c");
	autoresult PGresult *result = NULL;
	autofree const char **names = NULL;
	size_t count;

	if (!prune->keep_contests || !*prune->keep_contests)
		return 0;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	count = (size_t)PQntuples(result);
	names = calloc(count + 1, sizeof *names);
	if (!names)
		abort();
	for (size_t i = 0; i < count; i++)
		names[i] = result_text(result, (int)i, 0);
	for (const char *const *kept = prune->keep_contests; *kept; kept++)
		if (!is_one_of(names, count, *kept))
			return no_contest(*kept, text_nearest(*kept, names, count), err);
	return 0;
}

/* Column 0 is where to go on, null at the end. */
static bool take_place(const PGresult *result, char from[72])
{
	if (PQgetisnull(result, 0, 0))
		return false;
	snprintf(from, 72, "%s", result_text(result, 0, 0));
	return true;
}

int queue_prune_submissions(struct queue *queue, const struct queue_prune *prune, char from[72],
			    struct queue_pruned *pruned, bool *ret_more, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.prune_submissions");
	autoresult PGresult *result = NULL;

	put_older_than(&query, prune);
	put_contests(&query, prune->keep_contests);
	query_text(&query, "after", *from ? from : "0");
	query_integer(&query, "most", SUBMISSIONS_MOST);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_more = take_place(result, from);
	pruned->submissions += result_integer(result, 0, 1);
	pruned->judgements += result_integer(result, 0, 2);
	return 0;
}

int queue_prune_blobs(struct queue *queue, const struct queue_prune *prune, char from[72],
		      struct queue_pruned *pruned, bool *ret_more, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.prune_blobs");
	autoresult PGresult *result = NULL;

	put_older_than(&query, prune);
	query_text(&query, "after", *from ? from : "\\x");
	query_integer(&query, "most", BLOBS_MOST);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_more = take_place(result, from);
	pruned->blobs += result_integer(result, 0, 1);
	pruned->blob_bytes += result_integer(result, 0, 2);
	return 0;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): of the same type as the others */
int queue_prune_audit(struct queue *queue, const struct queue_prune *prune, char from[72],
		      struct queue_pruned *pruned, bool *ret_more, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.prune_audit");
	autoresult PGresult *result = NULL;

	(void)from;
	put_older_than(&query, prune);
	query_integer(&query, "most", EVENTS_MOST);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	pruned->events += result_integer(result, 0, 0);
	*ret_more = !prune->dry_run && result_integer(result, 0, 0) == EVENTS_MOST;
	return 0;
}

int queue_prune_packages(struct queue *queue, const struct queue_prune *prune,
			 struct queue_pruned *pruned, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.package_collect");
	autoresult PGresult *result = NULL;

	if (prune->dry_run)
		return 0;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	pruned->package_chunks += result_integer(result, 0, 0);
	return 0;
}

int queue_prune_workers(struct queue *queue, const struct queue_prune *prune, const char *note,
			struct queue_pruned *pruned, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.prune_workers");
	autoresult PGresult *result = NULL;

	put_older_than(&query, prune);
	query_text(&query, "note", note);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	pruned->workers += result_integer(result, 0, 0);
	return 0;
}

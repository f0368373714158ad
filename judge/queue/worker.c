#include "queue/query.h"
#include "util/clock.h"

#include <string.h>

static void add_pools(struct query *query, const char *pools)
{
	struct array array;
	size_t count = 0;

	for (const char *s = pools; *s; s = packed_next(s))
		count++;
	array = array_begin(ARRAY_TEXT, count);
	for (const char *s = pools; *s; s = packed_next(s))
		array_text(&array, s);
	query_array(query, "pools", &array);
}

int queue_register(struct queue *queue, const struct queue_worker *worker, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.register");
	autoresult PGresult *result = NULL;
	struct queue_schema schema;

	if (queue_schema(queue, &schema, err) < 0)
		return -1;
	query_text(&query, "name", worker->name);
	query_text(&query, "host", worker->host);
	query_text(&query, "program", worker->program);
	query_integer(&query, "slots", worker->slots);
	query_integer(&query, "speaks", schema.latest);
	add_pools(&query, worker->pools);
	query_integer(&query, "lease_ms", worker->lease_ns / NS_PER_MS);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	queue->worker = result_integer(result, 0, 0);
	return 0;
}

int queue_unregister(struct queue *queue, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.unregister");
	autoresult PGresult *result = NULL;

	query_integer(&query, "worker_id", queue->worker);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	queue->worker = 0;
	if (result_integer(result, 0, 0) > 0)
		query_notify(queue, "judge_ready", NULL, 0);
	return 0;
}

int queue_heartbeat(struct queue *queue, const struct queue_lease *leases, size_t count,
		    enum queue_hold *ret_holds, bool *ret_drain, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.beat");
	autoresult PGresult *result = NULL;
	struct lease_list list = { .judgements = { 0 } };

	for (size_t i = 0; i < count; i++)
		lease_list_add(&list, &leases[i]);
	query_integer(&query, "worker_id", queue->worker);
	query_leases(&query, &list);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		ret_holds[i] = QUEUE_HELD;
	*ret_drain = false;
	for (int row = 0; row < PQntuples(result); row++) {
		const char *verb = result_text(result, row, 1);

		*ret_drain = *ret_drain || strcmp(verb, "drain") == 0;
		for (size_t i = 0; i < count; i++)
			if (leases[i].judgement == result_integer(result, row, 0))
				ret_holds[i] = strcmp(verb, "lost") == 0 ? QUEUE_LOST :
									   QUEUE_CANCELLED_NOW;
	}
	return 0;
}

int queue_maintain(struct queue *queue, int64_t *ret_expired, struct error *err)
{
	autoquery struct query query = QUERY_STATEMENT("select requeued from assize.maintain()");
	autoresult PGresult *result = NULL;

	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	if (ret_expired)
		*ret_expired = result_integer(result, 0, 0);
	return 0;
}

int queue_has_work(struct queue *queue, bool *ret_has_work, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.has_work");
	autoresult PGresult *result = NULL;

	query_integer(&query, "worker_id", queue->worker);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_has_work = result_text(result, 0, 0)[0] == 't';
	return 0;
}

int queue_set_sick(struct queue *queue, const char *reason, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.set_sick");
	autoresult PGresult *result = NULL;

	query_integer(&query, "worker_id", queue->worker);
	if (reason)
		query_text(&query, "reason", reason);
	else
		query_null(&query, "reason");
	return query_run(queue, &query, &result, err);
}

int queue_report_broken(struct queue *queue, const char *problem, const char *reason,
			struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.report_broken");
	autoresult PGresult *result = NULL;

	query_integer(&query, "worker_id", queue->worker);
	query_text(&query, "problem", problem);
	query_text(&query, "reason", reason);
	return query_run(queue, &query, &result, err);
}

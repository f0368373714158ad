#include "queue/query.h"
#include "queue/schema_image.h"
#include "util/clock.h"

#include <stdio.h>
#include <string.h>

/*
 * Without a schema the server answers with an error, which costs nothing outside a transaction.
 * A pooled or foreign schema of the same name has no such function, and is an error.
 */
int queue_schema(struct queue *queue, struct queue_schema *ret_schema, struct error *err)
{
	autoquery struct query query = QUERY_STATEMENT(
		"select s.version, s.oldest_program from assize.schema_state() s");
	autoquery struct query exists = QUERY_STATEMENT(
		"select count(*) from pg_namespace where nspname = 'assize'");
	autoresult PGresult *there = NULL;
	autoresult PGresult *state = NULL;

	if (query_run(queue, &exists, &there, err) < 0)
		return -1;
	if (result_integer(there, 0, 0) == 0) {
		*ret_schema = (struct queue_schema){ .latest = (int)migration_count };
		return 0;
	}
	if (query_run(queue, &query, &state, err) < 0)
		return error_context(err, "schema assize");
	*ret_schema = (struct queue_schema){
		.version = (int)result_integer(state, 0, 0),
		.oldest_program = (int)result_integer(state, 0, 1),
		.latest = (int)migration_count,
	};
	return 0;
}

/*
 * Whoever wants what a migration waits to lock waits behind it: all workers, while a dump or another
 * long transaction goes on. So a migration waits for a moment, gives way for another, tries again,
 * and gives up in the end.
 */
enum { LOCK_S = 3, GIVE_WAY_S = 3, GIVE_UP_S = 300 };

/* After a failure nothing of it is left. */
static int try_once(struct queue *queue, const struct migration *migration, struct error *err)
{
	char begin[64];
	enum queue_fault fault;
	struct error ignored;

	snprintf(begin, sizeof begin, "begin; set local lock_timeout = '%ds'", LOCK_S);
	if (query_script(queue, begin, QUERY_PATIENCE_MOST_S, err) == 0 &&
	    query_script(queue, migration->sql, QUERY_PATIENCE_MOST_S, err) == 0 &&
	    query_script(queue, "commit", QUERY_PATIENCE_MOST_S, err) == 0)
		return 0;
	fault = queue->fault;
	if (PQstatus(queue->connection) == CONNECTION_OK)
		query_script(queue, "rollback", 0, &ignored);
	queue->fault = fault;
	return -1;
}

/* Somebody had locked what it needs: it waited, or it would have waited for ever. */
static bool is_in_the_way(const struct queue *queue)
{
	return strcmp(queue->state, "55P03") == 0 || strcmp(queue->state, "40P01") == 0;
}

static int apply(struct queue *queue, const struct migration *migration, queue_waiting *waiting,
		 struct error *err)
{
	int64_t end = clock_ns() + GIVE_UP_S * NS_PER_S;
	const struct timespec way = { .tv_sec = GIVE_WAY_S };

	while (try_once(queue, migration, err) < 0) {
		if (!is_in_the_way(queue))
			return error_context(err, "migration %s", migration->name);
		if (clock_ns() > end)
			return error_set(err, ERROR_SYSTEM, 0, "migration %s: another transaction, "
					 "a dump perhaps, holds a lock that it needs; nothing of it "
					 "was changed: run assize db migrate again once that has "
					 "ended", migration->name);
		if (waiting)
			waiting(migration->name);
		nanosleep(&way, NULL);
	}
	return 0;
}

/*
 * Two programs that migrate at once: the second waits, and finds nothing left to do. Neither this
 * nor a migration of large tables has a time limit.
 */
static int lock(struct queue *queue, struct error *err)
{
	return query_script(queue, "set statement_timeout = 0; set lock_timeout = 0;"
				   "select pg_advisory_lock(hashtext('assize.migrate'))",
			    QUERY_PATIENCE_MOST_S, err);
}

int queue_migrate(struct queue *queue, queue_waiting *waiting, struct queue_schema *ret_before,
		  struct error *err)
{
	struct queue_schema before = { .version = 0 };

	if (queue->pooled) {
		queue->fault = QUEUE_FAULT_REQUEST;
		return error_set(err, ERROR_SYSTEM, 0, "there is a pooler on the way to the database; "
				 "connect to the server itself to change the schema");
	}
	if (lock(queue, err) < 0 || queue_schema(queue, &before, err) < 0)
		return -1;
	for (size_t i = (size_t)before.version; i < migration_count; i++)
		if (apply(queue, &migrations[i], waiting, err) < 0)
			return -1;
	*ret_before = before;
	return 0;
}

#include "queue/query.h"
#include "queue/schema_image.h"

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

static int apply(struct queue *queue, const struct migration *migration, struct error *err)
{
	if (query_script(queue, "begin", QUERY_PATIENCE_MOST_S, err) == 0 &&
	    query_script(queue, migration->sql, QUERY_PATIENCE_MOST_S, err) == 0 &&
	    query_script(queue, "commit", QUERY_PATIENCE_MOST_S, err) == 0)
		return 0;
	return error_context(err, "migration %s", migration->name);
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

int queue_migrate(struct queue *queue, struct queue_schema *ret_before, struct error *err)
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
		if (apply(queue, &migrations[i], err) < 0)
			return -1;
	*ret_before = before;
	return 0;
}

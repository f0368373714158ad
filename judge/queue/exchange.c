/*
 * Statements go out, answers come in. On a direct connection each statement is prepared once; a
 * pooler that lends a server for one transaction knows nothing of prepared statements, so that
 * through one they are parsed each time.
 */
#include "queue/query.h"
#include "util/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

enum { TEXT, BINARY };
enum { NAME_BYTES = 32 };

static void statement_of(const struct query *query, struct strbuf *sql)
{
	if (query->statement) {
		strbuf_printf(sql, "%s", query->statement);
		return;
	}
	strbuf_printf(sql, "select * from %s(", query->function);
	for (int i = 0; i < query->count; i++)
		strbuf_printf(sql, "%s%s => $%d", i ? ", " : "", query->names[i], i + 1);
	strbuf_append(sql, ")", 1);
}

/* FNV-1a; of some thirty statements no two meet. */
static uint64_t hash_of(const struct strbuf *sql)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < sql->length; i++)
		hash = (hash ^ (unsigned char)sql->text[i]) * 0x100000001b3u;
	return hash;
}

/*
 * The connection as if its peer had gone: what the server is at is of no use to us any more. A
 * pooled session has no limits of its own, so that this is the only one there.
 */
static int give_up(struct queue *queue, struct error *err)
{
	shutdown(PQsocket(queue->connection), SHUT_RDWR);
	PQconsumeInput(queue->connection);
	queue->fault = QUEUE_FAULT_TRANSIENT;
	return error_set(err, ERROR_SYSTEM, 0, "database: no answer in time");
}

/* Sends what is still to be sent, and waits until a result can be had without blocking. */
static int await(struct queue *queue, int64_t end, struct error *err)
{
	PGconn *connection = queue->connection;

	for (;;) {
		int unsent = PQflush(connection);
		struct pollfd pollfd = { .fd = PQsocket(connection),
					 .events = (short)(POLLIN | (unsent ? POLLOUT : 0)) };
		int64_t left = end - clock_ns();

		if (unsent < 0)
			return query_error(queue, NULL, err);
		if (!unsent && !PQisBusy(connection))
			return 0;
		if (left <= 0)
			return give_up(queue, err);
		if (poll(&pollfd, 1, (int)(left / NS_PER_MS) + 1) < 0 && errno != EINTR)
			return error_system(err, "poll");
		if (pollfd.revents && !PQconsumeInput(connection))
			return query_error(queue, NULL, err);
	}
}

/* *ret_result is NULL at the end of the results of one statement. */
static int next_result(struct queue *queue, int64_t end, PGresult **ret_result, struct error *err)
{
	if (await(queue, end, err) < 0)
		return -1;
	*ret_result = PQgetResult(queue->connection);
	return 0;
}

static bool is_failure(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK;
}

/* All results of one statement, of which the last counts; ret_result may be NULL. */
static int last_result(struct queue *queue, int64_t end, PGresult **ret_result, struct error *err)
{
	autoresult PGresult *last = NULL;

	for (;;) {
		PGresult *next;

		if (next_result(queue, end, &next, err) < 0)
			return -1;
		if (!next)
			break;
		PQclear(last);
		last = next;
	}
	if (!last || is_failure(last))
		return query_error(queue, last, err);
	if (ret_result) {
		*ret_result = last;
		last = NULL;
	}
	return 0;
}

static int64_t answer_by(int patience_s)
{
	return clock_ns() + (patience_s ? patience_s : QUEUE_ANSWER_S) * NS_PER_S;
}

static void name_of(uint64_t hash, char name[NAME_BYTES])
{
	snprintf(name, NAME_BYTES, "assize_%016" PRIx64, hash);
}

/* Makes sure that the connection knows a statement; *ret_name is "" where none can be prepared. */
static int prepare(struct queue *queue, const struct strbuf *sql, char ret_name[NAME_BYTES],
		   struct error *err)
{
	uint64_t hash = hash_of(sql);

	ret_name[0] = '\0';
	if (queue->pooled)
		return 0;
	for (size_t i = 0; i < queue->prepared_count; i++)
		if (queue->prepared[i] == hash) {
			name_of(hash, ret_name);
			return 0;
		}
	if (queue->prepared_count == QUERY_PREPARED)
		return 0;
	name_of(hash, ret_name);
	if (!PQsendPrepare(queue->connection, ret_name, sql->text, 0, NULL))
		return query_error(queue, NULL, err);
	if (last_result(queue, answer_by(0), NULL, err) < 0)
		return -1;
	queue->prepared[queue->prepared_count++] = hash;
	return 0;
}

int query_script(struct queue *queue, const char *sql, int patience_s, struct error *err)
{
	const int64_t began_ns = clock_ns();
	int status = -1;

	if (!PQsendQuery(queue->connection, sql))
		query_error(queue, NULL, err);
	else
		status = last_result(queue, answer_by(patience_s), NULL, err);
	query_observed(queue, began_ns, status == 0);
	if (status == 0)
		queue->fault = QUEUE_FAULT_NONE;
	return status;
}

static int send_query(struct queue *queue, const struct query *query, const char *name,
		      const char *sql, struct error *err)
{
	const char *const *values = (const char *const *)query->values;
	int format = query->binary ? BINARY : TEXT, sent;

	if (*name)
		sent = PQsendQueryPrepared(queue->connection, name, query->count, values,
					   query->lengths, query->formats, format);
	else
		sent = PQsendQueryParams(queue->connection, sql, query->count, NULL, values,
					 query->lengths, query->formats, format);
	return sent ? 0 : query_error(queue, NULL, err);
}

static int check_connection(struct queue *queue, struct error *err)
{
	return queue->connection ? 0 : query_error(queue, NULL, err);
}

void query_observed(const struct queue *queue, int64_t began_ns, bool good)
{
	if (queue->observer)
		queue->observer(queue->observer_context, clock_ns() - began_ns, good);
}

static int run(struct queue *queue, const struct query *query, PGresult **ret_result,
	       struct error *err)
{
	autostrbuf struct strbuf sql = { 0 };
	char name[NAME_BYTES];

	statement_of(query, &sql);
	if (check_connection(queue, err) < 0 || prepare(queue, &sql, name, err) < 0 ||
	    send_query(queue, query, name, sql.text, err) < 0 ||
	    last_result(queue, answer_by(query->patience_s), ret_result, err) < 0)
		return -1;
	queue->fault = QUEUE_FAULT_NONE;
	return 0;
}

int query_run(struct queue *queue, const struct query *query, PGresult **ret_result,
	      struct error *err)
{
	const int64_t began_ns = clock_ns();
	int status = run(queue, query, ret_result, err);

	query_observed(queue, began_ns, status == 0);
	return status;
}

/* ---- Several at once ------------------------------------------------------------------------- */

/* The end of what was sent until PQpipelineSync(). */
static int take_sync(struct queue *queue, int64_t end, struct error *err)
{
	PGresult *result;

	if (next_result(queue, end, &result, err) < 0)
		return -1;
	if (PQresultStatus(result) != PGRES_PIPELINE_SYNC) {
		PQclear(result);
		return give_up(queue, err);
	}
	PQclear(result);
	return 0;
}

static int send_together(struct queue *queue, const struct query *queries, size_t count,
			 const char *name, const char *sql, struct error *err)
{
	for (size_t i = 0; i < count; i++)
		if (send_query(queue, &queries[i], name, sql, err) < 0)
			return -1;
	return PQpipelineSync(queue->connection) ? 0 : query_error(queue, NULL, err);
}

/* After the first that failed the others say only that they were not tried. */
static int take_together(struct queue *queue, size_t count, PGresult **results, struct error *err)
{
	enum queue_fault fault = QUEUE_FAULT_NONE;
	int64_t end = answer_by(0);
	struct error later;

	for (size_t i = 0; i < count; i++) {
		if (last_result(queue, end, &results[i], fault ? &later : err) == 0)
			continue;
		if (PQstatus(queue->connection) == CONNECTION_BAD)
			return -1;
		fault = fault ? fault : queue->fault;
	}
	if (take_sync(queue, end, fault ? &later : err) < 0)
		return -1;
	queue->fault = fault;
	return fault ? -1 : 0;
}

int query_run_together(struct queue *queue, const struct query *queries, size_t count,
		       PGresult **results, struct error *err)
{
	autostrbuf struct strbuf sql = { 0 };
	const int64_t began_ns = clock_ns();
	char name[NAME_BYTES];
	int status;

	statement_of(&queries[0], &sql);
	if (check_connection(queue, err) < 0 || prepare(queue, &sql, name, err) < 0)
		return -1;
	if (!PQenterPipelineMode(queue->connection))
		return query_error(queue, NULL, err);
	status = send_together(queue, queries, count, name, sql.text, err);
	if (status == 0)
		status = take_together(queue, count, results, err);
	PQexitPipelineMode(queue->connection);
	query_observed(queue, began_ns, status == 0);
	if (status < 0)
		return -1;
	queue->fault = QUEUE_FAULT_NONE;
	return 0;
}

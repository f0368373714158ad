/*
 * query: one statement, its parameters, and what a failure means. Private to queue/.
 *
 *	autoquery struct query query = QUERY_CALL("assize.fail");
 *	autoresult PGresult *result = NULL;
 *
 *	query_integer(&query, "worker_id", 7);
 *	query_text(&query, "reason", reason);
 *	if (query_run(queue, &query, &result, err) < 0)
 *
 * runs "select * from assize.fail(worker_id => $1, reason => $2)". Parameters never become part of
 * the statement's text.
 */
#ifndef QUEUE_QUERY_H
#define QUEUE_QUERY_H

#include "queue/queue.h"
#include "util/string.h"

#include <postgresql/libpq-fe.h>

enum { QUERY_PREPARED = 48, QUEUE_ANSWER_S = 40 };

struct queue {
	PGconn *connection;
	char *conninfo;
	struct queue *ear;	/* listens for this one; NULL: the connection itself does */
	int64_t ear_at;		/* when to try that again, if it is not connected */
	bool pooled;		/* somebody sits in between: nothing of the session is ours */
	uint64_t prepared[QUERY_PREPARED];	/* what the connection knows, by hash */
	size_t prepared_count;
	enum queue_fault fault;
	char state[6];		/* SQLSTATE of the last failure; "" if it was the connection's */
	unsigned channels;	/* that are to be listened to, after each connect */
	int64_t worker;		/* our number; 0 before queue_register() */
	queue_observer *observer;	/* NULL: nobody is told of round trips */
	void *observer_context;
};

enum { QUERY_PARAMETERS = 40 };

struct query {
	const char *function;	/* called with named parameters */
	const char *statement;	/* or this, with $1, $2, ...; then names are NULL */
	bool binary;		/* results come in binary */
	int patience_s;		/* with the answer; 0: QUEUE_ANSWER_S */
	int count;
	const char *names[QUERY_PARAMETERS];
	char *values[QUERY_PARAMETERS];	/* owned; NULL is SQL's null */
	int lengths[QUERY_PARAMETERS], formats[QUERY_PARAMETERS];
};

#define QUERY_CALL(name) { .function = (name) }
#define QUERY_STATEMENT(text) { .statement = (text) }

void query_text(struct query *query, const char *name, const char *text);
void query_bytes(struct query *query, const char *name, const void *bytes, size_t size);
void query_integer(struct query *query, const char *name, int64_t value);
void query_real(struct query *query, const char *name, double value);
void query_bool(struct query *query, const char *name, bool value);
void query_null(struct query *query, const char *name);
void query_lease(struct query *query, const struct queue_lease *lease);

/*
 * Arrays travel in PostgreSQL's binary form, so that no element needs quoting: begun with their
 * number of elements, then that many array_ calls, then handed to the query.
 */
enum array_type {
	ARRAY_BOOL = 16,
	ARRAY_BYTES = 17,
	ARRAY_BIGINT = 20,
	ARRAY_INTEGER = 23,
	ARRAY_TEXT = 25,
	ARRAY_REAL = 701,
};

struct array {
	enum array_type type;
	struct strbuf bytes;
};

struct array array_begin(enum array_type type, size_t count);
void array_bytes(struct array *array, const void *bytes, size_t size);
void array_text(struct array *array, const char *text);
void array_integer(struct array *array, int64_t value);	/* ARRAY_BOOL, _INTEGER, _BIGINT */
void array_real(struct array *array, double value);
void query_array(struct query *query, const char *name, struct array *array);

/* The parameters judgements and leases; the list is empty afterwards. */
struct lease_list {
	struct strbuf judgements, tokens;
};

void lease_list_add(struct lease_list *list, const struct queue_lease *lease);
void query_leases(struct query *query, struct lease_list *list);

void query_free(struct query *query);
#define autoquery __attribute__((cleanup(query_free)))

static inline void result_cleanup(PGresult **result)
{
	PQclear(*result);
}

#define autoresult __attribute__((cleanup(result_cleanup)))

/* Sets queue->fault on failure. Without an answer in time the connection is lost. */
int query_run(struct queue *queue, const struct query *query, PGresult **ret_result,
	      struct error *err);

/*
 * Queries that differ in their values only, in one round trip and one transaction: all or none.
 * results has count entries, all NULL before; the caller frees those that are set, after a failure
 * too.
 */
int query_run_together(struct queue *queue, const struct query *queries, size_t count,
		       PGresult **results, struct error *err);

/*
 * Notifies a channel of judgements, or of nothing particular if count is 0, in a transaction of its
 * own. A hint: that it fails is no failure, and that a crash forgets it neither.
 */
void query_notify(struct queue *queue, const char *channel, const int64_t *judgements,
		  size_t count);

/* Tells the queue's observer, if it has one, of a round trip. */
void query_observed(const struct queue *queue, int64_t began_ns, bool good);

/* For what has no time limit of its own; still, a peer that has gone is noticed by keepalives. */
enum { QUERY_PATIENCE_MOST_S = 86400 };

/* Statements without parameters, in one transaction; patience as in struct query. */
int query_script(struct queue *queue, const char *sql, int patience_s, struct error *err);

/* Says in *err and queue->fault what the connection's last failure was. result may be NULL. */
int query_error(struct queue *queue, const PGresult *result, struct error *err);

/* Column of a row as text or as a number; NULL is "" and 0. */
const char *result_text(const PGresult *result, int row, int column);
int64_t result_integer(const PGresult *result, int row, int column);

#endif

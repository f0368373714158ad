#include "queue/query.h"
#include "util/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What comes before dbname can be overridden by the caller's conninfo, what comes after cannot.
 * The silence of a peer that vanished ends after QUEUE_SILENCE_S: by keepalives while we wait, by
 * tcp_user_timeout while we send.
 */
static const char *const keywords[] = {
	"fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
	"keepalives_count", "tcp_user_timeout", "target_session_attrs", "dbname",
	"client_encoding", NULL,
};

static const struct {
	enum queue_channel channel;
	const char *name;
} channel_names[] = {
	{ QUEUE_READY, "judge_ready" },
	{ QUEUE_DONE, "judge_done" },
};

enum { CHANNELS = sizeof channel_names / sizeof channel_names[0] };

struct queue *queue_open(const char *conninfo)
{
	struct queue *queue = calloc(1, sizeof *queue);

	if (!queue)
		abort();
	queue->conninfo = strdup(conninfo ? conninfo : "");
	if (!queue->conninfo)
		abort();
	return queue;
}

void queue_close(struct queue *queue)
{
	if (!queue)
		return;
	PQfinish(queue->connection);
	queue_close(queue->ear);
	free(queue->conninfo);
	free(queue);
}

enum queue_fault queue_fault(const struct queue *queue)
{
	return queue->fault == QUEUE_FAULT_LOCKED ? QUEUE_FAULT_TRANSIENT : queue->fault;
}

bool queue_was_locked(const struct queue *queue)
{
	return queue->fault == QUEUE_FAULT_LOCKED;
}

static void ignore_notice(void *context, const char *message)
{
	(void)context;
	(void)message;
}

/*
 * The server and whoever answered us name different processes: a pooler sits in between. What it
 * makes of a session's settings, prepared statements and channels is unknown, so we use none.
 */
static int detect_pooler(struct queue *queue, struct error *err)
{
	autoquery struct query query = QUERY_STATEMENT("select pg_backend_pid()");
	autoresult PGresult *result = NULL;

	queue->pooled = true;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	queue->pooled = result_integer(result, 0, 0) != PQbackendPID(queue->connection);
	return 0;
}

static int set_up_session(struct queue *queue, struct error *err)
{
	char sql[256];

	if (detect_pooler(queue, err) < 0)
		return -1;
	snprintf(sql, sizeof sql,
		 "set statement_timeout = '%ds'; set lock_timeout = '10s';"
		 "set idle_in_transaction_session_timeout = '30s';", QUEUE_STATEMENT_S);
	if (!queue->pooled && query_script(queue, sql, 0, err) < 0)
		return -1;
	return queue_listen(queue, queue->channels, err);
}

static PGconn *dial(const char *conninfo)
{
	/* A third of the silence to notice it, then two probes. */
	const char *const values[] = { "assize", "5", "5", "5", "2", "15000", "read-write",
				       conninfo, "UTF8", NULL };
	PGconn *connection;

	_Static_assert(QUEUE_SILENCE_S == 15, "the values above");
	connection = PQconnectdbParams(keywords, values, 1);
	if (PQstatus(connection) == CONNECTION_OK) {
		PQsetNoticeProcessor(connection, ignore_notice, NULL);
		PQsetnonblocking(connection, 1);
	}
	return connection;
}

int queue_dial(struct queue *queue, struct error *err)
{
	PQfinish(queue->connection);
	queue->prepared_count = 0;
	queue->connection = dial(queue->conninfo);
	if (PQstatus(queue->connection) != CONNECTION_OK) {
		size_t used;

		query_error(queue, NULL, err);
		used = strlen(err->message);
		snprintf(err->message + used, sizeof err->message - used,
			 "; is PostgreSQL running there? --database, worker.yaml or PGHOST say where");
		PQfinish(queue->connection);
		queue->connection = NULL;
		return -1;
	}
	return set_up_session(queue, err);
}

int queue_connect(struct queue *queue, struct error *err)
{
	struct queue_schema schema;

	if (queue_dial(queue, err) < 0 || queue_schema(queue, &schema, err) < 0)
		return -1;
	queue->fault = QUEUE_FAULT_REQUEST;
	if (schema.version == 0)
		return error_set(err, ERROR_SYSTEM, 0,
				 "database %s has no schema of Assize; run: assize db init",
				 PQdb(queue->connection));
	if (schema.version < schema.latest)
		return error_set(err, ERROR_SYSTEM, 0, "database %s has version %d of the schema, "
				 "and %d is needed; run: assize db migrate",
				 PQdb(queue->connection), schema.version, schema.latest);
	if (schema.oldest_program > schema.latest)
		return error_set(err, ERROR_SYSTEM, 0, "database %s has version %d of the schema, "
				 "and this program knows %d; install a newer assize",
				 PQdb(queue->connection), schema.version, schema.latest);
	queue->fault = QUEUE_FAULT_NONE;
	return 0;
}

/* ---- Notifications -------------------------------------------------------------------------- */

enum { EAR_RETRY_S = 30 };

void queue_listen_by(struct queue *queue, const char *conninfo)
{
	queue_close(queue->ear);
	queue->ear = *conninfo ? queue_open(conninfo) : NULL;
}

/* That nobody listens is no failure: then the caller's polling has to do. */
static void open_ear(struct queue *queue)
{
	struct queue *ear = queue->ear;
	struct error ignored;

	if (ear->connection || queue->channels == 0 || clock_ns() < queue->ear_at)
		return;
	ear->channels = queue->channels;
	queue_dial(ear, &ignored);
	queue->ear_at = clock_ns() + EAR_RETRY_S * NS_PER_S;
}

int queue_listen(struct queue *queue, unsigned channels, struct error *err)
{
	queue->channels |= channels;
	if (queue->ear) {
		open_ear(queue);
		return 0;
	}
	for (size_t i = 0; i < CHANNELS; i++) {
		char sql[64];

		if (queue->pooled || !(channels & channel_names[i].channel))
			continue;
		snprintf(sql, sizeof sql, "listen %s", channel_names[i].name);
		if (query_script(queue, sql, 0, err) < 0)
			return -1;
	}
	return 0;
}

int queue_socket(const struct queue *queue)
{
	return PQsocket(queue->ear && queue->ear->connection ? queue->ear->connection :
							       queue->connection);
}

/* What came while nobody listened is unknown: any channel may have been notified. */
static unsigned consume_ear(struct queue *queue)
{
	struct error ignored;
	unsigned notified = 0;

	open_ear(queue);
	if (!queue->ear->connection)
		return 0;
	if (queue_consume(queue->ear, &notified, &ignored) == 0)
		return notified;
	PQfinish(queue->ear->connection);
	queue->ear->connection = NULL;
	queue->ear_at = 0;
	return queue->channels;
}

int queue_consume(struct queue *queue, unsigned *ret_channels, struct error *err)
{
	unsigned notified = queue->ear ? consume_ear(queue) : 0;
	PGnotify *notify;

	if (!PQconsumeInput(queue->connection))
		return query_error(queue, NULL, err);
	while ((notify = PQnotifies(queue->connection))) {
		for (size_t i = 0; i < CHANNELS; i++)
			if (strcmp(notify->relname, channel_names[i].name) == 0)
				notified |= channel_names[i].channel;
		PQfreemem(notify);
	}
	*ret_channels = notified;
	return 0;
}

#include "queue/query.h"

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
	free(queue->conninfo);
	free(queue);
}

enum queue_fault queue_fault(const struct queue *queue)
{
	return queue->fault;
}

static void ignore_notice(void *context, const char *message)
{
	(void)context;
	(void)message;
}

static int set_up_session(struct queue *queue, struct error *err)
{
	char sql[256];

	snprintf(sql, sizeof sql,
		 "set statement_timeout = '%ds'; set lock_timeout = '10s';"
		 "set idle_in_transaction_session_timeout = '30s';", QUEUE_STATEMENT_S);
	if (query_script(queue, sql, err) < 0)
		return -1;
	return queue_listen(queue, queue->channels, err);
}

int queue_dial(struct queue *queue, struct error *err)
{
	/* A third of the silence to notice it, then two probes. */
	const char *const values[] = { "assize", "5", "5", "5", "2", "15000", "read-write",
				       queue->conninfo, "UTF8", NULL };

	_Static_assert(QUEUE_SILENCE_S == 15, "the values above");
	PQfinish(queue->connection);
	queue->connection = PQconnectdbParams(keywords, values, 1);
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
	PQsetNoticeProcessor(queue->connection, ignore_notice, NULL);
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

int queue_listen(struct queue *queue, unsigned channels, struct error *err)
{
	for (size_t i = 0; i < CHANNELS; i++) {
		char sql[64];

		if (!(channels & channel_names[i].channel))
			continue;
		snprintf(sql, sizeof sql, "listen %s", channel_names[i].name);
		if (query_script(queue, sql, err) < 0)
			return -1;
	}
	queue->channels |= channels;
	return 0;
}

int queue_socket(const struct queue *queue)
{
	return PQsocket(queue->connection);
}

int queue_consume(struct queue *queue, unsigned *ret_channels, struct error *err)
{
	unsigned notified = 0;
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

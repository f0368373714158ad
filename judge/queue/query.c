#include "queue/query.h"

#include "util/clock.h"

#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORMAT_TEXT, FORMAT_BINARY };

/* SQLSTATE by its beginning, the most specific first; class AZ is of schema/. */
static const struct {
	const char *state;
	enum queue_fault fault;
	const char *cure;
} faults[] = {
	{ "08", QUEUE_FAULT_TRANSIENT, NULL },
	{ "0A000", QUEUE_FAULT_TRANSIENT, NULL },	/* a prepared statement is of an older schema */
	{ "25006", QUEUE_FAULT_TRANSIENT, NULL },	/* a stand-by: fail-over is under way */
	{ "26000", QUEUE_FAULT_TRANSIENT, NULL },	/* a prepared statement is gone */
	{ "40", QUEUE_FAULT_TRANSIENT, NULL },		/* deadlock, serialization */
	{ "53", QUEUE_FAULT_TRANSIENT, NULL },		/* out of connections, memory, disk */
	{ "55P03", QUEUE_FAULT_LOCKED, NULL },		/* lock timeout */
	{ "57", QUEUE_FAULT_TRANSIENT, NULL },		/* shutting down, statement timeout */
	{ "58", QUEUE_FAULT_TRANSIENT, NULL },		/* input or output error of the server */
	{ "AZ001", QUEUE_FAULT_FENCED, NULL },
	{ "AZ002", QUEUE_FAULT_REPLACED, NULL },
	{ "2200", QUEUE_FAULT_REQUEST, "write numbers below 2^31, and times as 2026-11-22T10:00Z" },
	{ "3F000", QUEUE_FAULT_REQUEST, "run: assize db init" },
	{ "42501", QUEUE_FAULT_REQUEST, "grant assize_app, assize_worker or "
	  "assize_reader to this login; to change the schema it must be one that may create roles" },
	{ "42883", QUEUE_FAULT_REQUEST, "run: assize db migrate" },
	{ "", QUEUE_FAULT_REQUEST, NULL },
};

static void *allocate(size_t size)
{
	void *memory = malloc(size);

	if (!memory)
		abort();
	return memory;
}

static void add(struct query *query, const char *name, char *value, size_t length, int format)
{
	assert(query->count < QUERY_PARAMETERS);
	query->names[query->count] = name;
	query->values[query->count] = value;
	query->lengths[query->count] = (int)length;
	query->formats[query->count++] = format;
}

void query_null(struct query *query, const char *name)
{
	add(query, name, NULL, 0, FORMAT_TEXT);
}

/* Each bad byte becomes three. The server would refuse the whole statement for one of them. */
static char *clean(const char *text, size_t *ret_length)
{
	size_t size = strlen(text), capacity = 3 * size + 1;
	char *copy = allocate(capacity);

	*ret_length = text_sanitise_utf8(text, size, copy, capacity);
	return copy;
}

void query_text(struct query *query, const char *name, const char *text)
{
	size_t length;
	char *copy = clean(text, &length);

	add(query, name, copy, length, FORMAT_TEXT);
}

void query_bytes(struct query *query, const char *name, const void *bytes, size_t size)
{
	char *copy = allocate(size + 1);

	memcpy(copy, bytes, size);
	add(query, name, copy, size, FORMAT_BINARY);
}

void query_integer(struct query *query, const char *name, int64_t value)
{
	char *text = allocate(24);

	add(query, name, text, (size_t)snprintf(text, 24, "%" PRId64, value), FORMAT_TEXT);
}

void query_real(struct query *query, const char *name, double value)
{
	char *text = allocate(40);

	add(query, name, text, (size_t)snprintf(text, 40, "%.17g", value), FORMAT_TEXT);
}

void query_bool(struct query *query, const char *name, bool value)
{
	query_text(query, name, value ? "t" : "f");
}

void query_lease(struct query *query, const struct queue_lease *lease)
{
	query_integer(query, "judgement_id", lease->judgement);
	query_text(query, "lease", lease->token);
}

static void append32(struct strbuf *bytes, uint32_t value)
{
	uint32_t big = htobe32(value);

	strbuf_append(bytes, &big, sizeof big);
}

/* Dimensions, "has nulls", element type; then, unless it is empty, length and lower bound. */
struct array array_begin(enum array_type type, size_t count)
{
	struct array array = { .type = type };

	append32(&array.bytes, count > 0);
	append32(&array.bytes, 0);
	append32(&array.bytes, (uint32_t)type);
	if (count) {
		append32(&array.bytes, (uint32_t)count);
		append32(&array.bytes, 1);
	}
	return array;
}

void array_bytes(struct array *array, const void *bytes, size_t size)
{
	append32(&array->bytes, (uint32_t)size);
	strbuf_append(&array->bytes, bytes, size);
}

void array_text(struct array *array, const char *text)
{
	size_t length;
	char *copy = clean(text, &length);

	array_bytes(array, copy, length);
	free(copy);
}

void array_integer(struct array *array, int64_t value)
{
	uint64_t wide = htobe64((uint64_t)value);
	size_t size = array->type == ARRAY_BIGINT ? 8 : array->type == ARRAY_INTEGER ? 4 : 1;

	array_bytes(array, (char *)&wide + sizeof wide - size, size);
}

void array_real(struct array *array, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	bits = htobe64(bits);
	array_bytes(array, &bits, sizeof bits);
}

void query_array(struct query *query, const char *name, struct array *array)
{
	size_t length = array->bytes.length;

	add(query, name, strbuf_take(&array->bytes), length, FORMAT_BINARY);
}

/* The one array in text form: numbers and uuids need no quotes. */
void lease_list_add(struct lease_list *list, const struct queue_lease *lease)
{
	const char *before = list->judgements.length ? "," : "{";

	strbuf_printf(&list->judgements, "%s%" PRId64, before, lease->judgement);
	strbuf_printf(&list->tokens, "%s%s", before, lease->token);
}

void query_leases(struct query *query, struct lease_list *list)
{
	const char *end = list->judgements.length ? "}" : "{}";

	strbuf_printf(&list->judgements, "%s", end);
	strbuf_printf(&list->tokens, "%s", end);
	query_text(query, "judgements", list->judgements.text);
	query_text(query, "leases", list->tokens.text);
	strbuf_free(&list->judgements);
	strbuf_free(&list->tokens);
}

void query_free(struct query *query)
{
	for (int i = 0; i < query->count; i++)
		free(query->values[i]);
	query->count = 0;
}

void query_notify(struct queue *queue, const char *channel, const int64_t *judgements,
		  size_t count)
{
	/* The flush of a commit would be waited for by all others that notify. */
	autoquery struct query query = QUERY_STATEMENT(
		"select set_config('synchronous_commit', 'off', true), pg_notify($1, n)"
		" from unnest($2::text[]) n");
	autoresult PGresult *result = NULL;
	enum queue_fault fault = queue->fault;
	struct array array = array_begin(ARRAY_TEXT, count ? count : 1);
	struct error ignored;

	for (size_t i = 0; i < count; i++) {
		char number[24];

		snprintf(number, sizeof number, "%" PRId64, judgements[i]);
		array_text(&array, number);
	}
	if (count == 0)
		array_text(&array, "");
	query_text(&query, NULL, channel);
	query_array(&query, NULL, &array);
	query_run(queue, &query, &result, &ignored);
	queue->fault = fault;
}

/* libpq's text has several lines and hints at options of psql: the first line is the fact. */
static int connection_error(struct queue *queue, struct error *err)
{
	const char *text = queue->connection ? PQerrorMessage(queue->connection) : "not connected";
	char line[512];

	text_sanitise_utf8(text, strcspn(text, "\n"), line, sizeof line);
	queue->fault = QUEUE_FAULT_TRANSIENT;
	queue->state[0] = '\0';
	return error_set(err, ERROR_SYSTEM, 0, "database: %s", *line ? line : "no connection");
}

int query_error(struct queue *queue, const PGresult *result, struct error *err)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
	enum error_kind kind;
	char line[640];
	size_t i = 0;

	if (!state || !message || PQstatus(queue->connection) == CONNECTION_BAD)
		return connection_error(queue, err);
	while (strncmp(state, faults[i].state, strlen(faults[i].state)) != 0)
		i++;
	queue->fault = faults[i].fault;
	snprintf(queue->state, sizeof queue->state, "%s", state);
	if (faults[i].cure)
		hint = faults[i].cure;
	text_sanitise_utf8(message, strcspn(message, "\n"), line, sizeof line);
	/* 2200.: a number or a time that cannot be, which is the caller's as well. */
	kind = strcmp(state, "AZ003") == 0 || strncmp(state, "2200", 4) == 0 ? ERROR_USAGE :
									       ERROR_SYSTEM;
	return error_set(err, kind, 0, "%s%s%s%s", kind == ERROR_USAGE ? "" : "database: ", line,
			 hint && faults[i].fault == QUEUE_FAULT_REQUEST ? "; " : "",
			 hint && faults[i].fault == QUEUE_FAULT_REQUEST ? hint : "");
}

const char *result_text(const PGresult *result, int row, int column)
{
	return PQgetvalue(result, row, column);
}

int64_t result_integer(const PGresult *result, int row, int column)
{
	return strtoll(PQgetvalue(result, row, column), NULL, 10);
}

#include "cmd/database.h"

#include "config/config.h"
#include "model/verdict.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LOOK_MS = 500, RECONNECT_S = 60 };

int database_open(const struct invocation *invocation, const char *option,
		  struct queue **ret_queue, struct error *err)
{
	struct worker_config config;

	if (option) {
		*ret_queue = queue_open(option);
		return 0;
	}
	if (config_load(invocation->config, &config, err) < 0)
		return -1;
	*ret_queue = queue_open(config.database);
	queue_listen_by(*ret_queue, config.listen);
	return 0;
}

int database_connect(const struct invocation *invocation, const char *option,
		     struct queue **ret_queue, struct error *err)
{
	autoqueue struct queue *queue = NULL;

	if (database_open(invocation, option, &queue, err) < 0 || queue_connect(queue, err) < 0)
		return -1;
	*ret_queue = TAKE(queue);
	return 0;
}

int database_show(struct queue *queue, int64_t submission, json_t **ret_record,
		  struct error *err)
{
	autofree char *text = NULL;
	json_error_t fault;
	json_t *record;

	if (queue_show(queue, submission, &text, err) < 0)
		return -1;
	if (!text)
		return error_usage(err, "there is no submission %" PRId64, submission);
	record = json_loads(text, 0, &fault);
	if (!record)
		return error_set(err, ERROR_SYSTEM, 0, "submission %" PRId64 ": %s", submission,
				 fault.text);
	*ret_record = record;
	return 0;
}

static void sleep_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * NS_PER_MS };

	nanosleep(&time, NULL);
}

/* The server restarts, or fails over: a person who waits would just try again. */
int database_reconnect(struct queue *queue, struct error *err)
{
	int64_t end = clock_ns() + RECONNECT_S * NS_PER_S;

	while (queue_connect(queue, err) < 0) {
		if (queue_fault(queue) != QUEUE_FAULT_TRANSIENT || clock_ns() > end)
			return -1;
		sleep_ms(1000);
	}
	return 0;
}

static int wait_a_little(struct queue *queue, struct error *err)
{
	struct pollfd pollfd = { .fd = queue_socket(queue), .events = POLLIN };
	unsigned channels;

	if (queue_consume(queue, &channels, err) < 0)
		return -1;
	if (channels)
		return 0;
	if (poll(&pollfd, 1, LOOK_MS) < 0 && errno != EINTR)
		return error_system(err, "poll");
	return queue_consume(queue, &channels, err);
}

int database_follow(struct queue *queue, int64_t submission, database_seen *seen, void *context,
		    json_t **ret_record, struct error *err)
{
	bool ok = queue_listen(queue, QUEUE_DONE, err) == 0, said = false;

	for (;;) {
		autojson json_t *record = NULL;

		if (!ok && (queue_fault(queue) != QUEUE_FAULT_TRANSIENT ||
			    database_reconnect(queue, err) < 0))
			return -1;
		ok = database_show(queue, submission, &record, err) == 0;
		if (!ok && queue_fault(queue) == QUEUE_FAULT_NONE)
			return -1;
		if (!ok)
			continue;
		if (seen)
			seen(context, record);
		if (record_is_final(record)) {
			*ret_record = TAKE(record);
			return 0;
		}
		record_say_paused(record, &said);
		ok = wait_a_little(queue, err) == 0;
	}
}

const char *record_text(const json_t *record, const char *key)
{
	const char *text = json_string_value(json_object_get(record, key));

	return text ? text : "";
}

double record_number(const json_t *record, const char *key)
{
	return json_number_value(json_object_get(record, key));
}

bool record_is_final(const json_t *record)
{
	const char *state = record_text(record, "state");

	return !strcmp(state, "done") || !strcmp(state, "dead") || !strcmp(state, "cancelled");
}

void record_say_paused(const json_t *record, bool *said)
{
	if (*said || strcmp(record_text(record, "state"), "paused") != 0)
		return;
	fprintf(stderr, "assize: submission %lld is paused; assize queue says what is, and assize "
		"queue resume undoes it\n", (long long)record_number(record, "submission"));
	*said = true;
}

int record_exit_status(const json_t *record)
{
	enum verdict verdict = verdict_find(record_text(record, "verdict"));

	if (verdict == VERDICT_AC)
		return 0;
	return verdict == VERDICT_NONE || verdict == VERDICT_JE ? 3 : 1;
}

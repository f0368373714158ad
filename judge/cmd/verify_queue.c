/*
 * verify --queue: the jury's submissions take the way that contestants' take.
 */
#include "cmd/database.h"
#include "cmd/verify.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOOK_AGAIN_MS = 1000 };

struct pending {
	int64_t submission;
	bool final;
};

/* Keys are unlike those of any other run, so that verifying again judges again. */
static int enqueue(struct queue *queue, const struct jury_list *list, struct pending *pending,
		   struct error *err)
{
	long long run = (long long)clock_of(CLOCK_REALTIME);

	for (size_t i = 0; i < list->count; i++) {
		char key[160];
		struct queue_entry entry = { .submission = &list->items[i].submission,
					     .user = "jury", .key = key };

		snprintf(key, sizeof key, "verify-%lld-%d-%zu", run, (int)getpid(), i);
		if (queue_enqueue(queue, &entry, &pending[i].submission, err) < 0)
			return error_context(err, "%s/%s", list->items[i].package->problem.name,
					     list->items[i].jury->name);
	}
	return 0;
}

static struct test_result test_of(const json_t *record)
{
	struct test_result test = {
		.index = (uint32_t)record_number(record, "index"),
		.verdict = verdict_find(record_text(record, "verdict")),
		.cpu_ns = (int64_t)(record_number(record, "cpu_ms") * (double)NS_PER_MS),
		.memory_bytes = (uint64_t)(record_number(record, "memory_kib") * 1024),
		.score = record_number(record, "score"),
	};

	snprintf(test.reason, sizeof test.reason, "%s", record_text(record, "reason"));
	snprintf(test.message, sizeof test.message, "%s", record_text(record, "message"));
	return test;
}

static void fill_judgement(const json_t *record, struct judgement *judgement)
{
	const json_t *failed = json_object_get(record, "first_failed");

	memset(judgement, 0, sizeof *judgement);
	judgement->verdict = verdict_find(record_text(record, "verdict"));
	judgement->first_failed = json_is_integer(failed) ? (int32_t)json_integer_value(failed) :
							    -1;
	judgement->cpu_ns = (int64_t)(record_number(record, "cpu_ms") * (double)NS_PER_MS);
	judgement->memory_bytes = (uint64_t)(record_number(record, "memory_kib") * 1024);
	judgement->score = record_number(record, "score");
	snprintf(judgement->reason, sizeof judgement->reason, "%s", record_text(record, "reason"));
}

static int add(struct verify_output *output, const struct jury_item *item, const json_t *record,
	       struct error *err)
{
	const json_t *tests = json_object_get(record, "tests");
	const json_t *receipt = json_object_get(record, "receipt");
	double limit_ms = record_number(receipt, "time_limit_ms");
	size_t count = json_array_size(tests);
	autofree struct judgement *judgement = malloc(sizeof *judgement);
	autofree struct test_result *results = calloc(count + 1, sizeof *results);
	struct verify_outcome outcome = { .item = item, .judgement = judgement, .tests = results,
					  .test_count = count };

	if (!judgement || !results)
		return error_system(err, "results");
	fill_judgement(record, judgement);
	for (size_t i = 0; i < count; i++)
		results[i] = test_of(json_array_get(tests, i));
	outcome.limit_ns = outcome.judged_ns = (int64_t)(limit_ms * (double)NS_PER_MS);
	if (judgement->verdict == VERDICT_NONE || judgement->verdict == VERDICT_JE)
		outcome.failure = judgement->reason;
	verify_output_add(output, &outcome);
	return 0;
}

/* Looks at all that are open; *left is how many still are. */
static int look(struct queue *queue, const struct jury_list *list, struct pending *pending,
		struct verify_output *output, size_t *left, bool *said_paused, struct error *err)
{
	for (size_t i = 0; i < list->count; i++) {
		autojson json_t *record = NULL;

		if (pending[i].final)
			continue;
		if (database_show(queue, pending[i].submission, &record, err) < 0)
			return -1;
		pending[i].final = record_is_final(record);
		record_say_paused(record, said_paused);
		if (!pending[i].final)
			continue;
		if (add(output, &list->items[i], record, err) < 0)
			return -1;
		--*left;
	}
	return 0;
}

static int wait_for_news(struct queue *queue, struct error *err)
{
	struct pollfd polled = { .fd = queue_socket(queue), .events = POLLIN };
	unsigned channels;

	if (poll(&polled, 1, LOOK_AGAIN_MS) <= 0)
		return 0;
	return queue_consume(queue, &channels, err);
}

static int follow(struct queue *queue, const struct jury_list *list, struct pending *pending,
		  struct verify_output *output, struct error *err)
{
	size_t left = list->count;
	bool said_paused = false;

	while (left) {
		int result = look(queue, list, pending, output, &left, &said_paused, err);

		if (result == 0 && left)
			result = wait_for_news(queue, err);
		if (result == 0)
			continue;
		if (queue_fault(queue) != QUEUE_FAULT_TRANSIENT)
			return -1;
		while (queue_connect(queue, err) < 0) {
			if (queue_fault(queue) != QUEUE_FAULT_TRANSIENT)
				return -1;
			poll(NULL, 0, LOOK_AGAIN_MS);
		}
	}
	return 0;
}

int verify_through_queue(const struct invocation *invocation, const struct verify_options *options,
			 const struct jury_list *list, FILE *junit_file, struct error *err)
{
	autofree struct pending *pending = calloc(list->count + 1, sizeof *pending);
	autoqueue struct queue *queue = NULL;
	struct verify_output output;

	if (!pending)
		return error_system(err, "submissions");
	if (database_connect(invocation, options->database, &queue, err) < 0 ||
	    queue_listen(queue, QUEUE_DONE, err) < 0 || enqueue(queue, list, pending, err) < 0)
		return -1;
	verify_output_start(&output, list, options->json, junit_file);
	if (follow(queue, list, pending, &output, err) < 0)
		return -1;
	return verify_output_end(&output, err);
}

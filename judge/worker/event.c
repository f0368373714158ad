#include "worker/event.h"

#include "util/fd.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const size_t payload[] = {
	[EVENT_COMPILE] = sizeof(struct compile_result),
	[EVENT_TEST] = sizeof(struct test_result),
	[EVENT_TRANSCRIPT] = sizeof(struct transcript),
	[EVENT_GROUP] = sizeof(struct group_result),
	[EVENT_SUMMARY] = sizeof(struct summary_piece),
	[EVENT_DONE] = sizeof(struct judgement),
	[EVENT_FAILED] = sizeof(struct error),
};

static int send_event(int socket, uint32_t job, enum event_kind kind, const void *data)
{
	struct event event;

	memset(&event, 0, offsetof(struct event, u));
	event.kind = kind;
	event.job = job;
	memcpy(&event.u, data, payload[kind]);
	return fd_send(socket, &event, offsetof(struct event, u) + payload[kind], NULL, 0);
}

static void send_up(struct reporter *reporter, enum event_kind kind, const void *data)
{
	const struct event_reporter *sender = (struct event_reporter *)reporter;

	send_event(sender->socket, sender->job, kind, data);
}

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	send_up(reporter, EVENT_COMPILE, compile);
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	send_up(reporter, EVENT_TEST, test);
}

static void on_transcript(struct reporter *reporter, const struct transcript *transcript)
{
	send_up(reporter, EVENT_TRANSCRIPT, transcript);
}

static void on_group(struct reporter *reporter, const struct group_result *group)
{
	send_up(reporter, EVENT_GROUP, group);
}

static void on_summary(struct reporter *reporter, const struct summary_piece *piece)
{
	send_up(reporter, EVENT_SUMMARY, piece);
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	send_up(reporter, EVENT_DONE, judgement);
}

void event_reporter_init(struct event_reporter *reporter, int socket, uint32_t job)
{
	*reporter = (struct event_reporter){
		{ .on_compile = on_compile, .on_test = on_test,
		  .on_transcript = on_transcript, .on_group = on_group,
		  .on_summary = on_summary, .on_done = on_done },
		socket, job,
	};
}

int event_send_failed(int socket, uint32_t job, const struct error *error)
{
	return send_event(socket, job, EVENT_FAILED, error);
}

#define END(text) ((text)[sizeof(text) - 1] = '\0')

/* Looked at as a byte: to read a bool that is neither is undefined. */
static bool is_bool(const bool *flag)
{
	unsigned char byte;

	memcpy(&byte, flag, sizeof byte);
	return byte <= 1;
}

static bool make_compile_safe(struct compile_result *compile)
{
	END(compile->reason);
	END(compile->output);
	return compile->verdict < VERDICT_COUNT && is_bool(&compile->cached) &&
	       compile->output_bytes < sizeof compile->output;
}

static bool make_test_safe(struct test_result *test)
{
	END(test->reason);
	END(test->message);
	END(test->team_message);
	END(test->difference);
	/* Tests that are not judged are not told of. */
	return test->verdict != VERDICT_NONE && test->verdict < VERDICT_COUNT &&
	       is_bool(&test->borderline) && is_bool(&test->memory_estimated);
}

static bool make_transcript_safe(struct transcript *transcript)
{
	END(transcript->text);
	return is_bool(&transcript->is_cut) && transcript->bytes < sizeof transcript->text;
}

static bool make_group_safe(struct group_result *group)
{
	END(group->reason);
	return group->verdict < VERDICT_COUNT;
}

static bool make_judgement_safe(struct judgement *judgement)
{
	END(judgement->reason);
	END(judgement->kept_output);
	END(judgement->kept_error);
	END(judgement->receipt.package_hash);
	END(judgement->receipt.profile_hash);
	END(judgement->receipt.language);
	END(judgement->receipt.toolchain);
	END(judgement->receipt.validators);
	END(judgement->receipt.class);
	END(judgement->receipt.layers);
	END(judgement->receipt.cgroup_layout);
	END(judgement->receipt.host);
	return judgement->verdict < VERDICT_COUNT && judgement->first_failed >= -1 &&
	       judgement->first_failed < (int64_t)judgement->test_count &&
	       judgement->kept_output_bytes < sizeof judgement->kept_output &&
	       judgement->kept_error_bytes < sizeof judgement->kept_error;
}

static bool make_error_safe(struct error *error)
{
	END(error->file);
	END(error->message);
	return error->kind <= ERROR_LOST;
}

/* Whatever the sender did, texts end, and lengths and enumerations are in range. */
static bool make_safe(struct event *event)
{
	switch (event->kind) {
	case EVENT_COMPILE:
		return make_compile_safe(&event->u.compile);
	case EVENT_TEST:
		return make_test_safe(&event->u.test);
	case EVENT_TRANSCRIPT:
		return make_transcript_safe(&event->u.transcript);
	case EVENT_GROUP:
		return make_group_safe(&event->u.group);
	case EVENT_SUMMARY:
		return event->u.summary.bytes <= sizeof event->u.summary.text;
	case EVENT_DONE:
		return make_judgement_safe(&event->u.judgement);
	case EVENT_FAILED:
		return make_error_safe(&event->u.error);
	}
	return false;
}

int event_receive(int socket, struct event *ret_event)
{
	ssize_t n = fd_receive(socket, ret_event, sizeof *ret_event, NULL, 0, NULL);
	size_t kind;

	if (n == 0 || (n < 0 && errno == ECONNRESET))
		return 0;
	if (n < (ssize_t)offsetof(struct event, u))
		return -1;
	kind = (size_t)ret_event->kind;
	if (kind < EVENT_COMPILE || kind > EVENT_FAILED ||
	    (size_t)n != offsetof(struct event, u) + payload[kind] || !make_safe(ret_event))
		return -1;
	return 1;
}

#include "worker/event.h"

#include "util/fd.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const size_t payload[] = {
	[EVENT_COMPILE] = sizeof(struct compile_result),
	[EVENT_TEST] = sizeof(struct test_result),
	[EVENT_DONE] = sizeof(struct judgement),
	[EVENT_FAILED] = sizeof(struct error),
};

static int send_event(int socket, enum event_kind kind, const void *data)
{
	struct event event;

	memset(&event, 0, offsetof(struct event, u));
	event.kind = kind;
	memcpy(&event.u, data, payload[kind]);
	return fd_send(socket, &event, offsetof(struct event, u) + payload[kind], NULL, 0);
}

static int socket_of(struct reporter *reporter)
{
	return ((struct event_reporter *)reporter)->socket;
}

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	send_event(socket_of(reporter), EVENT_COMPILE, compile);
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	send_event(socket_of(reporter), EVENT_TEST, test);
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	send_event(socket_of(reporter), EVENT_DONE, judgement);
}

void event_reporter_init(struct event_reporter *reporter, int socket)
{
	*reporter = (struct event_reporter){ { on_compile, on_test, on_done }, socket };
}

int event_send_failed(int socket, const struct error *error)
{
	return send_event(socket, EVENT_FAILED, error);
}

/* Whatever the sender did, texts end and enumerations are in range. */
static bool make_safe(struct event *event)
{
#define END(text) ((text)[sizeof(text) - 1] = '\0')
	switch (event->kind) {
	case EVENT_COMPILE:
		END(event->u.compile.reason);
		END(event->u.compile.output);
		return event->u.compile.verdict < VERDICT_COUNT;
	case EVENT_TEST:
		END(event->u.test.reason);
		END(event->u.test.message);
		return event->u.test.verdict < VERDICT_COUNT;
	case EVENT_DONE:
		END(event->u.judgement.reason);
		END(event->u.judgement.kept_output);
		END(event->u.judgement.kept_error);
		END(event->u.judgement.receipt.package_hash);
		END(event->u.judgement.receipt.profile_hash);
		END(event->u.judgement.receipt.toolchain);
		END(event->u.judgement.receipt.class);
		END(event->u.judgement.receipt.layers);
		END(event->u.judgement.receipt.cgroup_layout);
		END(event->u.judgement.receipt.host);
		return event->u.judgement.verdict < VERDICT_COUNT;
	case EVENT_FAILED:
		END(event->u.error.file);
		END(event->u.error.message);
		return true;
	}
	return false;
#undef END
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

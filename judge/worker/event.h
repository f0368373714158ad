/*
 * event: what comes up from a slot while it judges: one SEQPACKET message each, plain data. The
 * coordinator trusts neither lengths nor texts in them: a judge may have been taken over.
 */
#ifndef WORKER_EVENT_H
#define WORKER_EVENT_H

#include "model/reporter.h"
#include "util/error.h"

enum event_kind {
	EVENT_COMPILE = 1,
	EVENT_TEST,
	EVENT_TRANSCRIPT,
	EVENT_GROUP,
	EVENT_SUMMARY,
	EVENT_DONE,		/* the slot is free */
	EVENT_FAILED,		/* a judge error; the slot is free */
};

struct event {
	enum event_kind kind;
	uint32_t job;			/* the slot's first is 1: what comes late is no other job's */
	union {
		struct compile_result compile;
		struct test_result test;
		struct transcript transcript;
		struct group_result group;
		struct summary_piece summary;
		struct judgement judgement;
		struct error error;
	} u;
};

/* A reporter that sends everything up a socket: the one that judges have. */
struct event_reporter {
	struct reporter reporter;
	int socket;
	uint32_t job;
};

void event_reporter_init(struct event_reporter *reporter, int socket, uint32_t job);

int event_send_failed(int socket, uint32_t job, const struct error *error);

/* 1 with an event, 0 when the other end has gone, -1 for a message that is none. */
int event_receive(int socket, struct event *ret_event);

#endif

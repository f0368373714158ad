/*
 * wires: what connects a submission and the validator that talks to it, and who holds which end of
 * it for how long, as verdicts depend on that (FORMATS §1, "Interactive"):
 *
 * - what the program writes does not end for the validator before wires_let_go(), so that the end
 *   of the program cannot be what made the validator end before it;
 * - nor does writing to a program that has ended fail: what comes then is thrown away;
 * - nor does writing to a validator that has accepted: it is counted and thrown away;
 * - when the validator closes its output, or ends, the program reads end of file.
 *
 * Usually both talk directly, through a pipe each way of which we hold what the rules ask for. For
 * a transcript everything passes through us: two pipes each way, more switches, the same rules, and
 * as much that may be under way. But only what passes through us can be counted.
 */
#ifndef PIPELINE_WIRES_H
#define PIPELINE_WIRES_H

#include "pipeline/transcript.h"
#include "util/error.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	WIRE_BYTES = 1 << 20,	/* may be under way, written and not read */
	WIRES_POLLED = 4,
	RELAY_BYTES = 4096,	/* a page: where there is any room in a pipe, there is for this */
	DISCARD_BYTES = 65536,
};

/* One direction. Descriptors are -1 when closed. */
struct way {
	int writer, reader;	/* for those who talk */
	int from, to;		/* ours: the same pipe's ends, or, relayed, those of two pipes */
	bool relayed;
	bool discards;		/* nobody reads any more: what comes is thrown away */
	bool is_full;		/* relayed only: to takes nothing now */
	bool ending;		/* to is closed when nothing is left to bring */
	uint64_t bytes;		/* that we have seen */
	size_t begin, end;	/* of what is read and not yet written */
	char *buffer;		/* of RELAY_BYTES; relayed only */
};

struct wires {
	struct way forth;	/* from the program to the validator */
	struct way back;
	struct transcript *transcript;	/* NULL: they talk directly */
};

/* transcript, if any, must outlive the wires. */
int wires_open(struct wires *wires, struct transcript *transcript, struct error *err);

/* After both were started, or failed to: the ends that are theirs. */
void wires_hand_over(struct wires *wires);

/* What to poll for, and what to do then: bring on, and throw away. */
void wires_polled(const struct wires *wires, struct pollfd polled[WIRES_POLLED]);
void wires_move(struct wires *wires);

/* Nobody reads what the validator writes, or what the program writes, any more. */
void wires_program_ended(struct wires *wires);
void wires_validator_ended(struct wires *wires);

/* The validator may know that the program has ended. */
void wires_let_go(struct wires *wires);

/* So much is written to the validator and not read. */
size_t wires_unread(const struct wires *wires);

/*
 * So much the program has written: all of it where it passes through us; else what the validator
 * had not read when it ended, and what came then, and 0 before.
 */
uint64_t wires_written(const struct wires *wires);

void wires_close(struct wires *wires);

#endif

/*
 * launcher_protocol: the messages between the launcher, its front and its slots.
 */
#ifndef SANDBOX_LAUNCHER_PROTOCOL_H
#define SANDBOX_LAUNCHER_PROTOCOL_H

#include "sandbox/box.h"
#include "util/error.h"

#include <stdint.h>

enum { SLOTS_MAX = 64 };	/* of one worker */

/* front -> launcher, once */
struct start_request {
	uint32_t slots;
};

/* launcher -> front, with a job socket per slot if err.kind is ERROR_NONE */
struct start_reply {
	struct error err;
	int32_t cpu[SLOTS_MAX];
};

/*
 * launcher -> slot, with the descriptors control, memory limit, swap limit (if has_swap) and
 * processes limit, if err.kind is ERROR_NONE
 */
struct box_message {
	uint32_t class;
	uint32_t has_swap;
	struct box_facts facts;
	struct box_totals last;		/* of the box that this one replaces, after its death */
	struct error err;
};

#endif

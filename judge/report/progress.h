/*
 * progress: a bar on a terminal while people wait; nothing anywhere else.
 *
 *	progress_init(&progress, terminal_of(stderr), test_count);
 *	progress_show(&progress, i, test->name);	as often as wanted
 *	progress_hide(&progress);			before anything else is printed, and last
 *
 * The bar comes only after a short wait, so that what is quick does not flicker, and is drawn ten
 * times a second at most. After progress_hide() the next progress_show() draws it at once.
 */
#ifndef REPORT_PROGRESS_H
#define REPORT_PROGRESS_H

#include "report/terminal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	struct terminal out;
	size_t total;
	bool shown;		/* it is on the screen now */
	bool due;		/* it was, until it was hidden */
	int64_t next_ns;	/* not drawn before that */
	int64_t interval_ns;	/* between two drawings; may be changed after progress_init() */
};

void progress_init(struct progress *progress, struct terminal out, size_t total);

/* done of the total are done; label says what is being done. */
void progress_show(struct progress *progress, size_t done, const char *label);

void progress_hide(struct progress *progress);

#endif

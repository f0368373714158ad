/*
 * box_limits: the limits that are written to a box's control groups, for box.c and box_run.c.
 *
 * What is laid out in /work and /files is memory of the group's. The limits of a run are of what
 * the program itself takes: so much is added for the files, and the limit of one job is no bound to
 * laying out the next.
 */
#ifndef SANDBOX_BOX_LIMITS_H
#define SANDBOX_BOX_LIMITS_H

#include "sandbox/box.h"

int box_limits_set(struct box *box, const struct box_limits *limits, struct error *err);

/* Before files are put in that place; a name that ends in '/' is a directory. */
int box_limits_reserve(struct box *box, enum put_place place, const char *const *names,
		       const int *fds, size_t count, struct error *err);

/* What was in that place is no more. */
void box_limits_release(struct box *box, enum put_place place);

#endif

/*
 * confine: how our own processes give up what they do not need, beside their uid and
 * capabilities: a system call filter by role and, for slots and judges, a Landlock domain in which
 * nothing can be written to, connected to or signalled outside.
 *
 *	confine_prepare(ROLE_JUDGE, &confinement, err);		once, in the slot
 *	confine_enter(&confinement, err);			in each judge
 *	confine_close(&confinement);
 */
#ifndef SANDBOX_CONFINE_H
#define SANDBOX_CONFINE_H

#include "sandbox/role_table.h"
#include "util/error.h"

struct confinement {
	int filter, arguments;	/* compiled filters */
	int landlock;		/* ruleset, or -1: not for this role, or not in this kernel */
};

int confine_prepare(enum role role, struct confinement *ret_confinement, struct error *err);

/* For good, also for what is forked later. */
int confine_enter(const struct confinement *confinement, struct error *err);

void confine_close(struct confinement *confinement);

#endif

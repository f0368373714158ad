/*
 * guard: work whose leftovers are removed even if Ctrl-C ends it.
 *
 *	struct guard guard;
 *	int status;
 *
 *	guard_begin(&guard);		signals that would end us wait from now on
 *	...				make what may be left over
 *	status = guard_run(&guard, work, context, err);
 *	...				remove it, unless status is 0
 *	guard_end(&guard);		does not return if there was a signal: we die by it
 *
 * The work is done in a child process, which such a signal kills at once, whatever it waits for.
 * Nothing that it changes in memory comes back.
 */
#ifndef CMD_GUARD_H
#define CMD_GUARD_H

#include "util/error.h"

#include <signal.h>

struct guard {
	sigset_t before, held;
	int signal;		/* that came; 0: none */
};

void guard_begin(struct guard *guard);

/*
 * What work returned, its exit status, after it wrote what it has to say. -1: it could not be
 * started, or was killed; if by a signal to us, *err is not set, and guard_end() does the rest.
 */
int guard_run(struct guard *guard, int (*work)(void *context), void *context, struct error *err);

void guard_end(const struct guard *guard);

#endif

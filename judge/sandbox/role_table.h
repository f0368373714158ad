/*
 * role_table: what our own unprivileged processes may ask of the kernel. They handle what strangers
 * wrote (sources, outputs, packages): one that is taken over can start nothing, reach nothing and
 * look at nobody. A call that is not listed gets ENOSYS.
 */
#ifndef SANDBOX_ROLE_TABLE_H
#define SANDBOX_ROLE_TABLE_H

#include <stddef.h>

enum role {
	ROLE_JUDGE,		/* of one job: no process, no socket, no file by name but its own */
	ROLE_SLOT,		/* forks judges, and passes them what they need */
	ROLE_FRONT,		/* the command, or the coordinator: terminal, files, database */
	ROLES
};

struct role_row {
	const char *call;
	unsigned roles;		/* bits 1 << enum role */
};

extern const struct role_row role_rows[];
extern const size_t role_row_count;

#endif

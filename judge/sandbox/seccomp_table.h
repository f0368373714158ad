/*
 * seccomp_table: what a program may ask of the kernel, call by call.
 */
#ifndef SANDBOX_SECCOMP_TABLE_H
#define SANDBOX_SECCOMP_TABLE_H

#include "sandbox/class.h"

#include <stddef.h>

enum {
	CALL_ALLOW = 0,
	CALL_DENY = -1,		/* ends the run: RTE "system call NAME denied" */
	/* any positive value: the call fails with that errno, in silence */
};

struct seccomp_row {
	const char *call;
	int native, managed;	/* a column per enum class_filter */
};

extern const struct seccomp_row seccomp_rows[];
extern const size_t seccomp_row_count;

#endif

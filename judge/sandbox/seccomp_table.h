/*
 * seccomp_table: what a program may ask of the kernel, call by call.
 */
#ifndef SANDBOX_SECCOMP_TABLE_H
#define SANDBOX_SECCOMP_TABLE_H

#include "sandbox/class.h"

#include <stddef.h>
#include <stdint.h>

enum {
	CALL_ALLOW = 0,
	CALL_DENY = -1,		/* ends the run: RTE "system call NAME(...) denied" */
	CALL_IGNORE = -2,	/* is answered with success, and not done */
	/* any positive value: the call fails with that errno, in silence */
};

struct seccomp_row {
	const char *call;
	int native, managed;	/* a column per enum class_filter */
	/*
	 * How to show the arguments of a denied call, a letter each: d as a signed decimal, x as
	 * hexadecimal, * not at all, as it is a pointer (what it points to may have changed since).
	 */
	const char *arguments;
};

extern const struct seccomp_row seccomp_rows[];
extern const size_t seccomp_row_count;

/* A call that fails if an argument is so, whatever its row says but deny. */
struct argument_rule {
	const char *call;
	unsigned argument;
	enum argument_test {
		ARGUMENT_IS,		/* its lower 32 bits are value: an int, as the kernel sees it */
		ARGUMENT_IS_NOT,	/* all of it is anything but value */
		ARGUMENT_HAS,		/* it has the bits of value */
	} test;
	uint64_t value;
	int errnum;
	unsigned not_null;	/* and only if this argument, a pointer, is not NULL; 0: any */
};

extern const struct argument_rule argument_rules[];
extern const size_t argument_rule_count;

#endif

/*
 * template: the command of a profile, with placeholders, into the command that is run.
 *
 *	"g++" "-o" "{binary}" "{sources}"  ->  "g++" "-o" "prog" "a.cpp" "b.cpp"
 *
 *	{binary}	the executable
 *	{sources}	all compilable sources; an argument of its own, one argument for each
 *	{main}		the main source file
 *	{main_class}	the main class, once compiled
 *	{memory_mib}	the memory limit in MiB, without the profile's extra
 *	{stack_kib}	the stack limit in KiB
 *
 * A brace that is meant is doubled: {{ and }}. Pure: strings in, strings out.
 */
#ifndef PROFILE_TEMPLATE_H
#define PROFILE_TEMPLATE_H

#include "util/error.h"

#include <stddef.h>
#include <stdint.h>

enum template_stage {
	TEMPLATE_COMPILE,	/* knows no {main_class} yet */
	TEMPLATE_RUN,		/* has no {sources}: what runs is one program */
};

struct template_values {
	const char *binary, *main, *main_class;	/* NULL or "": there is none */
	const char *const *sources;
	size_t source_count;
	uint64_t memory_mib, stack_kib;
};

/* Looks at one argument; ERROR_USAGE says what is wrong with it, and the cure. */
int template_check(const char *argument, enum template_stage stage, struct error *err);

/*
 * Expands a packed command (util/string.h) into ret_command of capacity bytes, packed as well. A
 * placeholder without a value, or a result that does not fit, is ERROR_USAGE.
 */
int template_expand(const char *command, const struct template_values *values, char *ret_command,
		    size_t capacity, struct error *err);

#endif

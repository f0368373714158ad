/*
 * arguments: what comparers are told: nothing, or, DMOJ's, names that are followed by their
 * values: "precision 9 error_mode relative". Names and values are DMOJ's.
 *
 * All return -1 with ERROR_USAGE, which names the checker, the argument and what it can be.
 */
#ifndef CHECKERS_ARGUMENTS_H
#define CHECKERS_ARGUMENTS_H

#include "checkers/comparer.h"

/* -1 unless args (packed) is empty. */
int arguments_none(const struct comparer *comparer, const char *args, struct error *err);

/* Index of a name; it must be followed by a value. */
int argument_find(const char *checker, const char *name, const char *const *names, size_t count,
		  struct error *err);

/* Index of the value among choices. */
int argument_choice(const char *checker, const char *name, const char *value,
		    const char *const *choices, size_t count, struct error *err);

/* true or false. */
int argument_bool(const char *checker, const char *name, const char *value, bool *ret_value,
		  struct error *err);

/* A whole number from 0 to most. */
int argument_number(const char *checker, const char *name, const char *value, long most,
		    long *ret_value, struct error *err);

#endif

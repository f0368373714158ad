/*
 * faults: everything wrong with a file or a package at once, for who checks one.
 *
 * A reader stops at its first error. Where it could go on, it asks whether somebody collects:
 *
 *	if (load(...) < 0 && !faults_keep(faults, err))
 *		return -1;
 *
 * With NULL, which all that judge pass, it is as if nothing of this were there.
 */
#ifndef UTIL_FAULTS_H
#define UTIL_FAULTS_H

#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { FAULTS_MAX = 1000 };	/* those after them are only counted */

struct fault {
	struct error error;	/* its kind is ERROR_USAGE */
	bool warning;
};

/* Zeroed is empty. */
struct faults {
	struct fault *list;
	size_t count;		/* of list */
	size_t errors, warnings;	/* of all that there were */
};

/*
 * What is there already, place and words, is not added again.
 *
 * Takes over an error that is the user's fault, and clears *err. False, and nothing done, if faults
 * is NULL or the host is to blame: then the work ends.
 */
bool faults_keep(struct faults *faults, struct error *err);

/* A warning at a place as in error_at(). Nothing without faults. */
void faults_warn(struct faults *faults, const char *file, unsigned line, unsigned column,
		 const char *format, ...) __attribute__((format(printf, 5, 6)));

/* In the order of files, lines and columns; those of the same place as they came. */
void faults_sort(struct faults *faults);

void faults_free(struct faults *faults);

#endif

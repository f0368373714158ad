/*
 * glob: patterns over paths, as submissions.yaml has them: * stands for any part of one name, never
 * for '/'; {a,b} for one of its alternatives, which may be empty. Nothing else is special.
 */
#ifndef PROBLEM_GLOB_H
#define PROBLEM_GLOB_H

#include <stdbool.h>

enum {
	GLOB_BYTES_MAX = 512,
	GLOB_PATTERNS_MAX = 256,	/* that one with braces stands for */
};

/* NULL if pattern is one; else what is wrong with it, and the cure. */
const char *glob_fault(const char *pattern);

/*
 * Whether pattern, without a fault, matches path or a directory that it is in: both "accepted" and
 * "accepted/a.{c,py}" match "accepted/a.py".
 */
bool glob_matches(const char *pattern, const char *path);

/* Whether it matches path itself. */
bool glob_matches_whole(const char *pattern, const char *path);

#endif

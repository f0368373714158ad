/*
 * checker: comparers by name, for packages and for the command line.
 */
#ifndef CHECKER_CHECKER_H
#define CHECKER_CHECKER_H

#include "checkers/comparer.h"

/* NULL if there is none of that name. "default" always exists. */
const struct comparer *checker_find(const char *name);

/* Says that there is no checker of that name, and which is nearest. Returns -1. */
int checker_unknown(const char *name, struct error *err);

/* All of them, sorted by name. */
const struct comparer *const *checker_list(size_t *ret_count);

#endif

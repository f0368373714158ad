/*
 * arguments: what comparers say about arguments that they do not have.
 */
#ifndef CHECKERS_ARGUMENTS_H
#define CHECKERS_ARGUMENTS_H

#include "checkers/comparer.h"

/* -1, and ERROR_USAGE, unless args (packed) is empty. */
int arguments_none(const struct comparer *comparer, const char *args, struct error *err);

#endif

/*
 * problem_yaml: what problem.yaml says.
 */
#ifndef PROBLEM_PROBLEM_YAML_H
#define PROBLEM_PROBLEM_YAML_H

#include "model/problem.h"
#include "model/tree.h"
#include "problem/limits.h"
#include "problem/types.h"
#include "util/yaml.h"

enum { ARGS_MAX = 4096 };	/* bytes of a program's arguments, packed */

struct problem_yaml {
	struct problem problem;		/* what follows from this file alone */
	bool strict;			/* 2025-09 itself: drafts and legacy are read leniently */
	char validator_flags[ARGS_MAX];	/* packed */
	unsigned type, validation;	/* sets of enum type_word ... */
	unsigned validation_line, validation_column;	/* ... and where the second stands */
	struct stated_limits limits;
};

/*
 * Without the file, a package is legacy, or plain, and all is as by default. On success the caller
 * frees ret->problem.
 */
int problem_yaml_read(const struct tree *tree, struct problem_yaml *ret, struct error *err);

#endif

/*
 * problem_yaml: what problem.yaml says that is not a number.
 */
#ifndef PROBLEM_PROBLEM_YAML_H
#define PROBLEM_PROBLEM_YAML_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/yaml.h"

enum { ARGS_MAX = 4096 };	/* bytes of a validator's arguments, packed */

struct problem_yaml {
	enum problem_format format;
	char title[sizeof ((struct problem *)0)->title];
	char languages[sizeof ((struct problem *)0)->languages];	/* packed; empty: all */
	char validator_flags[ARGS_MAX];					/* packed */
	bool custom_validation;			/* legacy `validation: custom` ... */
	unsigned validation_line, validation_column;	/* ... and where it says so */
	struct problem_limits limits;
};

/*
 * Without the file, a package is legacy and all is as by default. What Assize cannot honour is an
 * error at its place.
 */
int problem_yaml_read(const struct tree *tree, struct problem_yaml *ret, struct error *err);

/* A loader for words: a string that is split at blanks, a list, or nothing at all. */
yaml_loader load_words;

/* A loader for what is not supported: any value but an empty one is an error. */
yaml_loader refuse_value;

#endif

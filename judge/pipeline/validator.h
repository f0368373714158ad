/*
 * validator: a package's own output validators (ICPC: exit 42 accepts, 43 rejects, all else is
 * the package's fault), built once per package and run in a box of their own.
 */
#ifndef PIPELINE_VALIDATOR_H
#define PIPELINE_VALIDATOR_H

#include "model/problem.h"
#include "model/result.h"
#include "model/tree.h"
#include "pipeline/artifact.h"
#include "util/error.h"

enum { VALIDATORS_MAX = 8, VALIDATOR_FILES = 100 };

struct validator {
	int executable;		/* a static program, or -1: command starts a file below /files */
	char command[512];	/* packed: what comes before input, answer, feedback and arguments */
};

/* Plain but for its descriptors, so that a slot can keep it and its judges inherit it. */
struct validator_set {
	struct validator validator[VALIDATORS_MAX];
	size_t count;
	struct artifact files;	/* of those that are not executables, as "0/check.py" */
};

struct validator_set validator_set_empty(void);
void validator_set_free(struct validator_set *set);

/* Builds what the problem names. ERROR_USAGE with the compiler's words if one does not build. */
int validators_build(const struct tree *tree, const struct problem *problem,
		     struct box_set *boxes, struct validator_set *ret_set, struct error *err);

/* Before the first test of a job. */
int validators_lay_out(const struct validator_set *set, struct box_set *boxes, struct error *err);

/*
 * Asks all validators; output is a descriptor of what the program wrote. Sets verdict (AC or WA),
 * reason and message. A validator that crashes, hangs or exits with anything else is an error.
 */
int validators_run(const struct validator_set *set, const struct tree *tree,
		   const struct problem *problem, const struct test_case *test, int output,
		   struct box_set *boxes, struct test_result *result, struct error *err);

#endif

/*
 * passes: a test that is more than one run with a check after it: several runs, each reading what the
 * validator left for it (multi-pass), a run that talks to the validator (interactive), or several of
 * those (FORMATS §1).
 *
 * The first pass reads the test's input. When the validator accepts and leaves nextpass.in, that is
 * the input of the next, for both. The feedback directory keeps all else. The time limit holds for each
 * pass; the test's times and memory are the largest.
 */
#ifndef PIPELINE_PASSES_H
#define PIPELINE_PASSES_H

#include "pipeline/execute.h"
#include "pipeline/validator.h"

/* All borrowed. */
struct passes {
	const struct plan *plan;
	const struct artifact *artifact;
	const char *command;		/* packed, expanded */
	const struct validator_set *validators;	/* one */
	struct box_set *boxes;
	struct execution *execution;
	/* Called when the program's box has become another, with nothing laid out. */
	int (*lay_out)(void *context, struct error *err);
	void *context;
	struct transcript *transcript;	/* of conversations; NULL: none is wanted */
};

/* Are they a problem's way? Others need execute.h and check.h only. */
bool passes_needed(const struct problem *problem);

/* Sets ret_result whole, but for its index. */
int passes_run(const struct passes *passes, const struct test_case *test,
	       struct test_result *ret_result, struct error *err);

#endif

/*
 * check: is what the program writes right? A built-in checker compares while the output streams by;
 * a package's own validators get all of it once the program has ended.
 */
#ifndef PIPELINE_CHECK_H
#define PIPELINE_CHECK_H

#include "checkers/comparer.h"
#include "model/problem.h"
#include "model/result.h"
#include "model/tree.h"
#include "pipeline/validator.h"

struct check {
	const struct tree *tree;
	const struct test_case *test;
	const struct validator_set *validators;
	struct comparison *comparison;		/* the built-in checker's; NULL with validators */
	const char *answer;			/* mapped */
	size_t answer_size;
	int output;				/* memory file for the package's validators, or -1 */
	int write_errnum;
};

/*
 * ERROR_USAGE if the package names a checker that is none, or one that gives points where only
 * right or wrong counts, or gives it arguments that it does not take.
 */
int check_begin(struct check *check, const struct tree *tree, const struct problem *problem,
		const struct test_case *test, const struct validator_set *validators,
		struct error *err);

/* A struct execution's feed; context is the check. */
void check_feed(void *context, const char *data, size_t size);

/* After a clean run: sets verdict (AC or WA), reason and message. */
int check_end(struct check *check, const struct problem *problem, struct box_set *boxes,
	      struct test_result *result, struct error *err);

void check_free(struct check *check);

#endif

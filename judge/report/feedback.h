/*
 * feedback: what a contestant may see of a judgement, by the policies of the package. Pure; what
 * is not told is not in the result either, so that whoever prints or stores it cannot tell it.
 *
 *	struct feedback_view view;
 *
 *	feedback_make(&facts, &view);
 *	...
 *	feedback_free(&view);
 *
 * A policy is that of the test case's group, or `full` where the case says so; the submission as a
 * whole has the root group's. Each includes what stands before it:
 *
 *	none		that it was judged, and compile errors: they say nothing of the data
 *	verdict		verdict and score, of the submission; in scoring problems of groups
 *	first-test	name and verdict of the first test that failed; with scores, of each group's
 *	message		the validator's words to contestants; what the run itself met: limits,
 *			signal, exit code; times and memory
 *	difference	in sample data the first difference, in secret data its place and what the
 *			program wrote there
 *	full		every test; everything that the jury sees
 *
 * Below full nothing comes from the answer, from the validator's words to judges, or from the
 * judge's own faults. What the program itself wrote or did is told from `message` on: a program
 * can tell of the input what fits in there.
 *
 * All texts are valid UTF-8 which no terminal obeys, reasons one line of at most REASON_BYTES,
 * messages at most MESSAGE_BYTES.
 */
#ifndef REPORT_FEEDBACK_H
#define REPORT_FEEDBACK_H

#include "model/problem.h"
#include "model/result.h"

#include <stdbool.h>
#include <stddef.h>

/* All that is known; borrowed. */
struct feedback_facts {
	const struct problem *problem;
	const struct compile_result *compile;	/* NULL: it never came to that */
	const struct test_result *tests;	/* in package order */
	size_t test_count;
	const struct group_result *groups;
	size_t group_count;
	const struct judgement *judgement;
};

/* All that is told: fields that are not are zero, "", or VERDICT_NONE; first_failed is -1. */
struct feedback_view {
	enum feedback policy;		/* of the submission as a whole */
	struct judgement judgement;
	const struct compile_result *compile;	/* borrowed; NULL but for a compile error or full */
	struct test_result *tests;
	size_t test_count;
	struct group_result *groups;
	size_t group_count;
};

void feedback_make(const struct feedback_facts *facts, struct feedback_view *ret_view);
void feedback_free(struct feedback_view *view);

/* The policy for a test case. */
enum feedback feedback_of(const struct problem *problem, const struct test_case *test);

/* What is told of one test case that is told of at all. */
void feedback_test(enum feedback policy, bool sample, const struct test_result *test,
		   struct test_result *ret_test);

/* "first-test"; for messages and JSON. */
const char *feedback_name(enum feedback policy);

#endif

/*
 * scoring: verdict and score of every group of test cases, and so of the submission, from those of
 * the test cases: a pure evaluator over the tree of groups (model/problem.h).
 *
 *	struct scoring scoring;
 *
 *	scoring_begin(&scoring, problem);
 *	for each test case, in package order:
 *		if (!scoring_next(&scoring, index, err))
 *			continue;	nothing that it does can change anything
 *		... judge it ...
 *		scoring_add(&scoring, &result, err);
 *	scoring_end(&scoring, err);
 *	... scoring_group(&scoring, i, &group_result); scoring.root
 *	scoring_free(&scoring);
 *
 * Who judges the others as well (--full) adds them, too: they are given a score of their own but
 * have no part in that of their group, so that the outcome is the same.
 *
 * Rules: a group's subresults are those of its test cases and groups, in package order. Legacy
 * packages: the default grader and on_reject of testdata.yaml. 2025-09: "Result aggregation". Pass-
 * fail problems are the case in which every group has its defaults.
 */
#ifndef PIPELINE_SCORING_H
#define PIPELINE_SCORING_H

#include "model/problem.h"
#include "model/result.h"
#include "util/error.h"

/* A subresult. */
struct score_item {
	enum verdict verdict;
	double score;
	int32_t test;		/* the test case whose verdict it is; -1: of none in particular */
};

/*
 * A custom grader: the result of a group from its subresults. ERROR_USAGE when the package's
 * program fails.
 */
struct grader {
	int (*grade)(void *context, const struct test_group *group, const struct score_item *items,
		     size_t count, struct score_item *ret, struct error *err);
	void *context;
};

struct score_node {
	struct score_item *items;
	size_t count;
	bool is_rejected;	/* one of the items is not accepted */
	bool has_zero;		/* or has no score */
	bool is_closed;
	struct score_item result;	/* once closed */
};

struct scoring {
	const struct problem *problem;
	struct grader grader;		/* grade is NULL where no group has a custom grader */
	struct score_node *nodes;	/* one per group */
	size_t *shares;			/* test cases directly in each group, but static ones */
	long current;			/* the group of the last test case, or -1 */
	struct score_item root;		/* of the submission, after scoring_end() */
};

void scoring_begin(struct scoring *scoring, const struct problem *problem,
		   const struct grader *grader);

/*
 * Goes on to a test case. 1 if its result can matter, 0 if not, -1 if a group that ends before it
 * has a result that its package forbids (ERROR_USAGE).
 */
int scoring_next(struct scoring *scoring, uint32_t index, struct error *err);

/*
 * Takes in the result of that test case, and sets its score. ERROR_USAGE if the checker stated a
 * score that its package forbids.
 */
int scoring_add(struct scoring *scoring, struct test_result *result, struct error *err);

/* After the last test case. */
int scoring_end(struct scoring *scoring, struct error *err);

/* A closed group; VERDICT_NONE if nothing of it was judged. */
void scoring_group(const struct scoring *scoring, size_t group, struct group_result *ret);

void scoring_free(struct scoring *scoring);

#endif

/*
 * aggregate: from test results to a judgement. Pure; fed in package order. Verdict and score are
 * the evaluator's (scoring.h); what is kept here is the slowest, the largest and the first to fail.
 */
#ifndef PIPELINE_AGGREGATE_H
#define PIPELINE_AGGREGATE_H

#include "model/problem.h"
#include "model/result.h"
#include "pipeline/scoring.h"

void aggregate_begin(const struct problem *problem, struct judgement *ret_judgement);

/* Takes one more test in; true if it is the first that failed. */
bool aggregate_add(const struct test_result *test, struct judgement *judgement);

/* A submission that did not compile. */
void aggregate_compile_error(const struct compile_result *compile, struct judgement *judgement);

/* After the last test; reason is that of root->test, if there is one. */
void aggregate_end(const struct score_item *root, const char *reason,
		   struct judgement *judgement);

#endif

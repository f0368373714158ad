/*
 * aggregate: from test results to a judgement. Pure; fed in package order.
 */
#ifndef PIPELINE_AGGREGATE_H
#define PIPELINE_AGGREGATE_H

#include "model/problem.h"
#include "model/result.h"

#include <stdbool.h>

void aggregate_begin(const struct problem *problem, struct judgement *ret_judgement);

/* Takes one more test in; true if the verdict is decided and no other test can change it. */
bool aggregate_add(const struct test_result *test, struct judgement *judgement);

/* A submission that did not compile. */
void aggregate_compile_error(const struct compile_result *compile, struct judgement *judgement);

/* After the last test. */
void aggregate_end(struct judgement *judgement);

#endif

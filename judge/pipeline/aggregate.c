#include "pipeline/aggregate.h"

#include <stdio.h>
#include <string.h>

void aggregate_begin(const struct problem *problem, struct judgement *ret_judgement)
{
	memset(ret_judgement, 0, sizeof *ret_judgement);
	ret_judgement->verdict = VERDICT_NONE;
	ret_judgement->test_count = (uint32_t)problem->test_count;
	ret_judgement->first_failed = -1;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

bool aggregate_add(const struct test_result *test, struct judgement *judgement)
{
	judgement->tests_judged++;
	judgement->cpu_ns = larger(judgement->cpu_ns, test->cpu_ns);
	judgement->wall_ns = larger(judgement->wall_ns, test->wall_ns);
	if (test->memory_bytes > judgement->memory_bytes)
		judgement->memory_bytes = test->memory_bytes;
	if (test->verdict == VERDICT_AC || judgement->first_failed >= 0)
		return judgement->first_failed >= 0;
	/* ICPC: the first test in package order that is not accepted decides. */
	judgement->first_failed = (int32_t)test->index;
	judgement->verdict = test->verdict;
	memcpy(judgement->reason, test->reason, sizeof judgement->reason);
	return true;
}

void aggregate_compile_error(const struct compile_result *compile, struct judgement *judgement)
{
	judgement->verdict = VERDICT_CE;
	judgement->cpu_ns = judgement->wall_ns = 0;
	snprintf(judgement->reason, sizeof judgement->reason, "%s", compile->reason);
}

void aggregate_end(struct judgement *judgement)
{
	if (judgement->verdict == VERDICT_NONE)
		judgement->verdict = VERDICT_AC;
	judgement->score = judgement->verdict == VERDICT_AC ? 1 : 0;
}

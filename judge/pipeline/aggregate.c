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
		return false;
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

void aggregate_end(const struct score_item *root, const char *reason,
		   struct judgement *judgement)
{
	judgement->score = root->score;
	if (root->verdict == VERDICT_AC)
		judgement->verdict = VERDICT_AC;
	if (root->verdict <= VERDICT_AC || root->test < 0 || root->test == judgement->first_failed)
		return;
	/* Another one than the first to fail decides; what was kept is not of that one. */
	judgement->verdict = root->verdict;
	judgement->first_failed = root->test;
	snprintf(judgement->reason, sizeof judgement->reason, "%s", reason);
	judgement->kept_output_bytes = judgement->kept_error_bytes = 0;
}

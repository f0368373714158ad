#include "problem/score_bounds.h"

#include "util/cleanup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is in a group, as far as it has been looked at. */
struct tally {
	struct score_bounds sum, min, max;
	size_t count;
	bool is_static;		/* a static validator has a say in it */
};

enum say {
	SAY_NONE,	/* accepted is accepted */
	SAY_PART,	/* accepted may be a part of it */
	SAY_POINTS,	/* it may be anything */
};

/* As checker/protocol.h and the checkers with points have it, which are higher up. */
static enum say validators_say(const struct problem *problem)
{
	static const enum say of_protocol[] = {
		[PROTOCOL_ICPC] = SAY_POINTS, [PROTOCOL_TESTLIB] = SAY_POINTS,
		[PROTOCOL_CMS] = SAY_PART, [PROTOCOL_EXIT01] = SAY_NONE,
	};

	if (problem->validator_count)
		return of_protocol[problem->protocol];
	return strncmp(problem->checker, "points", 6) ? SAY_NONE : SAY_POINTS;
}

static double smaller(double a, double b)
{
	return a < b ? a : b;
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

static void add(struct tally *tally, struct score_bounds bounds)
{
	if (tally->count++ == 0) {
		tally->sum = tally->min = tally->max = bounds;
		return;
	}
	tally->sum.low += bounds.low;
	tally->sum.high += bounds.high;
	tally->min.low = smaller(tally->min.low, bounds.low);
	tally->min.high = smaller(tally->min.high, bounds.high);
	tally->max.low = larger(tally->max.low, bounds.low);
	tally->max.high = larger(tally->max.high, bounds.high);
}

static struct score_bounds exactly(double score)
{
	return (struct score_bounds){ score, score };
}

struct score_bounds score_range(const struct test_group *group)
{
	if (group->by_share)
		return (struct score_bounds){ 0, group->max_score };
	return (struct score_bounds){ group->range_low, group->range_high };
}

struct score_bounds score_bounds_of_case(const struct problem *problem,
					 const struct test_group *group)
{
	double score = group->accept_score;

	switch (validators_say(problem)) {
	case SAY_PART:
		return (struct score_bounds){ smaller(score, 0), larger(score, 0) };
	case SAY_POINTS:
		return (struct score_bounds){ -INFINITY, INFINITY };
	case SAY_NONE:
		break;
	}
	return exactly(score);
}

static struct score_bounds bounds_of(const struct problem *problem, const struct test_group *group,
				     const struct tally *tally)
{
	bool states = validators_say(problem) != SAY_NONE || tally->is_static;

	if (group->custom_grader)
		return (struct score_bounds){ -INFINITY, INFINITY };
	if (group->score_rule == SCORE_PASS_FAIL)
		return exactly(isinf(group->max_score) ? 1 : group->max_score);
	/* By share, all test cases of a group have its max_score together. */
	if (group->by_share && tally->count == 0)
		return (struct score_bounds){ states ? 0 : group->max_score, group->max_score };
	if (group->score_rule == SCORE_MIN)
		return tally->min;
	if (group->score_rule == SCORE_MAX)
		return tally->max;
	if (group->score_rule == SCORE_AVERAGE && tally->count)
		return (struct score_bounds){ tally->sum.low / (double)tally->count,
					      tally->sum.high / (double)tally->count };
	return tally->sum;
}

static struct score_bounds within(struct score_bounds bounds, struct score_bounds range)
{
	bounds.low = larger(bounds.low, range.low);
	bounds.high = smaller(bounds.high, range.high);
	return bounds;
}

static void add_cases(const struct problem *problem, struct tally *tallies)
{
	for (size_t i = 0; i < problem->test_count; i++) {
		const struct test_case *test = &problem->tests[i];
		const struct test_group *group = &problem->groups[test->group];

		tallies[test->group].is_static |= test->is_static;
		if (!group->by_share)
			add(&tallies[test->group], score_bounds_of_case(problem, group));
	}
}

struct score_bounds *score_bounds_of(const struct problem *problem)
{
	autofree struct tally *tallies = calloc(problem->group_count + 1, sizeof *tallies);
	struct score_bounds *bounds = calloc(problem->group_count + 1, sizeof *bounds);

	if (!tallies || !bounds)
		abort();
	add_cases(problem, tallies);
	/* Parents stand before their children. */
	for (size_t i = problem->group_count; i-- > 0;) {
		const struct test_group *group = &problem->groups[i];

		bounds[i] = bounds_of(problem, group, &tallies[i]);
		if (group->parent >= 0 && (strcmp(group->name, "sample") != 0 ||
					   !problem->groups[group->parent].ignore_sample))
			add(&tallies[group->parent], within(bounds[i], score_range(group)));
	}
	return bounds;
}

double score_highest(const struct problem *problem)
{
	autofree struct score_bounds *bounds = score_bounds_of(problem);

	return problem->group_count ?
	       within(bounds[0], score_range(&problem->groups[0])).high : INFINITY;
}

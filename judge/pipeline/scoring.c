#include "pipeline/scoring.h"

#include "util/string.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sums of shares such as 100/3 miss their maximum by a few units of the last place. */
#define ROUNDING 1e-9

static const struct test_group *group_of(const struct scoring *s, long group)
{
	return &s->problem->groups[group];
}

/* ---- A group's result --------------------------------------------------------------------- */

/* Legacy packages, from the worst on. */
static int badness(enum verdict verdict)
{
	static const int order[VERDICT_COUNT] = {
		[VERDICT_JE] = 6, [VERDICT_RTE] = 5, [VERDICT_MLE] = 4,
		[VERDICT_TLE] = 3, [VERDICT_OLE] = 2, [VERDICT_WA] = 1,
	};

	return order[verdict];
}

static struct score_item judge_group(const struct test_group *group,
				     const struct score_item *items, size_t count)
{
	struct score_item result = { VERDICT_AC, 0, -1 };
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		bool is_first = result.verdict == VERDICT_AC;
		bool is_worse = group->verdict_rule == VERDICT_WORST_ERROR &&
				badness(items[i].verdict) > badness(result.verdict);

		any |= items[i].verdict == VERDICT_AC;
		if (items[i].verdict != VERDICT_AC && (is_first || is_worse))
			result = items[i];
	}
	if (group->verdict_rule == VERDICT_ALWAYS_ACCEPT || (any && group->accept_if_any_accepted))
		result = (struct score_item){ VERDICT_AC, 0, -1 };
	return result;
}

static double score_group(const struct test_group *group, const struct score_item *items,
			  size_t count, bool is_rejected)
{
	double sum = 0, min = INFINITY, max = -INFINITY;

	for (size_t i = 0; i < count; i++) {
		sum += items[i].score;
		min = items[i].score < min ? items[i].score : min;
		max = items[i].score > max ? items[i].score : max;
	}
	switch (group->score_rule) {
	case SCORE_PASS_FAIL:
		return is_rejected ? 0 : isinf(group->max_score) ? 1 : group->max_score;
	case SCORE_SUM:
		return sum;
	case SCORE_AVERAGE:
		return sum / (double)count;
	case SCORE_MIN:
		return min;
	case SCORE_MAX:
		return max;
	}
	return 0;
}

static int check_score(const struct scoring *s, const struct test_group *group, const char *name,
		       double *score, struct error *err)
{
	double high = group->by_share ? group->max_score : group->range_high;
	double low = group->by_share ? 0 : group->range_low;

	if (*score > high && *score <= high + ROUNDING * fabs(high))
		*score = high;
	if (*score >= low && *score <= high)
		return 0;
	return error_usage(err, "%s: %s has a score of %.15g, which is not from %.15g to %.15g",
			   s->problem->name, name[0] ? name : "data", *score, low, high);
}

static bool is_sample(const char *name)
{
	return !strcmp(name, "sample");
}

static void fold(struct scoring *s, long group, const struct score_item *item)
{
	struct score_node *node = &s->nodes[group];

	/* The capacity is the power of two from count up. */
	if (!(node->count & (node->count - 1))) {
		size_t capacity = node->count ? 2 * node->count : 1;
		struct score_item *grown = realloc(node->items, capacity * sizeof *grown);

		if (!grown)
			abort();
		node->items = grown;
	}
	node->items[node->count++] = *item;
	node->is_rejected |= item->verdict != VERDICT_AC;
	node->has_zero |= item->score <= 0;
}

/* A group that another needs has all its test cases accepted. */
static bool is_passed(const struct scoring *s, const char *name)
{
	for (size_t i = 0; i < s->problem->group_count; i++)
		if (!strcmp(s->problem->groups[i].name, name))
			return s->nodes[i].is_closed && !s->nodes[i].is_rejected &&
			       s->nodes[i].count > 0;
	return false;
}

static bool is_barred(const struct scoring *s, long number)
{
	for (const char *name = group_of(s, number)->require_pass; *name; name = packed_next(name))
		if (!is_passed(s, name))
			return true;
	return false;
}

static int grade(struct scoring *s, const struct test_group *group, struct score_node *node,
		 struct error *err)
{
	if (group->custom_grader)
		return s->grader.grade(s->grader.context, group, node->items, node->count,
				       &node->result, err);
	node->result = judge_group(group, node->items, node->count);
	node->result.score = score_group(group, node->items, node->count, node->is_rejected);
	return 0;
}

static int close_group(struct scoring *s, long number, struct error *err)
{
	const struct test_group *group = group_of(s, number);
	struct score_node *node = &s->nodes[number];

	node->is_closed = true;
	if (node->count == 0 && !is_barred(s, number))
		return 0;
	if (node->count == 0)
		node->result = (struct score_item){ VERDICT_WA, 0, -1 };
	else if (grade(s, group, node, err) < 0)
		return -1;
	if (s->problem->type.scoring &&
	    check_score(s, group, group->name, &node->result.score, err) < 0)
		return -1;
	if (group->parent < 0 ||
	    (is_sample(group->name) && group_of(s, group->parent)->ignore_sample))
		return 0;
	fold(s, group->parent, &node->result);
	return 0;
}

/* ---- Going through the tests -------------------------------------------------------------- */

void scoring_begin(struct scoring *scoring, const struct problem *problem,
		   const struct grader *grader)
{
	*scoring = (struct scoring){
		.problem = problem, .current = -1,
		.nodes = calloc(problem->group_count, sizeof *scoring->nodes),
		.shares = calloc(problem->group_count, sizeof *scoring->shares),
	};
	if (grader)
		scoring->grader = *grader;
	if (!scoring->nodes || !scoring->shares)
		abort();
	for (size_t i = 0; i < problem->test_count; i++)
		scoring->shares[problem->tests[i].group] += !problem->tests[i].is_static;
}

static bool contains(const struct scoring *s, long outer, long inner)
{
	while (inner >= 0 && inner != outer)
		inner = group_of(s, inner)->parent;
	return inner == outer;
}

/* Closes the groups that the next test case is not in; -1 leaves them all. */
static int leave_groups(struct scoring *s, long next, struct error *err)
{
	while (s->current >= 0 && !contains(s, s->current, next)) {
		long left = s->current;

		s->current = group_of(s, left)->parent;
		if (close_group(s, left, err) < 0)
			return -1;
	}
	s->current = next;
	return 0;
}

static bool is_decided(const struct scoring *s, long number)
{
	const struct test_group *group = group_of(s, number);
	const struct score_node *node = &s->nodes[number];

	if (node->is_rejected && group->on_reject_break)
		return true;
	if (!group->by_share || group->parent < 0)
		return false;
	return (group->score_rule == SCORE_PASS_FAIL && node->is_rejected) ||
	       (group->score_rule == SCORE_MIN && node->has_zero);
}

int scoring_next(struct scoring *scoring, uint32_t index, struct error *err)
{
	long group = (long)scoring->problem->tests[index].group;

	if (leave_groups(scoring, group, err) < 0)
		return -1;
	for (; group >= 0; group = group_of(scoring, group)->parent)
		if (is_decided(scoring, group) || is_barred(scoring, group))
			return 0;
	return 1;
}

/* ---- A test case's score ------------------------------------------------------------------ */

static double share_of(const struct scoring *s, const struct test_case *test)
{
	const struct test_group *group = &s->problem->groups[test->group];

	if (test->is_static)
		return group->static_score;
	if (group->score_rule != SCORE_SUM)
		return group->max_score;
	return (group->max_score - group->static_score) / (double)s->shares[test->group];
}

static int forbid(const struct scoring *s, const struct test_result *result, const char *what,
		  struct error *err)
{
	const struct test_case *test = &s->problem->tests[result->index];

	return error_usage(err, "%s: test %s: the %s validator %s", s->problem->name, test->name,
			   test->is_static ? "static" : "output", what);
}

static int score_by_share(const struct scoring *s, struct test_result *result, struct error *err)
{
	const struct test_case *test = &s->problem->tests[result->index];
	const struct test_group *group = &s->problem->groups[test->group];
	bool has_points = !isnan(result->points), has_multiplier = !isnan(result->multiplier);
	double share = share_of(s, test);

	if (is_sample(group->name))
		return 0;
	if (group->score_rule == SCORE_PASS_FAIL)
		return has_points || has_multiplier ?
		       forbid(s, result, "states a score in a pass-fail group", err) : 0;
	if (has_multiplier && isinf(share))
		return forbid(s, result, "multiplies a score that is unbounded", err);
	if (!has_points && isinf(share))
		return forbid(s, result, "accepts without a score where it is unbounded", err);
	result->score = has_points ? result->points : has_multiplier ? result->multiplier * share :
								       share;
	if (result->score < 0)
		return forbid(s, result, "states a score below 0", err);
	if (result->score > share * (1 + ROUNDING))
		return forbid(s, result, "states a score over the maximum", err);
	return 0;
}

static int score_legacy(const struct scoring *s, struct test_result *result, struct error *err)
{
	const struct test_case *test = &s->problem->tests[result->index];
	const struct test_group *group = &s->problem->groups[test->group];

	if (result->verdict != VERDICT_AC)
		result->score = group->reject_score;
	else if (!isnan(result->points))
		result->score = result->points;
	else
		result->score = group->accept_score *
				(isnan(result->multiplier) ? 1 : result->multiplier);
	return check_score(s, group, test->name, &result->score, err);
}

static int score_case(const struct scoring *s, struct test_result *result, struct error *err)
{
	const struct test_case *test = &s->problem->tests[result->index];
	bool states = !isnan(result->points) || !isnan(result->multiplier);

	result->score = result->verdict == VERDICT_AC;
	if (!s->problem->type.scoring)
		return 0;
	if (states && result->verdict != VERDICT_AC)
		return forbid(s, result, "states a score and does not accept", err);
	if (!s->problem->groups[test->group].by_share)
		return score_legacy(s, result, err);
	return result->verdict == VERDICT_AC ? score_by_share(s, result, err) : 0;
}

int scoring_add(struct scoring *scoring, struct test_result *result, struct error *err)
{
	struct score_item item;
	int counts;

	if (score_case(scoring, result, err) < 0)
		return -1;
	counts = scoring_next(scoring, result->index, err);
	item = (struct score_item){ result->verdict, result->score, (int32_t)result->index };
	if (counts > 0)
		fold(scoring, (long)scoring->problem->tests[result->index].group, &item);
	return counts < 0 ? -1 : 0;
}

/* ---- The end ------------------------------------------------------------------------------ */

int scoring_end(struct scoring *scoring, struct error *err)
{
	struct score_item *root = &scoring->root;

	if (leave_groups(scoring, -1, err) < 0)
		return -1;
	*root = scoring->nodes[0].result;
	if (!scoring->problem->type.scoring ||
	    (root->verdict != VERDICT_AC && !scoring->problem->groups[0].by_share))
		root->score = root->verdict == VERDICT_AC;
	return 0;
}

void scoring_group(const struct scoring *scoring, size_t group, struct group_result *ret)
{
	const struct score_item *item = &scoring->nodes[group].result;

	*ret = (struct group_result){ .index = (uint32_t)group, .verdict = item->verdict,
				      .score = item->score };
	if (item->verdict <= VERDICT_AC)
		return;
	if (item->test >= 0)
		snprintf(ret->reason, sizeof ret->reason, "%s: %s",
			 scoring->problem->tests[item->test].name, verdict_words(item->verdict));
	else if (is_barred(scoring, (long)group))
		snprintf(ret->reason, sizeof ret->reason, "a group that it requires is not passed");
}

void scoring_free(struct scoring *scoring)
{
	for (size_t i = 0; scoring->nodes && i < scoring->problem->group_count; i++)
		free(scoring->nodes[i].items);
	free(scoring->nodes);
	free(scoring->shares);
	*scoring = (struct scoring){ .current = -1 };
}

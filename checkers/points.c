/*
 * Points, of testlib: pointscmp, whose points are the distance of the output's number from the
 * answer's; pointsinfo, the same with both numbers as information for a scorer: the original
 * leaves the points to that, here they are the distance too. Points have no bounds, and ten
 * decimals, as in the original. An output of infinite points is no output of the right form:
 * programs shall not be able to break a scoreboard.
 */
#include "checkers/arguments.h"
#include "checkers/testlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct points {
	struct testlib base;
	bool info;
	double expected, got;
};

/* The number of the answer, or the package's fault. */
static bool read_answer(struct points *c)
{
	struct span span = c->base.expected;

	if (real_parse(c->base.answer + span.begin, span.size, REAL_PLAIN, &c->expected) &&
	    isfinite(c->expected))
		return true;
	testlib_fault(&c->base, span.begin, "a number");
	return false;
}

/* pointsinfo reads the output first. */
static void points_token(struct testlib *tokens)
{
	struct points *c = (struct points *)tokens;
	bool is_number = real_valid(&tokens->real);

	if (tokens->count > 0) {
		testlib_reject(tokens, FOUND_FORMAT, tokens->size, PIECE_TOKEN);
		return;
	}
	if (is_number)
		c->got = real_value(&tokens->real);
	if (!c->info && !read_answer(c))
		return;
	if (!is_number || !isfinite(c->got)) {
		testlib_reject(tokens, FOUND_FORMAT, tokens->expected.begin, PIECE_TOKEN);
		return;
	}
	if (c->info && !read_answer(c))
		return;
	if (!isfinite(c->expected - c->got))
		testlib_reject(tokens, FOUND_FORMAT, tokens->expected.begin, PIECE_TOKEN);
}

static void points_end(struct testlib *tokens)
{
	struct points *c = (struct points *)tokens;

	if (tokens->count == 0 && (c->info || read_answer(c)))
		testlib_reject(tokens, FOUND_FORMAT, tokens->expected.begin, PIECE_END);
}

static const struct testlib_rule rule = {
	.token = points_token, .end = points_end, .reals = true,
};

static void points_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct points *c = (struct points *)comparison;
	char points[400];

	testlib_finish(comparison, result);
	if (!result->accepted)
		return;
	snprintf(points, sizeof points, "%.10f", fabs(c->expected - c->got));
	result->score = strtod(points, NULL);
	if (c->info)
		snprintf(result->reason, sizeof result->reason, "points_info=pa=%f,ja=%f d=%f",
			 c->got, c->expected, result->score);
	else
		snprintf(result->reason, sizeof result->reason, "ja=%.4f pa=%.4f", c->expected,
			 c->got);
}

static int points_open(const struct comparer *comparer, bool info, const char *args,
		       const char *answer, size_t size, struct comparison **ret_comparison,
		       struct error *err)
{
	struct points *c;

	if (arguments_none(comparer, args, err) < 0)
		return -1;
	c = (struct points *)testlib_new(sizeof *c, comparer, &rule, answer, size);
	if (!c)
		return error_system(err, "%s", comparer->name);
	c->info = info;
	*ret_comparison = (struct comparison *)c;
	return 0;
}

static int pointscmp_open(const char *args, const char *answer, size_t size,
			  struct comparison **ret_comparison, struct error *err)
{
	return points_open(&comparer_pointscmp, false, args, answer, size, ret_comparison, err);
}

static int pointsinfo_open(const char *args, const char *answer, size_t size,
			   struct comparison **ret_comparison, struct error *err)
{
	return points_open(&comparer_pointsinfo, true, args, answer, size, ret_comparison, err);
}

const struct comparer comparer_pointscmp = {
	.name = "pointscmp",
	.summary = "one double; its distance from the answer's is the score (testlib)",
	.scores = SCORES_POINTS,
	.open = pointscmp_open,
	.feed = testlib_feed,
	.finish = points_finish,
	.close = testlib_close,
};

const struct comparer comparer_pointsinfo = {
	.name = "pointsinfo",
	.summary = "as pointscmp, with both numbers as a scorer's information (testlib)",
	.scores = SCORES_POINTS,
	.open = pointsinfo_open,
	.feed = testlib_feed,
	.finish = points_finish,
	.close = testlib_close,
};

#include "problem/group_check.h"

#include "problem/files.h"
#include "problem/groups.h"
#include "problem/score_bounds.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct checking {
	const struct tree *tree;
	const struct problem *problem;
	const struct settings *settings;
	long secret;			/* index of the group; -1: none */
};

static const char *name_of(const struct checking *c, size_t group)
{
	return c->problem->groups[group].name;
}

/* At the place where it is stated; else at the group's directory. */
static int error_of(const struct checking *c, size_t group, const struct place *at,
		    struct error *err, const char *message)
{
	autostrbuf struct strbuf path = { 0 };

	if (at->line)
		return tree_error(c->tree, at->path, at->line, at->column, err, "%s", message);
	strbuf_printf(&path, "data/%s", name_of(c, group));
	return tree_error(c->tree, path.text, 0, 0, err, "%s", message);
}

/* ---- Cases or groups ---------------------------------------------------------------------- */

static bool has_groups(const struct checking *c)
{
	for (size_t i = 0; c->secret >= 0 && i < c->problem->group_count; i++)
		if (c->problem->groups[i].parent == c->secret)
			return true;
	return false;
}

static int check_case(const struct checking *c, const struct test_case *test, bool has_neighbours,
		      struct error *err)
{
	const char *path = c->tree->files[test->input].path;
	autostrbuf struct strbuf folder = { 0 };

	if (has_neighbours && !test->is_static && (long)test->group == c->secret &&
	    !strchr(test->name + strlen("secret/"), '/'))
		return tree_error(c->tree, path, 0, 0, err, "secret/ contains groups; move the "
				  "test case into one of them");
	strbuf_printf(&folder, "data/%s/", test->name);
	if (tree_find_prefix(c->tree, folder.text) >= 0)
		return tree_error(c->tree, path, 0, 0, err,
				  "has the same name as the directory %s", folder.text);
	return 0;
}

static int check_cases(const struct checking *c, struct error *err)
{
	bool has_neighbours = has_groups(c);

	for (size_t i = 0; i < c->problem->test_count; i++)
		if (check_case(c, &c->problem->tests[i], has_neighbours, err) < 0)
			return -1;
	return 0;
}

/* ---- Scores ------------------------------------------------------------------------------- */

static int check_secret(const struct checking *c, struct error *err)
{
	const struct test_group *rules = &c->settings[c->secret].rules;

	if (rules->score_rule == SCORE_PASS_FAIL && isinf(rules->max_score))
		return error_of(c, (size_t)c->secret, &c->settings[c->secret].max_score_at, err,
				"max_score: a group that is passed or failed cannot be unbounded");
	return 0;
}

static int check_group(const struct checking *c, size_t group, struct error *err)
{
	const struct settings *own = &c->settings[group];
	const struct test_group *secret = &c->settings[c->secret].rules;

	if (secret->score_rule == SCORE_PASS_FAIL)
		return own->rules.score_rule == SCORE_PASS_FAIL ? 0 :
		       error_of(c, group, &own->aggregation_at, err, "score_aggregation: must be "
				"pass-fail, as it is in secret/");
	if (!isinf(own->rules.max_score))
		return 0;
	if (!isinf(secret->max_score))
		return error_of(c, group, &own->max_score_at, err, "max_score: write a number "
				"into test_group.yaml, as the score of secret/ is bounded");
	if (own->rules.score_rule == SCORE_PASS_FAIL)
		return error_of(c, group, &own->max_score_at, err,
				"max_score: a group that is passed or failed cannot be unbounded");
	return 0;
}

/* ---- Static validation -------------------------------------------------------------------- */

static int check_static(const struct checking *c, size_t group, struct error *err)
{
	const struct settings *own = &c->settings[group];
	bool is_pass_fail = own->rules.score_rule == SCORE_PASS_FAIL;

	if (!own->static_score_at.line)
		return 0;
	if (own->static_is_number && is_pass_fail)
		return error_of(c, group, &own->static_score_at, err, "static_validation_score: write "
				"pass-fail, as the score_aggregation of the group is");
	if (!own->static_is_number && !is_pass_fail)
		return error_of(c, group, &own->static_score_at, err, "static_validation_score: write "
				"a number; pass-fail needs score_aggregation: pass-fail");
	if (own->rules.static_score > own->rules.max_score)
		return error_of(c, group, own->max_score_at.line ? &own->max_score_at :
								   &own->static_score_at, err,
				"max_score: is less than static_validation_score");
	return 0;
}

/* ---- require_pass ------------------------------------------------------------------------- */

static int unknown_group(const struct checking *c, size_t group, const char *name,
			 struct error *err)
{
	const struct place *at = &c->settings[group].require_pass_at;
	autofree const char **names = calloc(c->problem->group_count, sizeof *names);
	const char *nearest;

	if (!names)
		abort();
	for (size_t i = 1; i < c->problem->group_count; i++)
		names[i - 1] = name_of(c, i);
	nearest = text_nearest(name, names, c->problem->group_count - 1);
	return tree_error(c->tree, at->path, at->line, at->column, err,
			  "require_pass: there is no group \"%.60s\"%s%s%s", name,
			  nearest ? "; did you mean \"" : "", nearest ? nearest : "",
			  nearest ? "\"?" : "");
}

static int check_required(const struct checking *c, size_t group, const char *name,
			  struct error *err)
{
	const struct place *at = &c->settings[group].require_pass_at;
	long other = find_group(c->problem, name);

	if (other < 0)
		return unknown_group(c, group, name, err);
	if (other == c->secret || (size_t)other >= group)
		return tree_error(c->tree, at->path, at->line, at->column, err,
				  "require_pass: \"%.60s\" does not come before %s", name,
				  name_of(c, group));
	if (c->settings[other].rules.score_rule != SCORE_PASS_FAIL)
		return tree_error(c->tree, at->path, at->line, at->column, err,
				  "require_pass: \"%.60s\" has a score_aggregation other than "
				  "pass-fail, so it cannot be passed", name);
	return 0;
}

/* ---- What scores come to ------------------------------------------------------------------ */

static const char *shown_name(const struct checking *c, size_t group)
{
	return *name_of(c, group) ? name_of(c, group) : "data";
}

/* Whether no score of these is in the range. Rounding is nobody's intention. */
static bool is_outside(struct score_bounds bounds, struct score_bounds range)
{
	return bounds.low > range.high + 1e-9 * fabs(range.high) ||
	       bounds.high < range.low - 1e-9 * fabs(range.low);
}

static int case_error(const struct checking *c, size_t group, const char *key, double score,
		      const struct place *at, struct error *err)
{
	const struct score_bounds range = score_range(&c->problem->groups[group]);
	char message[300];

	snprintf(message, sizeof message, "%s: %.15g is not in the range of %.60s, which is %.15g "
		 "to %.15g; change one of them", key, score, shown_name(c, group), range.low,
		 range.high);
	return error_of(c, group, at->line ? at : &c->settings[group].range_at, err, message);
}

static int check_case_scores(const struct checking *c, size_t group, struct error *err)
{
	const struct settings *own = &c->settings[group];
	const struct test_group *rules = &c->problem->groups[group];
	struct score_bounds rejected = { rules->reject_score, rules->reject_score };

	if (rules->by_share)
		return 0;
	if (is_outside(score_bounds_of_case(c->problem, rules), score_range(rules)))
		return case_error(c, group, "accept_score", rules->accept_score,
				  &own->accept_score_at, err);
	if (is_outside(rejected, score_range(rules)))
		return case_error(c, group, "reject_score", rules->reject_score,
				  &own->reject_score_at, err);
	return 0;
}

/* Where the score of secret/ is stated, or else the last one of a group. */
static const struct place *max_score_place(const struct checking *c, size_t group)
{
	const struct place *at = &c->settings[group].max_score_at;

	for (size_t i = group + 1; i < c->problem->group_count && !at->line; i++)
		if (c->problem->groups[i].parent == (long)group)
			at = &c->settings[i].max_score_at;
	return at;
}

static int sum_error(const struct checking *c, size_t group, struct score_bounds bounds,
		     struct error *err)
{
	const struct test_group *rules = &c->problem->groups[group];
	const struct score_bounds range = score_range(rules);
	double score = bounds.low > range.high ? bounds.low : bounds.high;
	char message[300];

	if (rules->by_share) {
		snprintf(message, sizeof message, "max_score: the groups of secret/ come to %.15g "
			 "by score_aggregation: %s, and secret/ has %.15g; change one of them",
			 score, rules->score_rule == SCORE_MIN ? "min" : "sum", range.high);
		return error_of(c, group, max_score_place(c, group), err, message);
	}
	snprintf(message, sizeof message, "range: %.60s comes to %.15g where all is accepted, "
		 "which is not in its range of %.15g to %.15g; change that, or accept_score",
		 shown_name(c, group), score, range.low, range.high);
	return error_of(c, group, &c->settings[group].range_at, err, message);
}

/* Valid, as validators may keep it from coming to that. */
static void warn_of_sum(const struct checking *c, size_t group, struct score_bounds bounds)
{
	const struct test_group *rules = &c->problem->groups[group];
	const struct place *at = max_score_place(c, group);

	if (rules->by_share && at->line && bounds.high > rules->max_score)
		tree_warn(c->tree, at->path, at->line, at->column, "max_score: the groups of "
			  "secret/ can come to %.15g, and secret/ has %.15g; more is a judge error",
			  bounds.high, rules->max_score);
}

/* A score that cannot be is a judge error for whoever solves the problem. */
static int check_bounds(const struct checking *c, struct error *err)
{
	size_t count = c->problem->group_count;
	autofree struct score_bounds *bounds = score_bounds_of(c->problem);
	autofree bool *has_cases = calloc(count + 1, sizeof *has_cases);

	if (!has_cases)
		abort();
	for (size_t i = 0; i < c->problem->test_count; i++)
		has_cases[c->problem->tests[i].group] = true;
	for (size_t i = 0; i < count; i++)
		if (has_cases[i] && check_case_scores(c, i, err) < 0)
			return -1;
	/* Parents stand before their children, and inherit no fault of theirs. */
	for (size_t i = count; i-- > 0;) {
		if (is_outside(bounds[i], score_range(&c->problem->groups[i])))
			return sum_error(c, i, bounds[i], err);
		warn_of_sum(c, i, bounds[i]);
	}
	return 0;
}

/* ---- All ---------------------------------------------------------------------------------- */

static int check_scores(const struct checking *c, struct error *err)
{
	if (c->secret >= 0 && check_secret(c, err) < 0)
		return -1;
	for (size_t i = 1; i < c->problem->group_count; i++) {
		const struct settings *own = &c->settings[i];

		if (c->secret >= 0 && c->problem->groups[i].parent == c->secret &&
		    check_group(c, i, err) < 0)
			return -1;
		if (check_static(c, i, err) < 0)
			return -1;
		for (const char *name = own->rules.require_pass; *name; name = packed_next(name))
			if (check_required(c, i, name, err) < 0)
				return -1;
	}
	return 0;
}

int group_check(const struct settings_context *context, const struct problem *problem,
		const struct settings *settings, struct error *err)
{
	struct checking c = { context->tree, problem, settings, -1 };

	if (context->by_share) {
		c.secret = find_group(problem, "secret");
		/* What drafts mix does no harm where nothing but passing counts. */
		if ((context->strict || problem->type.scoring) && check_cases(&c, err) < 0)
			return -1;
	}
	if (!problem->type.scoring)
		return 0;
	if (context->by_share && check_scores(&c, err) < 0)
		return -1;
	return check_bounds(&c, err);
}

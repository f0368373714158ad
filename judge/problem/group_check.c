#include "problem/group_check.h"

#include "problem/files.h"
#include "problem/groups.h"
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

	if (!context->by_share)
		return 0;
	c.secret = find_group(problem, "secret");
	/* What drafts mix does no harm where nothing but passing counts. */
	if ((context->strict || problem->type.scoring) && check_cases(&c, err) < 0)
		return -1;
	return problem->type.scoring ? check_scores(&c, err) : 0;
}

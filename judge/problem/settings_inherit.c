#include "problem/settings.h"

#include "problem/files.h"
#include "problem/words.h"
#include "util/string.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Defaults ----------------------------------------------------------------------------- */

/* What 2025-09 has each group state for itself. */
static void set_share_rules(const struct settings_context *context, struct test_group *rules)
{
	bool is_root = !*context->group, is_sample = !strncmp(context->group, "sample", 6);
	bool is_secret = !strcmp(context->group, "secret");

	rules->by_share = true;
	rules->on_reject_break = false;
	rules->score_rule = is_root || is_secret ? SCORE_SUM : SCORE_PASS_FAIL;
	rules->max_score = is_sample ? 0 : is_secret ? 100 : INFINITY;
	rules->static_score = 0;
	/* Of what is directly in data/, secret/ alone is the submission's score. */
	rules->ignore_sample = is_root;
}

struct settings settings_default(const struct settings_context *context)
{
	const struct problem *problem = context->problem;
	bool legacy = problem->format != FORMAT_PLAIN && !context->by_share;
	struct settings settings = {
		.rules = {
			.on_reject_break = true, .accept_score = 1,
			.verdict_rule = legacy ? VERDICT_WORST_ERROR : VERDICT_FIRST_ERROR,
			.range_low = -INFINITY, .range_high = INFINITY, .max_score = INFINITY,
			.grader_flags = packed_copy(""), .require_pass = packed_copy(""),
			.feedback = FEEDBACK_MESSAGE,
		},
		.program_args = packed_copy(""), .validator_args = packed_copy(""),
		.static_args = packed_copy(""),
	};

	if (problem->type.scoring && context->by_share)
		set_share_rules(context, &settings.rules);
	return settings;
}

struct settings settings_inherit(const struct settings_context *context,
				 const struct settings *outer)
{
	struct settings settings = *outer;
	bool is_sample = !strcmp(context->group, "sample");

	settings.program_args = packed_copy(outer->program_args);
	settings.validator_args = packed_copy(outer->validator_args);
	settings.rules.grader_flags = packed_copy(outer->rules.grader_flags);
	settings.rules.require_pass = packed_copy("");
	settings.max_score_at.line = settings.aggregation_at.line = 0;
	settings.require_pass_at.line = 0;
	/* Each group's static validation is its own. */
	settings.static_args = packed_copy("");
	settings.static_score_at.line = settings.static_args_at.line = 0;
	settings.static_is_number = false;
	/* 2025-09 shows samples. */
	if (is_sample && context->by_share)
		settings.full_feedback = true;
	if (context->problem->type.scoring && context->by_share)
		set_share_rules(context, &settings.rules);
	return settings;
}

void settings_free(struct settings *settings)
{
	free(settings->program_args);
	free(settings->validator_args);
	free(settings->static_args);
	free(settings->rules.grader_flags);
	free(settings->rules.require_pass);
	*settings = (struct settings){ .program_args = NULL };
}

/* ---- The default grader's flags ----------------------------------------------------------- */

enum flag {
	FLAG_WORST_ERROR, FLAG_FIRST_ERROR, FLAG_ALWAYS_ACCEPT, FLAG_SUM, FLAG_AVERAGE, FLAG_MIN,
	FLAG_MAX, FLAG_IGNORE_SAMPLE, FLAG_ACCEPT_IF_ANY, FLAG_COUNT
};

static const char *const flag_names[FLAG_COUNT] = {
	[FLAG_WORST_ERROR] = "worst_error",
	[FLAG_FIRST_ERROR] = "first_error",
	[FLAG_ALWAYS_ACCEPT] = "always_accept",
	[FLAG_SUM] = "sum",
	[FLAG_AVERAGE] = "avg",
	[FLAG_MIN] = "min",
	[FLAG_MAX] = "max",
	[FLAG_IGNORE_SAMPLE] = "ignore_sample",
	[FLAG_ACCEPT_IF_ANY] = "accept_if_any_accepted",
};

static void apply_flag(enum flag flag, bool scoring, struct test_group *rules)
{
	static const enum verdict_rule verdict_rules[] = {
		[FLAG_WORST_ERROR] = VERDICT_WORST_ERROR,
		[FLAG_FIRST_ERROR] = VERDICT_FIRST_ERROR,
		[FLAG_ALWAYS_ACCEPT] = VERDICT_ALWAYS_ACCEPT,
	};
	static const enum score_rule score_rules[] = {
		[FLAG_SUM] = SCORE_SUM, [FLAG_AVERAGE] = SCORE_AVERAGE,
		[FLAG_MIN] = SCORE_MIN, [FLAG_MAX] = SCORE_MAX,
	};

	if (flag <= FLAG_ALWAYS_ACCEPT)
		rules->verdict_rule = verdict_rules[flag];
	else if (flag <= FLAG_MAX)
		rules->score_rule = scoring ? score_rules[flag] : SCORE_PASS_FAIL;
	else if (flag == FLAG_IGNORE_SAMPLE)
		rules->ignore_sample = true;
	else
		rules->accept_if_any_accepted = true;
}

static int flag_error(const struct settings_context *context, const struct settings *settings,
		      const char *flag, struct error *err)
{
	const struct place *at = &settings->grader_flags_at;
	const char *nearest = text_nearest(flag, flag_names, FLAG_COUNT);

	return tree_error(context->tree, at->path, at->line, at->column, err,
			  "grader_flags: the default grader has no \"%.60s\"%s%s%s", flag,
			  nearest ? "; did you mean \"" : "", nearest ? nearest : "",
			  nearest ? "\"?" : "");
}

/* Flags are inherited, but this one is about data/ and nothing else: it must not be stated below. */
static int check_ignore_sample(const struct settings_context *context,
			       const struct settings *settings, struct error *err)
{
	const struct place *at = &settings->grader_flags_at;

	if (!*context->group || !strcmp(at->path, "data/testdata.yaml"))
		return 0;
	return tree_error(context->tree, at->path, at->line, at->column, err,
			  "grader_flags: ignore_sample must stand in data/testdata.yaml");
}

int settings_apply_flags(const struct settings_context *context, struct settings *settings,
			 struct error *err)
{
	bool scoring = context->problem->type.scoring;
	struct test_group *rules = &settings->rules;

	rules->verdict_rule = VERDICT_WORST_ERROR;
	rules->score_rule = scoring ? SCORE_SUM : SCORE_PASS_FAIL;
	rules->ignore_sample = rules->accept_if_any_accepted = false;
	/* A grader of the package's own has flags of its own. */
	if (rules->custom_grader)
		return 0;
	for (const char *word = rules->grader_flags; *word; word = packed_next(word)) {
		unsigned flag = 0;

		while (flag < FLAG_COUNT && strcmp(word, flag_names[flag]))
			flag++;
		if (flag == FLAG_COUNT)
			return flag_error(context, settings, word, err);
		if (flag == FLAG_IGNORE_SAMPLE && check_ignore_sample(context, settings, err) < 0)
			return -1;
		apply_flag(flag, scoring, rules);
	}
	/* The last flag of a kind has won. */
	rules->ignore_sample &= !*context->group;
	return 0;
}

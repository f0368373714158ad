/*
 * The ICPC default validator: the same tokens, whatever the spaces; letters of either case, unless
 * told otherwise; numbers within a tolerance, if one is given.
 */
#include "checkers/comparer.h"
#include "checkers/decimal.h"
#include "checkers/tokens.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <string.h>

static const struct argument {
	const char *name;
	bool case_sensitive, space_change_sensitive, absolute, relative;
} known_arguments[] = {
	{ .name = "case_sensitive", .case_sensitive = true },
	{ .name = "space_change_sensitive", .space_change_sensitive = true },
	{ .name = "float_absolute_tolerance", .absolute = true },
	{ .name = "float_relative_tolerance", .relative = true },
	{ .name = "float_tolerance", .absolute = true, .relative = true },
};

static int unknown_argument(const char *word, struct error *err)
{
	const char *names[ARRAY_SIZE(known_arguments)], *nearest;
	char safe[128];

	for (size_t i = 0; i < ARRAY_SIZE(known_arguments); i++)
		names[i] = known_arguments[i].name;
	nearest = text_nearest(word, names, ARRAY_SIZE(names));
	text_sanitise_utf8(word, strlen(word), safe, sizeof safe);
	if (nearest)
		return error_usage(err, "the default validator has no argument \"%s\"; "
				   "did you mean \"%s\"?", safe, nearest);
	return error_usage(err, "the default validator has no argument \"%s\"", safe);
}

/* word is what follows name, "" if nothing does. */
static int parse_tolerance(const char *name, const char *word, struct tolerance *ret_tolerance,
			   struct error *err)
{
	char safe[128];

	if (!*word)
		return error_usage(err, "%s needs a number after it", name);
	if (tolerance_parse(word, strlen(word), ret_tolerance))
		return 0;
	text_sanitise_utf8(word, strlen(word), safe, sizeof safe);
	return error_usage(err, "%s must be a decimal number of at most %d digits, and not "
			   "negative: \"%s\"", name, TOLERANCE_DIGITS, safe);
}

static const struct argument *find_argument(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(known_arguments); i++)
		if (strcmp(known_arguments[i].name, name) == 0)
			return &known_arguments[i];
	return NULL;
}

static int parse_arguments(const char *args, struct token_rules *ret_rules, struct error *err)
{
	struct token_rules rules = { .blanks = BLANKS_ICPC };

	for (const char *word = args; *word; word = packed_next(word)) {
		const struct argument *argument = find_argument(word);
		struct tolerance tolerance;

		if (!argument)
			return unknown_argument(word, err);
		rules.case_sensitive |= argument->case_sensitive;
		rules.space_change_sensitive |= argument->space_change_sensitive;
		if (!argument->absolute && !argument->relative)
			continue;
		word = packed_next(word);
		if (parse_tolerance(argument->name, word, &tolerance, err) < 0)
			return -1;
		if (argument->absolute)
			rules.absolute = tolerance;
		if (argument->relative)
			rules.relative = tolerance;
	}
	*ret_rules = rules;
	return 0;
}

static int default_open(const char *args, const char *answer, size_t size,
			struct comparison **ret_comparison, struct error *err)
{
	struct token_rules rules;

	if (parse_arguments(args, &rules, err) < 0)
		return -1;
	return tokens_open(&comparer_default, &rules, answer, size, ret_comparison, err);
}

const struct comparer comparer_default = {
	.name = "default",
	.summary = "the ICPC default validator: tokens; options for case, spaces and tolerances",
	.open = default_open,
	.feed = tokens_feed,
	.finish = tokens_finish,
	.close = tokens_close,
};

/*
 * wcmp of testlib: the same tokens, case-sensitive.
 */
#include "checkers/arguments.h"
#include "checkers/tokens.h"

static int wcmp_open(const char *args, const char *answer, size_t size,
		     struct comparison **ret_comparison, struct error *err)
{
	static const struct token_rules rules = {
		.blanks = BLANKS_TESTLIB, .case_sensitive = true, .skip_mark = true,
	};

	if (arguments_none(&comparer_wcmp, args, err) < 0)
		return -1;
	return tokens_open(&comparer_wcmp, &rules, answer, size, ret_comparison, err);
}

const struct comparer comparer_wcmp = {
	.name = "wcmp",
	.summary = "testlib: the same tokens, case-sensitive",
	.open = wcmp_open,
	.feed = tokens_feed,
	.finish = tokens_finish,
	.close = tokens_close,
};

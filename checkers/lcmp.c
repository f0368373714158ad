/* Lines of tokens, of testlib. */
#include "checkers/layout.h"

static const struct layout_rule rule = { .testlib = true };

static int lcmp_open(const char *args, const char *answer, size_t size,
		     struct comparison **ret_comparison, struct error *err)
{
	return layout_open(&comparer_lcmp, &rule, args, answer, size, ret_comparison, err);
}

const struct comparer comparer_lcmp = {
	.name = "lcmp",
	.summary = "the same tokens on the same lines; blank lines count (testlib)",
	.open = lcmp_open,
	.feed = layout_feed,
	.finish = layout_finish,
	.close = layout_close,
};

/* CMS's white-diff: lines of tokens; only blank lines at the end do not count. */
#include "checkers/layout.h"

static const struct layout_rule rule = { .testlib = false };

static int white_diff_open(const char *args, const char *answer, size_t size,
			   struct comparison **ret_comparison, struct error *err)
{
	return layout_open(&comparer_white_diff, &rule, args, answer, size, ret_comparison, err);
}

const struct comparer comparer_white_diff = {
	.name = "white-diff",
	.summary = "the same tokens on the same lines; blank lines count, but at the end (CMS)",
	.open = white_diff_open,
	.feed = layout_feed,
	.finish = layout_finish,
	.close = layout_close,
};

/* DMOJ's standard checker: lines of tokens; blank lines do not count. */
#include "checkers/layout.h"

static const struct layout_rule rule = { .return_ends_line = true, .blank_lines_vanish = true };

static int dmoj_standard_open(const char *args, const char *answer, size_t size,
			      struct comparison **ret_comparison, struct error *err)
{
	return layout_open(&comparer_dmoj_standard, &rule, args, answer, size, ret_comparison, err);
}

const struct comparer comparer_dmoj_standard = {
	.name = "dmoj-standard",
	.summary = "the same tokens on the same lines; blank lines do not count (DMOJ)",
	.open = dmoj_standard_open,
	.feed = layout_feed,
	.finish = layout_finish,
	.close = layout_close,
};

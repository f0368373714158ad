/*
 * exact, and "identical" of DMOJ: the same bytes.
 */
#include "checkers/arguments.h"
#include "checkers/difference.h"

#include <stdlib.h>

struct exact_comparison {
	struct comparison base;
	const struct scan *scan;
	const char *answer;
	size_t size, at;
	bool rejected;
	struct difference difference;
};

static int open_as(const struct comparer *comparer, const char *args, const char *answer,
		   size_t size, struct comparison **ret_comparison, struct error *err)
{
	struct exact_comparison *c;

	if (arguments_none(comparer, args, err) < 0)
		return -1;
	c = malloc(sizeof *c);
	if (!c)
		return error_system(err, "%s", comparer->name);
	*c = (struct exact_comparison){
		.base = { comparer }, .scan = scan_best(BLANKS_ICPC), .answer = answer,
		.size = size,
	};
	*ret_comparison = &c->base;
	return 0;
}

static int exact_open(const char *args, const char *answer, size_t size,
		      struct comparison **ret_comparison, struct error *err)
{
	return open_as(&comparer_exact, args, answer, size, ret_comparison, err);
}

static int identical_open(const char *args, const char *answer, size_t size,
			  struct comparison **ret_comparison, struct error *err)
{
	return open_as(&comparer_dmoj_identical, args, answer, size, ret_comparison, err);
}

static bool exact_feed(struct comparison *comparison, const char *data, size_t size)
{
	struct exact_comparison *c = (struct exact_comparison *)comparison;
	size_t left = c->size - c->at, same;

	if (!c->rejected) {
		same = c->scan->equal(data, c->answer + c->at, size < left ? size : left);
		c->at += same;
		data += same;
		size -= same;
		if (size == 0)
			return true;
		c->rejected = true;
		difference_at(&c->difference, c->scan, c->answer, c->size, c->at, data);
	}
	return difference_read(&c->difference, c->scan, data, size);
}

static void exact_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct exact_comparison *c = (struct exact_comparison *)comparison;

	*result = (struct comparison_result){ .accepted = true };
	if (!c->rejected && c->at == c->size)
		return;
	if (!c->rejected)
		difference_at(&c->difference, c->scan, c->answer, c->size, c->at, NULL);
	difference_tell(&c->difference, c->scan, c->answer, c->size, result);
}

static void exact_close(struct comparison *comparison)
{
	free(comparison);
}

const struct comparer comparer_exact = {
	.name = "exact",
	.summary = "the same bytes",
	.open = exact_open,
	.feed = exact_feed,
	.finish = exact_finish,
	.close = exact_close,
};

const struct comparer comparer_dmoj_identical = {
	.name = "dmoj-identical",
	.summary = "DMOJ identical: the same bytes",
	.open = identical_open,
	.feed = exact_feed,
	.finish = exact_finish,
	.close = exact_close,
};

/*
 * fcmp of testlib: the same lines, but for carriage returns.
 *
 * A line ends with \n or \r\n. Any other \r is not there, and what follows it is taken as it is,
 * another \r too; at the very end it counts as the byte 255. Lines that are missing at the end are
 * empty ones; one empty line at the end of the answer does not count. Behind the last line there
 * may be blanks.
 *
 * The fast way is taken over stretches that are the same in both, up to a \r whose meaning the next
 * byte decides; there, and where they differ, both are read by symbols: a byte, or a line's end.
 */
#include "checkers/arguments.h"
#include "checkers/bom.h"
#include "checkers/difference.h"

#include <stdlib.h>

enum state {
	LINES,
	TRAILING,	/* the answer's lines are through */
	REJECTED,
};

struct line_comparison {
	struct comparison base;
	const struct scan *scan;
	const char *answer;
	size_t size;
	size_t end;		/* without an empty line at the end */
	size_t at;		/* between two symbols of the answer */
	bool pending;		/* the output has a \r more, whose meaning is open */
	enum state state;
	struct bom bom;
	struct difference difference;
};

enum { SYMBOL_END = -1, SYMBOL_LINE = '\n', SYMBOL_LAST_RETURN = 255 };

/* The answer's next symbol, and how many bytes it has. */
static int next_symbol(const struct line_comparison *c, size_t *ret_length)
{
	*ret_length = 1;
	if (c->at == c->end)
		return SYMBOL_END;
	if (c->answer[c->at] != '\r')
		return (unsigned char)c->answer[c->at];
	if (c->at + 1 == c->end)
		return SYMBOL_LAST_RETURN;
	*ret_length = 2;
	return (unsigned char)c->answer[c->at + 1];
}

/* The output has this byte where the answer has something else, or ends: NULL. */
static void reject(struct line_comparison *c, const char *byte)
{
	size_t length;

	if (next_symbol(c, &length) != SYMBOL_END && length == 2)
		c->at++;
	difference_at(&c->difference, c->scan, c->answer, c->size, c->at, byte);
	c->state = REJECTED;
}

/* The output's next symbol, for which byte stands. */
static void match(struct line_comparison *c, int symbol, const char *byte)
{
	size_t length;
	int expected = next_symbol(c, &length);

	if (expected == symbol)
		c->at += length;
	else if (expected == SYMBOL_END && symbol == SYMBOL_LINE)
		c->state = TRAILING;
	else
		reject(c, byte);
	c->pending = false;
}

/* How many bytes are the same, without a \r at their end that is not the second of a pair. */
static size_t same_symbols(const struct line_comparison *c, const char *data, size_t size)
{
	size_t left = c->end - c->at, same, returns = 0;

	same = c->scan->equal(data, c->answer + c->at, size < left ? size : left);
	while (returns < same && data[same - returns - 1] == '\r')
		returns++;
	return same - returns % 2;
}

static size_t step(struct line_comparison *c, const char *data, size_t size)
{
	size_t same = c->pending ? 0 : same_symbols(c, data, size);

	c->at += same;
	if (same == size)
		return same;
	if (c->at == c->end && (c->end == 0 || c->answer[c->end - 1] == '\n')) {
		c->state = TRAILING;
		return same;
	}
	if (!c->pending && data[same] == '\r')
		c->pending = true;
	else
		match(c, (unsigned char)data[same], data + same);
	return same + (c->state != REJECTED);
}

static bool feed_text(struct comparison *comparison, const char *data, size_t size)
{
	struct line_comparison *c = (struct line_comparison *)comparison;
	size_t used;

	while (size > 0 && c->state == LINES) {
		used = step(c, data, size);
		data += used;
		size -= used;
	}
	if (size > 0 && c->state == TRAILING) {
		used = c->scan->blank(data, size);
		data += used;
		size -= used;
		if (size > 0) {
			difference_at(&c->difference, c->scan, c->answer, c->size, c->size, data);
			c->state = REJECTED;
		}
	}
	return c->state != REJECTED || difference_read(&c->difference, c->scan, data, size);
}

/* ---- The interface ------------------------------------------------------------------------ */

/* Where the answer ends without an empty line at its end. */
static size_t without_empty_line(const char *answer, size_t size)
{
	size_t end = size;

	if (end == 0 || answer[end - 1] != '\n')
		return size;
	end--;
	if (end > 0 && answer[end - 1] == '\r')
		end--;
	return end == 0 || answer[end - 1] == '\n' ? end : size;
}

static int fcmp_open(const char *args, const char *answer, size_t size,
		     struct comparison **ret_comparison, struct error *err)
{
	struct line_comparison *c;

	if (arguments_none(&comparer_fcmp, args, err) < 0)
		return -1;
	c = malloc(sizeof *c);
	if (!c)
		return error_system(err, "fcmp");
	*c = (struct line_comparison){
		.base = { &comparer_fcmp }, .scan = scan_best(BLANKS_TESTLIB),
		.answer = answer, .size = size, .end = without_empty_line(answer, size),
	};
	*ret_comparison = &c->base;
	return 0;
}

static bool fcmp_feed(struct comparison *comparison, const char *data, size_t size)
{
	struct line_comparison *c = (struct line_comparison *)comparison;

	return bom_feed(&c->bom, feed_text, comparison, data, size);
}

static void fcmp_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct line_comparison *c = (struct line_comparison *)comparison;
	size_t length;

	bom_end(&c->bom, feed_text, comparison);
	if (c->state == LINES && c->pending)
		match(c, SYMBOL_LAST_RETURN, "\r");
	if (c->state == LINES) {
		while (next_symbol(c, &length) == SYMBOL_LINE)
			c->at += length;
		if (c->at < c->end)
			reject(c, NULL);
	}
	*result = (struct comparison_result){ .accepted = true };
	if (c->state == REJECTED)
		difference_tell(&c->difference, c->scan, c->answer, c->size, result);
}

static void fcmp_close(struct comparison *comparison)
{
	free(comparison);
}

const struct comparer comparer_fcmp = {
	.name = "fcmp",
	.summary = "testlib: the same lines, but for carriage returns",
	.open = fcmp_open,
	.feed = fcmp_feed,
	.finish = fcmp_finish,
	.close = fcmp_close,
};

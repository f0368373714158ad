/*
 * The same parts in any order, of DMOJ: dmoj-sorted, lines, or with split_on whitespace tokens;
 * dmoj-unordered, tokens. Lines are split at each \n and \r, those without a byte are left out,
 * and each is the list of its tokens, which may be empty.
 *
 * Memory: the parts must be held to be sorted. An output with more parts, or more bytes in them,
 * than the answer is rejected where it has them, so that what is held of it is never more than
 * what is held of the answer: its bytes, and 16 to 32 more for each part.
 */
#include "checkers/arguments.h"
#include "checkers/bytes.h"
#include "checkers/reason.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a part is in its side's text; once sorted, the text itself. */
union part {
	struct {
		size_t begin, size;
	} at;
	struct {
		const char *text;
		size_t size;
	} of;
};

/* The answer or the output: its parts one behind the other, the tokens of a line joined by ' '. */
struct side {
	struct strbuf text;
	union part *parts;
	size_t count, room;
	bool in_part, in_token;
	size_t begin;		/* of the part in the text */
};

struct sorted {
	struct comparison base;
	bool tokens;		/* are the parts */
	const char *answer;
	size_t size;
	struct side expected, got;
	bool too_much;
};

static const char this_checker[] = "dmoj-sorted";

static void add_part(struct side *side)
{
	if (side->count == side->room) {
		side->room = side->room * 2 + 64;
		side->parts = reallocarray(side->parts, side->room, sizeof *side->parts);
		/* As in util/string.h. */
		if (!side->parts)
			abort();
	}
	side->parts[side->count++] = (union part){
		.at = { side->begin, side->text.length - side->begin },
	};
	side->in_part = side->in_token = false;
}

static void begin_part(struct side *side)
{
	side->in_part = true;
	side->begin = side->text.length;
}

/* Space within a line. */
static void end_token(struct side *side, bool tokens)
{
	if (tokens && side->in_part)
		add_part(side);
	else if (!tokens && !side->in_part)
		begin_part(side);
	side->in_token = false;
}

static void add(struct side *side, bool tokens, const char *data, size_t size)
{
	for (size_t i = 0, length; i < size; i += length) {
		length = bytes_token(data + i, size - i);
		if (length == 0) {
			length = 1;
			if (data[i] != '\n' && data[i] != '\r')
				end_token(side, tokens);
			else if (side->in_part)
				add_part(side);
			continue;
		}
		if (!side->in_part)
			begin_part(side);
		if (!side->in_token && side->text.length > side->begin)
			strbuf_append(&side->text, " ", 1);
		side->in_token = true;
		strbuf_append(&side->text, data + i, length);
	}
}

static bool is_too_much(const struct sorted *c)
{
	return c->got.count > c->expected.count || c->got.text.length > c->expected.text.length;
}

static bool sorted_feed(struct comparison *comparison, const char *data, size_t size)
{
	struct sorted *c = (struct sorted *)comparison;
	enum { STEP = 65536 };

	for (size_t step; size > 0 && !c->too_much; data += step, size -= step) {
		step = size < STEP ? size : STEP;
		add(&c->got, c->tokens, data, step);
		c->too_much = is_too_much(c);
	}
	return !c->too_much;
}

static int ascending(const void *a, const void *b)
{
	const union part *x = a, *y = b;
	size_t size = x->of.size < y->of.size ? x->of.size : y->of.size;
	int order = size > 0 ? memcmp(x->of.text, y->of.text, size) : 0;

	return order ? order : (x->of.size > y->of.size) - (x->of.size < y->of.size);
}

static void sort(struct side *side)
{
	for (size_t i = 0; i < side->count; i++)
		side->parts[i].of.text = side->text.text + side->parts[i].at.begin;
	if (side->count > 0)
		qsort(side->parts, side->count, sizeof *side->parts, ascending);
}

static struct piece piece_of(const struct side *side, size_t i)
{
	if (i == side->count)
		return (struct piece){ .kind = PIECE_END };
	return (struct piece){ PIECE_TOKEN, side->parts[i].of.text, side->parts[i].of.size,
			       side->parts[i].of.size };
}

static void reject(const struct sorted *c, size_t i, struct comparison_result *result)
{
	struct piece expected = piece_of(&c->expected, i), got = piece_of(&c->got, i);
	const char *parts = c->tokens ? "tokens" : "lines";
	char expected_text[REASON_TEXT], got_text[REASON_TEXT];

	reason_locate(c->answer, c->size, result);
	reason_describe(&expected, expected_text);
	reason_describe(&got, got_text);
	if (c->got.text.length == 0 && !c->too_much) {
		reason_no_output(result);
	} else if (c->too_much) {
		snprintf(result->reason, REASON_BYTES, "more output than the answer has");
		snprintf(result->difference, REASON_BYTES, "too much output");
	} else if (c->got.count != c->expected.count) {
		snprintf(result->reason, REASON_BYTES, "expected %zu %s, got %zu",
			 c->expected.count, parts, c->got.count);
		snprintf(result->difference, REASON_BYTES, "got %zu %s", c->got.count, parts);
	} else {
		snprintf(result->reason, REASON_BYTES,
			 "%.*s %zu when sorted: expected %s, got %s", (int)strlen(parts) - 1,
			 parts, i + 1, expected_text, got_text);
		snprintf(result->difference, REASON_BYTES, "%.*s %zu when sorted: got %s",
			 (int)strlen(parts) - 1, parts, i + 1, got_text);
	}
}

static void sorted_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct sorted *c = (struct sorted *)comparison;
	size_t i = 0;

	if (c->got.in_part)
		add_part(&c->got);
	c->too_much = is_too_much(c);
	sort(&c->got);
	while (!c->too_much && i < c->got.count &&
	       ascending(&c->expected.parts[i], &c->got.parts[i]) == 0)
		i++;
	if (!c->too_much && i == c->expected.count)
		*result = (struct comparison_result){ .accepted = true };
	else
		reject(c, i < c->got.count ? i : c->got.count, result);
}

static void side_release(struct side *side)
{
	strbuf_free(&side->text);
	free(side->parts);
}

static void sorted_close(struct comparison *comparison)
{
	struct sorted *c = (struct sorted *)comparison;

	side_release(&c->expected);
	side_release(&c->got);
	free(c);
}

static int open_for(const struct comparer *comparer, bool tokens, const char *answer, size_t size,
		    struct comparison **ret_comparison, struct error *err)
{
	struct sorted *c = calloc(1, sizeof *c);

	if (!c)
		return error_system(err, "%s", comparer->name);
	c->base.comparer = comparer;
	c->tokens = tokens;
	c->answer = answer;
	c->size = size;
	/* Empty parts have a place in the text too. */
	strbuf_append(&c->expected.text, "", 0);
	strbuf_append(&c->got.text, "", 0);
	add(&c->expected, tokens, answer, size);
	if (c->expected.in_part)
		add_part(&c->expected);
	sort(&c->expected);
	*ret_comparison = &c->base;
	return 0;
}

static int sorted_open(const char *args, const char *answer, size_t size,
		       struct comparison **ret_comparison, struct error *err)
{
	static const char *const names[] = { "split_on" };
	static const char *const choices[] = { "lines", "whitespace" };
	int choice = 0;

	for (const char *word = args; *word; word = packed_next(word)) {
		if (argument_find(this_checker, word, names, ARRAY_SIZE(names), err) < 0)
			return -1;
		word = packed_next(word);
		choice = argument_choice(this_checker, names[0], word, choices,
					 ARRAY_SIZE(choices), err);
		if (choice < 0)
			return -1;
	}
	return open_for(&comparer_dmoj_sorted, choice == 1, answer, size, ret_comparison, err);
}

static int unordered_open(const char *args, const char *answer, size_t size,
			  struct comparison **ret_comparison, struct error *err)
{
	if (arguments_none(&comparer_dmoj_unordered, args, err) < 0)
		return -1;
	return open_for(&comparer_dmoj_unordered, true, answer, size, ret_comparison, err);
}

const struct comparer comparer_dmoj_sorted = {
	.name = this_checker,
	.summary = "the same lines, or tokens, in any order (DMOJ)",
	.open = sorted_open,
	.feed = sorted_feed,
	.finish = sorted_finish,
	.close = sorted_close,
};

const struct comparer comparer_dmoj_unordered = {
	.name = "dmoj-unordered",
	.summary = "the same tokens, in any order (DMOJ)",
	.open = unordered_open,
	.feed = sorted_feed,
	.finish = sorted_finish,
	.close = sorted_close,
};

/*
 * Line against line, of DMOJ. Each \n and each \r ends a line of the output.
 *
 * dmoj-rstripped: the same lines, but for whitespace at their ends; every line counts, the empty
 * one behind the last newline too. As DMOJ does before it compares, \r\n of the answer is read as
 * one end of line, and a last line without one gets it. filter_new_line true leaves out lines
 * without a byte on both sides.
 *
 * dmoj-linecount: the share of the answer's lines that are right, but for whitespace at both ends;
 * lines without a byte are left out; 0 if the output has more lines. Accepted are all.
 *
 * dmoj-linematches: as linecount, with whole lines and their weights (point_distribution N...,
 * one for each line, default 1); accepted if any is right. The number of lines must be the same,
 * unless filler_lines_required is false.
 */
#include "checkers/arguments.h"
#include "checkers/bytes.h"
#include "checkers/line.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WEIGHT_MAX = 1000000000 };

struct lines_rule {
	enum strip strip;
	bool counts;		/* lines, to a score */
	bool weighs;		/* them */
};

struct lines {
	struct comparison base;
	const struct lines_rule *rule;
	const char *answer;
	size_t size;
	size_t at;			/* where the answer's next line begins */
	bool at_end;			/* it has no more */
	bool skip_empty;
	bool fillers;			/* all lines must be there */
	long *weights;			/* of the answer's lines, or NULL: 1 each */
	size_t weight_count;
	bool in_line, expected;		/* the answer has a line for this one */
	struct line line;
	uint64_t count, answer_count;	/* of lines */
	double points, total;
	bool worthless;			/* there are too many lines, or too few */
	bool decided, wrong;
	bool any;			/* the output has more than whitespace */
	struct comparison_result first;	/* difference */
};

/* ---- Lines of the answer ------------------------------------------------------------------ */

/* With empty ones. \r\n is one end of line, and a last line that has none gets it. */
static bool next_line(struct lines *c, size_t *ret_begin, size_t *ret_end)
{
	size_t end = c->at;

	if (c->at_end)
		return false;
	while (end < c->size && c->answer[end] != '\n' && c->answer[end] != '\r')
		end++;
	*ret_begin = c->at;
	*ret_end = end;
	c->at_end = c->at == c->size;
	if (end + 1 < c->size && c->answer[end] == '\r' && c->answer[end + 1] == '\n')
		end++;
	c->at = end < c->size ? end + 1 : c->size;
	return true;
}

static bool next_expected(struct lines *c, size_t *ret_begin, size_t *ret_end)
{
	if (!c->skip_empty)
		return next_line(c, ret_begin, ret_end);
	if (!line_next(c->answer, c->size, &c->at, ret_begin))
		return false;
	*ret_end = c->at;
	return true;
}

static uint64_t count_lines(const char *answer, size_t size)
{
	uint64_t count = 0;

	for (size_t at = 0, begin; line_next(answer, size, &at, &begin);)
		count++;
	return count;
}

/* ---- Lines of the output ------------------------------------------------------------------ */

static double weight(const struct lines *c, uint64_t line)
{
	return c->weights ? (double)c->weights[line] : 1;
}

static void note(struct lines *c, bool at_end)
{
	if (!c->wrong)
		line_reason(&c->line, at_end, &c->first);
	c->wrong = true;
}

static void note_piece(struct lines *c, size_t place, enum piece_kind kind, const char *bytes,
		       size_t size)
{
	struct piece got = { .kind = kind, .bytes = bytes, .known = size, .length = size };

	if (!c->wrong)
		reason_reject(c->answer, c->size, place, &got, 0, &c->first);
	c->wrong = true;
}

/* byte: the first of the line, or of the end of the line before, if lines may be empty. */
static void begin_line(struct lines *c, char byte)
{
	size_t begin, end;

	c->in_line = true;
	c->expected = next_expected(c, &begin, &end);
	if (c->expected) {
		line_begin(&c->line, c->answer, c->size, begin, end, c->rule->strip);
		return;
	}
	if (c->rule->weighs && !c->fillers) {
		c->decided = true;
		return;
	}
	c->worthless = true;
	/* A token is read on, for the reason. */
	line_begin(&c->line, c->answer, c->size, c->size, c->size, STRIP_RIGHT);
	c->decided = c->wrong;
	if (!c->skip_empty) {
		note_piece(c, c->size, PIECE_SPACE, &byte, 1);
		c->decided = true;
	}
}

static void end_too_many(struct lines *c)
{
	if (line_end(&c->line))
		note_piece(c, c->size, PIECE_SPACE, "\n", 1);
	else
		note(c, false);
	c->decided = true;
}

static void end_line(struct lines *c, bool at_end)
{
	c->in_line = false;
	if (!c->expected) {
		end_too_many(c);
		return;
	}
	if (line_end(&c->line)) {
		c->points += weight(c, c->count);
	} else {
		note(c, at_end);
		c->decided = !c->rule->counts;
	}
	c->count++;
}

static bool lines_feed(struct comparison *comparison, const char *data, size_t size)
{
	struct lines *c = (struct lines *)comparison;

	c->any = c->any || bytes_space(data, size) < size;
	for (size_t i = 0, begin; i < size && !c->decided; i++) {
		begin = i;
		while (i < size && data[i] != '\n' && data[i] != '\r')
			i++;
		if (i > begin && !c->in_line)
			begin_line(c, data[begin]);
		if (i > begin)
			line_feed(&c->line, data + begin, i - begin);
		if (i == size || c->decided)
			break;
		if (c->in_line)
			end_line(c, false);
		if (!c->skip_empty && !c->decided)
			begin_line(c, data[i]);
	}
	/* Whether there is any output is still to be seen. */
	return !c->decided || !c->any;
}

/* ---- The end ------------------------------------------------------------------------------ */

/* The answer has a line more than the output. */
static void note_missing(struct lines *c, size_t begin)
{
	/* The newline is missing that would begin the line. */
	size_t place = begin > 0 && !c->skip_empty ? begin - 1 : begin;

	if (place > 0 && !c->skip_empty && c->answer[place] == '\n' && c->answer[place - 1] == '\r')
		place--;
	if (c->wrong)
		return;
	note_piece(c, place, PIECE_END, NULL, 0);
	if (begin == c->size && !c->skip_empty && c->answer[place] != '\n' &&
	    c->answer[place] != '\r') {
		snprintf(c->first.reason, REASON_BYTES,
			 "line %" PRIu64 ": expected a newline, got end of file", c->first.line);
		memcpy(c->first.difference, c->first.reason, REASON_BYTES);
	}
}

static void prefix(const char *words, char text[REASON_BYTES])
{
	char whole[REASON_BYTES + 64];
	int length = snprintf(whole, sizeof whole, "%s: %s", words, text);

	text_sanitise_utf8(whole, (size_t)length, text, REASON_BYTES);
}

static void fill(const struct lines *c, struct comparison_result *result)
{
	char counts[60];

	if (!c->wrong) {
		*result = (struct comparison_result){ .accepted = true, .score = 1 };
		return;
	}
	*result = c->first;
	if (!c->rule->counts)
		return;
	result->score = c->worthless || c->total <= 0 ? 0 : c->points / c->total;
	if (c->rule->weighs && result->score > 0) {
		result->accepted = true;
		result->line = result->column = result->token = 0;
	}
	snprintf(counts, sizeof counts, "%.15g of %.15g %s", result->score > 0 ? c->points : 0,
		 c->total, c->rule->weighs ? "points" : "lines");
	prefix(counts, result->reason);
	prefix(counts, result->difference);
}

static void lines_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct lines *c = (struct lines *)comparison;
	size_t begin, end;

	if (c->in_line && !c->decided)
		end_line(c, true);
	if (!c->decided && next_expected(c, &begin, &end)) {
		note_missing(c, begin);
		c->worthless = c->rule->weighs && c->fillers;
	}
	fill(c, result);
	if (c->wrong && !c->any && bytes_space(c->answer, c->size) < c->size)
		reason_no_output(result);
}

static void lines_close(struct comparison *comparison)
{
	struct lines *c = (struct lines *)comparison;

	free(c->weights);
	free(c);
}

/* ---- Arguments ---------------------------------------------------------------------------- */

static int parse_weights(struct lines *c, const char **word, struct error *err)
{
	const char *name = c->base.comparer->name;
	long number;

	free(c->weights);
	c->weight_count = 0;
	c->weights = calloc(packed_count(*word) + 1, sizeof *c->weights);
	if (!c->weights)
		return error_system(err, "%s", name);
	/* Up to the next word that begins with a letter. */
	for (; **word && !((**word | 0x20) >= 'a' && (**word | 0x20) <= 'z');
	     *word = packed_next(*word)) {
		if (argument_number(name, "point_distribution", *word, WEIGHT_MAX, &number, err) <
		    0)
			return -1;
		c->weights[c->weight_count++] = number;
	}
	return 0;
}

static int parse_arguments(struct lines *c, const char *args, struct error *err)
{
	static const char *const names[] = {
		"filter_new_line", "point_distribution", "filler_lines_required",
	};
	const char *checker = c->base.comparer->name;
	const char *const *own = c->rule->weighs ? names + 1 : names;
	size_t count = c->rule->weighs ? 2 : 1;

	while (*args) {
		int index = argument_find(checker, args, own, count, err);
		const char *name = args;

		if (index < 0)
			return -1;
		args = packed_next(args);
		if (c->rule->weighs && index == 0) {
			if (parse_weights(c, &args, err) < 0)
				return -1;
			continue;
		}
		if (argument_bool(checker, name, args,
				  c->rule->weighs ? &c->fillers : &c->skip_empty, err) < 0)
			return -1;
		args = packed_next(args);
	}
	return 0;
}

/* There is a weight for each line, and not all are 0. */
static int check_weights(struct lines *c, struct error *err)
{
	const char *checker = c->base.comparer->name;
	size_t count = c->weights ? c->weight_count : 1;

	if (c->answer_count != count)
		return error_usage(err, "%s: the answer has %" PRIu64 " lines that are not empty, "
				   "and point_distribution %zu numbers", checker, c->answer_count,
				   count);
	c->total = 0;
	for (size_t i = 0; i < count; i++)
		c->total += weight(c, i);
	if (c->total <= 0)
		return error_usage(err, "%s: point_distribution has nothing but zeros", checker);
	return 0;
}

static int lines_open(const struct comparer *comparer, const struct lines_rule *rule,
		      const char *args, const char *answer, size_t size,
		      struct comparison **ret_comparison, struct error *err)
{
	struct lines *c = calloc(1, sizeof *c);

	if (!c)
		return error_system(err, "%s", comparer->name);
	c->base.comparer = comparer;
	c->rule = rule;
	c->answer = answer;
	c->size = size;
	c->skip_empty = rule->counts;
	c->fillers = true;
	c->answer_count = count_lines(answer, size);
	c->total = (double)c->answer_count;
	if (parse_arguments(c, args, err) < 0 || (rule->weighs && check_weights(c, err) < 0)) {
		lines_close(&c->base);
		return -1;
	}
	if (!c->skip_empty)
		begin_line(c, '\n');
	*ret_comparison = &c->base;
	return 0;
}

/* ---- The checkers ------------------------------------------------------------------------- */

static const struct lines_rule rstripped = { .strip = STRIP_RIGHT };
static const struct lines_rule linecount = { .strip = STRIP_BOTH, .counts = true };
static const struct lines_rule linematches = { .counts = true, .weighs = true };

static int rstripped_open(const char *args, const char *answer, size_t size,
			  struct comparison **ret_comparison, struct error *err)
{
	return lines_open(&comparer_dmoj_rstripped, &rstripped, args, answer, size,
			  ret_comparison, err);
}

static int linecount_open(const char *args, const char *answer, size_t size,
			  struct comparison **ret_comparison, struct error *err)
{
	if (arguments_none(&comparer_dmoj_linecount, args, err) < 0)
		return -1;
	return lines_open(&comparer_dmoj_linecount, &linecount, args, answer, size,
			  ret_comparison, err);
}

static int linematches_open(const char *args, const char *answer, size_t size,
			    struct comparison **ret_comparison, struct error *err)
{
	return lines_open(&comparer_dmoj_linematches, &linematches, args, answer, size,
			  ret_comparison, err);
}

#define LINES_COMPARER(id, words, gives)                                                       \
	const struct comparer comparer_dmoj_##id = {                                          \
		.name = "dmoj-" #id,                                                          \
		.summary = words,                                                             \
		.scores = gives,                                                              \
		.open = id##_open,                                                            \
		.feed = lines_feed,                                                           \
		.finish = lines_finish,                                                       \
		.close = lines_close,                                                         \
	}

LINES_COMPARER(rstripped, "the same lines, but for space at their ends (DMOJ)", SCORES_NONE);
LINES_COMPARER(linecount, "the share of lines that are right (DMOJ)", SCORES_SHARE);
LINES_COMPARER(linematches, "the share of lines that are right, by weight (DMOJ)", SCORES_SHARE);

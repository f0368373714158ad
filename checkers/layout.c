#include "checkers/layout.h"

#include "checkers/arguments.h"
#include "checkers/bom.h"
#include "checkers/reason.h"
#include "checkers/scan.h"

#include <stdlib.h>
#include <string.h>

enum {
	HEAD = 64,
	RETURN_AT_END = 0xff,	/* see layout.h */
};

enum state {
	BETWEEN,	/* tokens */
	TOKEN,		/* in one that is the answer's up to at */
	REJECTED,	/* only the rest of the token is still read, for the reason */
	DECIDED,
};

enum kind { KIND_TOKEN, KIND_SPACE, KIND_LINE, KIND_END };

struct layout {
	struct comparison base;
	const struct layout_rule *rule;
	const struct scan *scan;
	const char *answer;
	size_t size;
	size_t at;		/* where the answer goes on; between tokens: behind the last */
	enum state state;
	bool any;		/* the output has a token */
	bool after_return;	/* the output has a \r of which nothing is known yet */
	struct bom bom;
	uint64_t lines;		/* of the output that ended behind the last token */
	/* the last \v or \f behind that, and how many lines had ended before it */
	char odd;
	uint64_t odd_lines;
	/* what was found: the place in the answer, and what stood there in the output */
	size_t place;
	enum piece_kind got;
	bool format;
	char head[HEAD];	/* of the token; or the space */
	size_t length, same;
};

static enum kind kind_of(const struct layout_rule *rule, char byte)
{
	if (!byte_is_space(byte))
		return KIND_TOKEN;
	return byte == '\n' || (byte == '\r' && rule->return_ends_line) ? KIND_LINE : KIND_SPACE;
}

/* The answer's next byte as the rule reads it. *at goes behind it. */
static enum kind next_byte(const struct layout *c, size_t *at, char *ret_byte)
{
	if (*at == c->size)
		return KIND_END;
	*ret_byte = c->answer[(*at)++];
	if (*ret_byte != '\r' || !c->rule->testlib)
		return kind_of(c->rule, *ret_byte);
	if (*at == c->size) {
		*ret_byte = (char)RETURN_AT_END;
		return KIND_TOKEN;
	}
	*ret_byte = c->answer[(*at)++];
	return kind_of(c->rule, *ret_byte);
}

/* ---- What is found ------------------------------------------------------------------------ */

static void reject(struct layout *c, size_t place, enum piece_kind got, char space)
{
	c->state = got == PIECE_TOKEN ? REJECTED : DECIDED;
	c->place = place;
	c->got = got;
	c->length = got == PIECE_SPACE;
	c->head[0] = space;
}

static void keep(struct layout *c, const char *data, size_t size)
{
	if (c->length < HEAD)
		memcpy(c->head + c->length, data, size < HEAD - c->length ? size : HEAD - c->length);
	c->length += size;
}

/* The output's token is the answer's up to at; there it ends, or goes on in another way. */
static void reject_token(struct layout *c)
{
	size_t begin = c->at;

	while (begin > 0 && !byte_is_space(c->answer[begin - 1]))
		begin--;
	reject(c, begin, PIECE_TOKEN, 0);
	c->same = c->at - begin;
	keep(c, c->answer + begin, c->same);
}

/* ---- The output, byte by byte ------------------------------------------------------------- */

/* The answer's n-th end of line from a place on, from 0. */
static size_t line_end(const struct layout *c, size_t from, uint64_t n)
{
	size_t at = from, before = from;
	enum kind kind;
	char byte;

	do {
		before = at;
		kind = next_byte(c, &at, &byte);
	} while (kind != KIND_END && (kind != KIND_LINE || n-- > 0));
	return before;
}

static uint64_t counted(const struct layout *c, uint64_t lines)
{
	if (!c->rule->blank_lines_vanish)
		return lines;
	return c->any && lines > 0;
}

/* The output has a token next: so must the answer, and on the same line. */
static bool begin_token(struct layout *c)
{
	size_t from = c->at, begin = c->at, at = c->at;
	uint64_t lines = 0, wanted;
	enum kind kind;
	char byte;

	while ((kind = next_byte(c, &at, &byte)) == KIND_SPACE || kind == KIND_LINE) {
		lines += kind == KIND_LINE;
		begin = at;
	}
	wanted = counted(c, lines);
	lines = counted(c, c->lines);
	c->any = true;
	if (kind == KIND_END)
		reject(c, c->size, PIECE_TOKEN, 0);
	else if (lines < wanted)
		reject(c, line_end(c, from, lines), PIECE_TOKEN, 0);
	else if (lines > wanted)
		reject(c, begin, PIECE_SPACE, '\n');
	else
		c->state = TOKEN;
	c->at = begin;
	c->odd = 0;	/* what is equal from here on may go over spaces unseen */
	return c->state == TOKEN;
}

static void take_token_byte(struct layout *c, char byte)
{
	size_t at = c->at;
	char expected;

	if (c->state == BETWEEN && !begin_token(c)) {
		if (c->state == REJECTED)
			keep(c, &byte, 1);
		return;
	}
	at = c->at;
	if (next_byte(c, &at, &expected) == KIND_TOKEN && expected == byte) {
		c->at = at;
		return;
	}
	reject_token(c);
	keep(c, &byte, 1);
}

static void take_space(struct layout *c, enum kind kind, char byte)
{
	size_t at = c->at;
	char next;

	if (c->state == TOKEN) {
		if (next_byte(c, &at, &next) == KIND_TOKEN) {
			reject_token(c);
			c->state = DECIDED;
			return;
		}
		c->state = BETWEEN;
		c->lines = 0;
		c->odd = 0;
	}
	c->lines += kind == KIND_LINE;
	if (byte == '\v' || byte == '\f') {
		c->odd = byte;
		c->odd_lines = c->lines;
	}
}

static void take(struct layout *c, char byte)
{
	enum kind kind;

	if (c->state == REJECTED) {
		if (byte_is_space(byte))
			c->state = DECIDED;
		else
			keep(c, &byte, 1);
		return;
	}
	if (byte == '\r' && c->rule->testlib && !c->after_return) {
		c->after_return = true;
		return;
	}
	c->after_return = false;
	kind = kind_of(c->rule, byte);
	if (kind == KIND_TOKEN)
		take_token_byte(c, byte);
	else
		take_space(c, kind, byte);
}

/* In a token, what is equal up to the end of any token needs no look. */
static size_t skip_equal(struct layout *c, const char *data, size_t size)
{
	size_t left = c->size - c->at;
	size_t same = c->scan->equal(data, c->answer + c->at, left < size ? left : size);

	while (same > 0 && byte_is_space(data[same - 1]))
		same--;
	c->at += same;
	return same;
}

static bool feed(struct comparison *comparison, const char *data, size_t size)
{
	struct layout *c = (struct layout *)comparison;

	for (size_t i = 0; i < size && c->state != DECIDED;) {
		if (c->state == TOKEN && !c->after_return)
			i += skip_equal(c, data + i, size - i);
		if (i < size)
			take(c, data[i++]);
	}
	return c->state != DECIDED;
}

/* ---- The end of the output ---------------------------------------------------------------- */

/*
 * How many lines of the output are compared from the one with the last token on: those that the
 * answer has, but for an empty last one.
 */
static uint64_t lines_compared(const struct layout *c)
{
	size_t at = c->at;
	uint64_t lines = 0;
	bool empty = !c->any, last_empty = false;
	enum kind kind;
	char byte;

	while ((kind = next_byte(c, &at, &byte)) != KIND_END) {
		if (kind == KIND_LINE) {
			lines++;
			last_empty = empty;
			empty = true;
		} else {
			empty = last_empty = false;
		}
	}
	return empty ? lines - last_empty : lines + 1;
}

static void end_testlib(struct layout *c)
{
	if (c->odd && c->odd_lines >= lines_compared(c)) {
		reject(c, c->size, PIECE_SPACE, c->odd);
		c->format = true;
	}
}

static void end(struct layout *c)
{
	enum kind kind = KIND_END;
	size_t at, before;
	char byte;

	bom_end(&c->bom, feed, &c->base);
	if (c->after_return && (c->state == TOKEN ||
				(c->state == BETWEEN && c->lines < lines_compared(c))))
		take_token_byte(c, (char)RETURN_AT_END);
	if (c->state == REJECTED || c->state == DECIDED)
		return;
	at = c->at;
	if (c->state == TOKEN && next_byte(c, &at, &byte) == KIND_TOKEN) {
		reject_token(c);
		return;
	}
	at = before = c->at;
	while ((kind = next_byte(c, &at, &byte)) == KIND_SPACE || kind == KIND_LINE)
		before = at;
	if (kind == KIND_TOKEN)
		reject(c, before, PIECE_END, 0);
	else if (c->rule->testlib)
		end_testlib(c);
}

/* ---- The interface ------------------------------------------------------------------------ */

int layout_open(const struct comparer *comparer, const struct layout_rule *rule, const char *args,
		const char *answer, size_t size, struct comparison **ret_comparison,
		struct error *err)
{
	struct layout *c;

	if (arguments_none(comparer, args, err) < 0)
		return -1;
	c = calloc(1, sizeof *c);
	if (!c)
		return error_system(err, "%s", comparer->name);
	c->base.comparer = comparer;
	c->rule = rule;
	c->scan = scan_best(BLANKS_ICPC);
	c->bom.past = !rule->testlib;
	c->answer = answer;
	c->size = size;
	*ret_comparison = (struct comparison *)c;
	return 0;
}

bool layout_feed(struct comparison *comparison, const char *data, size_t size)
{
	struct layout *c = (struct layout *)comparison;

	return bom_feed(&c->bom, feed, comparison, data, size);
}

void layout_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct layout *c = (struct layout *)comparison;
	struct piece got;

	end(c);
	if (c->state != REJECTED && c->state != DECIDED) {
		*result = (struct comparison_result){ .accepted = true };
		return;
	}
	got = (struct piece){
		.kind = c->got, .bytes = c->head, .length = c->length,
		.known = c->length < HEAD ? c->length : HEAD,
	};
	if (c->format)
		reason_format(c->answer, c->size, c->place, &got, result);
	else
		reason_reject(c->answer, c->size, c->place, &got, c->same, result);
	if (!c->any && c->got == PIECE_END)
		reason_no_output(result);
}

void layout_close(struct comparison *comparison)
{
	free(comparison);
}

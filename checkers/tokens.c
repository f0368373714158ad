/*
 * The fast way is taken while both sides read the same: whole stretches are compared at once, and
 * nothing about tokens, lines or columns is kept, as the answer is there to be looked at when it
 * matters. A token that differs in some byte is looked at by itself: its beginning, which was the
 * same, is taken from the answer. Then the fast way goes on.
 */
#include "checkers/tokens.h"

#include "checkers/bom.h"
#include "checkers/difference.h"

#include <stdlib.h>
#include <string.h>

enum state {
	SAME,		/* all tokens so far match, and so does the begun one, byte for byte */
	SPACING,	/* between tokens; the answer is at its next one */
	TOKEN,		/* in a token that differs from the answer's in some byte */
	REJECTED,	/* only the rest of what the reason shows is still read */
	DECIDED,
	STATES,
};

struct token_comparison {
	struct comparison base;
	struct token_rules rules;
	const struct scan *scan;
	const char *answer;
	size_t size;
	size_t at;		/* where the answer goes on; in TOKEN, how far both match */
	enum state state;
	struct bom bom;
	struct difference difference;	/* REJECTED, DECIDED */
	/* TOKEN: the answer's token, and whether it is compared as a number */
	size_t begin, end;
	bool is_number;
	struct decimal expected;
	/* the output's token: its length so far, and what there is room for: all of a number */
	size_t length;
	size_t room;
	char token[];
};

/* ---- What is found ------------------------------------------------------------------------ */

/* The output has this where the answer has something else. */
static void reject(struct token_comparison *c, size_t place, enum piece_kind got)
{
	size_t known = c->length < c->room ? c->length : c->room;

	difference_begin(&c->difference, c->scan, c->answer, place, got, c->at - place);
	difference_keep(&c->difference, c->token, known);
	c->difference.length = c->length;
	c->state = REJECTED;
}

static void keep(struct token_comparison *c, const char *data, size_t size)
{
	size_t kept = c->length < c->room ? c->length : c->room;
	size_t more = size < c->room - kept ? size : c->room - kept;

	memcpy(c->token + kept, data, more);
	c->length += size;
}

static bool answer_has_blank(const struct token_comparison *c)
{
	return c->at < c->size && byte_is_blank(c->rules.blanks, c->answer[c->at]);
}

/* Whether both sides stand where a token can begin. */
static bool is_between(const struct token_comparison *c)
{
	return c->at == 0 || byte_is_blank(c->rules.blanks, c->answer[c->at - 1]);
}

/* The output's token began as the answer's, and reads the same up to at. */
static void begin_token(struct token_comparison *c)
{
	c->begin = c->at;
	while (c->begin > 0 && !byte_is_blank(c->rules.blanks, c->answer[c->begin - 1]))
		c->begin--;
	c->end = c->at + c->scan->token(c->answer + c->at, c->size - c->at);
	c->is_number = (c->rules.absolute.given || c->rules.relative.given) &&
		       decimal_parse(c->answer + c->begin, c->end - c->begin, &c->expected);
	c->length = 0;
	keep(c, c->answer + c->begin, c->at - c->begin);
	c->state = TOKEN;
}

static void end_token(struct token_comparison *c)
{
	struct decimal number;
	bool matches = c->at == c->end;

	if (c->is_number)
		matches = decimal_parse(c->token, c->length, &number) &&
			  decimal_within(&number, &c->expected, &c->rules.absolute,
					 &c->rules.relative);
	if (!matches) {
		reject(c, c->begin, PIECE_TOKEN);
		return;
	}
	c->at = c->end;
	c->state = SAME;
}

/* Both sides read the same up to at; there the output has byte, and the answer something else. */
static void diverge(struct token_comparison *c, char byte)
{
	bool blank = byte_is_blank(c->rules.blanks, byte);
	bool both_end = blank && (c->at == c->size || answer_has_blank(c));

	if (!is_between(c) && !both_end) {
		begin_token(c);
	} else if (!blank && c->at < c->size && !answer_has_blank(c)) {
		begin_token(c);
	} else if (!c->rules.space_change_sensitive) {
		c->at += c->scan->blank(c->answer + c->at, c->size - c->at);
		c->state = SPACING;
	} else {
		c->token[0] = byte;
		c->length = blank;	/* a token is read, and kept, from here on */
		reject(c, c->at, blank ? PIECE_SPACE : PIECE_TOKEN);
	}
}

/* ---- Steps: each takes some of a piece, or goes over to another state ---------------------- */

static size_t step_same(struct token_comparison *c, const char *data, size_t size)
{
	size_t used = 0, advance = 0, same;

	if (!c->rules.space_change_sensitive)
		c->scan->respaced(data, size, c->answer + c->at, c->size - c->at, is_between(c),
				  &used, &advance);
	c->at += advance;
	same = c->size - c->at < size - used ? c->size - c->at : size - used;
	same = c->scan->equal(data + used, c->answer + c->at, same);
	c->at += same;
	used += same;
	if (used < size)
		diverge(c, data[used]);
	return used;
}

static size_t step_spacing(struct token_comparison *c, const char *data, size_t size)
{
	size_t used = c->scan->blank(data, size);

	if (used == size)
		return used;
	c->state = SAME;
	if (c->at == c->size) {
		c->length = 0;
		reject(c, c->at, PIECE_TOKEN);
	}
	return used;
}

static size_t step_token(struct token_comparison *c, const char *data, size_t size)
{
	size_t used = c->scan->token(data, size), left = c->end - c->at, same;

	keep(c, data, used);
	if (c->is_number) {
		if (c->length > c->room)
			reject(c, c->begin, PIECE_TOKEN);
	} else {
		left = used < left ? used : left;
		same = c->rules.case_sensitive ?
			c->scan->equal(data, c->answer + c->at, left) :
			c->scan->equal_folded(data, c->answer + c->at, left);
		c->at += same;
		if (same < used)
			reject(c, c->begin, PIECE_TOKEN);
	}
	if (c->state == TOKEN && used < size)
		end_token(c);
	return used;
}

/* Reads on for the reason: the head of a token, or whether the output has any. */
static size_t step_rejected(struct token_comparison *c, const char *data, size_t size)
{
	if (!difference_read(&c->difference, c->scan, data, size))
		c->state = DECIDED;
	return size;
}

/* ---- The interface ------------------------------------------------------------------------ */

int tokens_open(const struct comparer *comparer, const struct token_rules *rules,
		const char *answer, size_t size, struct comparison **ret_comparison,
		struct error *err)
{
	bool numbers = rules->absolute.given || rules->relative.given;
	size_t room = numbers ? DECIMAL_TEXT_MAX : REASON_TOKEN;
	struct token_comparison *c = malloc(sizeof *c + room);

	if (!c)
		return error_system(err, "%s", comparer->name);
	*c = (struct token_comparison){
		.base = { comparer }, .rules = *rules, .scan = scan_best(rules->blanks),
		.answer = answer, .size = size, .room = room,
	};
	*ret_comparison = &c->base;
	return 0;
}

static bool feed_text(struct comparison *comparison, const char *data, size_t size)
{
	static size_t (*const steps[STATES])(struct token_comparison *, const char *, size_t) = {
		[SAME] = step_same,
		[SPACING] = step_spacing,
		[TOKEN] = step_token,
		[REJECTED] = step_rejected,
	};
	struct token_comparison *c = (struct token_comparison *)comparison;

	while (size > 0 && c->state != DECIDED) {
		size_t used = steps[c->state](c, data, size);

		data += used;
		size -= used;
	}
	return c->state != DECIDED;
}

bool tokens_feed(struct comparison *comparison, const char *data, size_t size)
{
	struct token_comparison *c = (struct token_comparison *)comparison;

	if (c->rules.skip_mark)
		return bom_feed(&c->bom, feed_text, comparison, data, size);
	return feed_text(comparison, data, size);
}

/* The output ends here. */
static void end_output(struct token_comparison *c)
{
	if (c->state == SAME && !is_between(c) && c->at < c->size && !answer_has_blank(c))
		begin_token(c);
	if (c->state == TOKEN)
		end_token(c);
	if (c->state != SAME && c->state != SPACING)
		return;
	if (!c->rules.space_change_sensitive)
		c->at += c->scan->blank(c->answer + c->at, c->size - c->at);
	c->length = 0;
	if (c->at < c->size)
		reject(c, c->at, PIECE_END);
}

void tokens_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct token_comparison *c = (struct token_comparison *)comparison;

	bom_end(&c->bom, feed_text, comparison);
	end_output(c);
	*result = (struct comparison_result){ .accepted = true };
	if (c->state == REJECTED || c->state == DECIDED)
		difference_tell(&c->difference, c->scan, c->answer, c->size, result);
}

void tokens_close(struct comparison *comparison)
{
	free(comparison);
}

/*
 * The ICPC default validator: the same tokens, whatever the spaces; letters of either case, unless
 * told otherwise; numbers within a tolerance, if one is given.
 *
 * The fast way is taken while both sides read the same: whole stretches are compared at once, and
 * nothing about tokens, lines or columns is kept, as the answer is there to be looked at when it
 * matters. A token that differs in some byte is looked at by itself: its beginning, which was the
 * same, is taken from the answer. Then the fast way goes on.
 */
#include "checkers/bytes.h"
#include "checkers/comparer.h"
#include "checkers/decimal.h"
#include "checkers/reason.h"
#include "util/cleanup.h"
#include "util/string.h"


#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arguments {
	bool case_sensitive, space_change_sensitive;
	struct tolerance absolute, relative;
};

enum state {
	SAME,		/* all tokens so far match, and so does the begun one, byte for byte */
	SPACING,	/* between tokens; the answer is at its next one */
	TOKEN,		/* in a token that differs from the answer's in some byte */
	REJECTED,	/* only the rest of what the reason shows is still read */
	DECIDED,
	STATES,
};

struct default_comparison {
	struct comparison base;
	struct arguments arguments;
	const char *answer;
	size_t size;
	size_t at;		/* where the answer goes on; in TOKEN, how far both match */
	enum state state;
	/* TOKEN: the answer's token, and whether it is compared as a number */
	size_t begin, end;
	bool is_number;
	struct decimal expected;
	/* REJECTED, DECIDED: the place in the answer, and what stood there in the output */
	size_t place;
	enum piece_kind got;
	bool blank;		/* no token in the output so far */
	/* the output's token: its length so far, and what there is room for: all of a number */
	size_t length;
	size_t room;
	char token[];
};

/* ---- Arguments ---------------------------------------------------------------------------- */

static const struct argument {
	const char *name;
	bool case_sensitive, space_change_sensitive, absolute, relative;
} known_arguments[] = {
	{ .name = "case_sensitive", .case_sensitive = true },
	{ .name = "space_change_sensitive", .space_change_sensitive = true },
	{ .name = "float_absolute_tolerance", .absolute = true },
	{ .name = "float_relative_tolerance", .relative = true },
	{ .name = "float_tolerance", .absolute = true, .relative = true },
};

static int unknown_argument(const char *word, struct error *err)
{
	const char *names[ARRAY_SIZE(known_arguments)], *nearest;
	char safe[128];

	for (size_t i = 0; i < ARRAY_SIZE(known_arguments); i++)
		names[i] = known_arguments[i].name;
	nearest = text_nearest(word, names, ARRAY_SIZE(names));
	text_sanitise_utf8(word, strlen(word), safe, sizeof safe);
	if (nearest)
		return error_usage(err, "the default validator has no argument \"%s\"; "
				   "did you mean \"%s\"?", safe, nearest);
	return error_usage(err, "the default validator has no argument \"%s\"", safe);
}

/* word is what follows name, "" if nothing does. */
static int parse_tolerance(const char *name, const char *word, struct tolerance *ret_tolerance,
			   struct error *err)
{
	char safe[128];

	if (!*word)
		return error_usage(err, "%s needs a number after it", name);
	if (tolerance_parse(word, strlen(word), ret_tolerance))
		return 0;
	text_sanitise_utf8(word, strlen(word), safe, sizeof safe);
	return error_usage(err, "%s must be a decimal number of at most %d digits, and not "
			   "negative: \"%s\"", name, TOLERANCE_DIGITS, safe);
}

static const struct argument *find_argument(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(known_arguments); i++)
		if (strcmp(known_arguments[i].name, name) == 0)
			return &known_arguments[i];
	return NULL;
}

static int parse_arguments(const char *args, struct arguments *ret_arguments, struct error *err)
{
	struct arguments arguments = { 0 };

	for (const char *word = args; *word; word = packed_next(word)) {
		const struct argument *argument = find_argument(word);
		struct tolerance tolerance;

		if (!argument)
			return unknown_argument(word, err);
		arguments.case_sensitive |= argument->case_sensitive;
		arguments.space_change_sensitive |= argument->space_change_sensitive;
		if (!argument->absolute && !argument->relative)
			continue;
		word = packed_next(word);
		if (parse_tolerance(argument->name, word, &tolerance, err) < 0)
			return -1;
		if (argument->absolute)
			arguments.absolute = tolerance;
		if (argument->relative)
			arguments.relative = tolerance;
	}
	*ret_arguments = arguments;
	return 0;
}

/* ---- What is found ------------------------------------------------------------------------ */

/* The output has this where the answer has something else. */
static void reject(struct default_comparison *c, size_t place, enum piece_kind got)
{
	c->state = REJECTED;
	c->place = place;
	c->got = got;
	c->blank = got != PIECE_TOKEN && bytes_space(c->answer, place) == place;
}

static void keep(struct default_comparison *c, const char *data, size_t size)
{
	size_t kept = c->length < c->room ? c->length : c->room;
	size_t more = size < c->room - kept ? size : c->room - kept;

	memcpy(c->token + kept, data, more);
	c->length += size;
}

/* The output's token began as the answer's, and reads the same up to at. */
static void begin_token(struct default_comparison *c)
{
	c->begin = c->at;
	while (c->begin > 0 && !byte_is_space(c->answer[c->begin - 1]))
		c->begin--;
	c->end = c->at + bytes_token(c->answer + c->at, c->size - c->at);
	c->is_number = (c->arguments.absolute.given || c->arguments.relative.given) &&
		       decimal_parse(c->answer + c->begin, c->end - c->begin, &c->expected);
	c->length = 0;
	keep(c, c->answer + c->begin, c->at - c->begin);
	c->state = TOKEN;
}

static void end_token(struct default_comparison *c)
{
	struct decimal number;
	bool matches = c->at == c->end;

	if (c->is_number)
		matches = decimal_parse(c->token, c->length, &number) &&
			  decimal_within(&number, &c->expected, &c->arguments.absolute,
					 &c->arguments.relative);
	if (!matches) {
		reject(c, c->begin, PIECE_TOKEN);
		return;
	}
	c->at = c->end;
	c->state = SAME;
}

static bool answer_has_space(const struct default_comparison *c)
{
	return c->at < c->size && byte_is_space(c->answer[c->at]);
}

/* Whether both sides stand where a token can begin. */
static bool is_between(const struct default_comparison *c)
{
	return c->at == 0 || byte_is_space(c->answer[c->at - 1]);
}

/* Both sides read the same up to at; there the output has byte, and the answer something else. */
static void diverge(struct default_comparison *c, char byte)
{
	bool space = byte_is_space(byte);
	bool both_end = space && (c->at == c->size || answer_has_space(c));

	if (!is_between(c) && !both_end) {
		begin_token(c);
	} else if (!space && c->at < c->size && !answer_has_space(c)) {
		begin_token(c);
	} else if (!c->arguments.space_change_sensitive) {
		c->at += bytes_space(c->answer + c->at, c->size - c->at);
		c->state = SPACING;
	} else {
		c->length = 0;
		c->token[0] = byte;
		reject(c, c->at, space ? PIECE_SPACE : PIECE_TOKEN);
	}
}

/* ---- Steps: each takes some of a piece, or goes over to another state ---------------------- */

static size_t step_same(struct default_comparison *c, const char *data, size_t size)
{
	size_t used = 0, advance = 0, same;

	if (!c->arguments.space_change_sensitive)
		bytes_respaced(data, size, c->answer + c->at, c->size - c->at, is_between(c),
			       &used, &advance);
	c->at += advance;
	same = c->size - c->at < size - used ? c->size - c->at : size - used;
	same = bytes_equal(data + used, c->answer + c->at, same);
	c->at += same;
	used += same;
	if (used < size)
		diverge(c, data[used]);
	return used;
}

static size_t step_spacing(struct default_comparison *c, const char *data, size_t size)
{
	size_t used = bytes_space(data, size);

	if (used == size)
		return used;
	c->state = SAME;
	if (c->at == c->size) {
		c->length = 0;
		reject(c, c->at, PIECE_TOKEN);
	}
	return used;
}

static size_t step_token(struct default_comparison *c, const char *data, size_t size)
{
	size_t used = bytes_token(data, size), left = c->end - c->at, same;

	keep(c, data, used);
	if (c->is_number) {
		if (c->length > c->room)
			reject(c, c->begin, PIECE_TOKEN);
	} else {
		left = used < left ? used : left;
		same = c->arguments.case_sensitive ?
			bytes_equal(data, c->answer + c->at, left) :
			bytes_equal_folded(data, c->answer + c->at, left);
		c->at += same;
		if (same < used)
			reject(c, c->begin, PIECE_TOKEN);
	}
	if (c->state == TOKEN && used < size)
		end_token(c);
	return used;
}

/* Reads on for the reason: the head of a token, or whether the output has any. */
static size_t step_rejected(struct default_comparison *c, const char *data, size_t size)
{
	size_t used;

	if (c->got == PIECE_TOKEN) {
		used = bytes_token(data, size);
		keep(c, data, used);
		if (used < size || c->length > REASON_TOKEN)
			c->state = DECIDED;
	} else {
		used = bytes_space(data, size);
		c->blank &= used == size;
		if (!c->blank)
			c->state = DECIDED;
	}
	return used;
}

/* ---- The interface ------------------------------------------------------------------------ */

static int default_open(const char *args, const char *answer, size_t size,
			struct comparison **ret_comparison, struct error *err)
{
	struct default_comparison *c;
	struct arguments arguments = { 0 };
	size_t room = REASON_TOKEN;

	if (parse_arguments(args, &arguments, err) < 0)
		return -1;
	if (arguments.absolute.given || arguments.relative.given)
		room = DECIMAL_TEXT_MAX;
	c = malloc(sizeof *c + room);
	if (!c)
		return error_system(err, "default validator");
	*c = (struct default_comparison){
		.base = { &comparer_default }, .arguments = arguments, .answer = answer,
		.size = size, .room = room,
	};
	*ret_comparison = (struct comparison *)c;
	return 0;
}

static bool default_feed(struct comparison *comparison, const char *data, size_t size)
{
	static size_t (*const steps[STATES])(struct default_comparison *, const char *, size_t) = {
		[SAME] = step_same,
		[SPACING] = step_spacing,
		[TOKEN] = step_token,
		[REJECTED] = step_rejected,
	};
	struct default_comparison *c = (struct default_comparison *)comparison;

	while (size > 0 && c->state != DECIDED) {
		size_t used = steps[c->state](c, data, size);

		data += used;
		size -= used;
	}
	return c->state != DECIDED;
}

/* The output ends here. */
static void end_output(struct default_comparison *c)
{
	if (c->state == SAME && !is_between(c) && c->at < c->size && !answer_has_space(c))
		begin_token(c);
	if (c->state == TOKEN)
		end_token(c);
	if (c->state != SAME && c->state != SPACING)
		return;
	if (!c->arguments.space_change_sensitive)
		c->at += bytes_space(c->answer + c->at, c->size - c->at);
	if (c->at < c->size)
		reject(c, c->at, PIECE_END);
}

static void default_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct default_comparison *c = (struct default_comparison *)comparison;
	struct piece got;

	end_output(c);
	if (c->state != REJECTED && c->state != DECIDED) {
		*result = (struct comparison_result){ .accepted = true };
		return;
	}
	got = (struct piece){
		.kind = c->got, .bytes = c->token, .length = c->length,
		.known = c->length < c->room ? c->length : c->room,
	};
	reason_reject(c->answer, c->size, c->place, &got, c->at - c->begin, result);
	/* An answer of nothing but spaces expects no output; then the difference says more. */
	if (c->blank && ((c->got == PIECE_END && c->place == 0) ||
			 bytes_space(c->answer, c->size) < c->size))
		snprintf(result->reason, sizeof result->reason, "no output");
}

static void default_close(struct comparison *comparison)
{
	free(comparison);
}

const struct comparer comparer_default = {
	.name = "default",
	.summary = "the ICPC default validator: tokens; options for case, spaces and tolerances",
	.open = default_open,
	.feed = default_feed,
	.finish = default_finish,
	.close = default_close,
};

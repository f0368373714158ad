/*
 * Whole numbers of 64 bits in any order, of testlib. Memory: eight bytes for each number of the
 * answer, twice; of a longer output the rest is only read.
 */
#include "checkers/arguments.h"
#include "checkers/integer.h"
#include "checkers/testlib.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char needed[] = "an integer of 64 bits";

struct uncmp {
	struct testlib base;
	int64_t *expected, *got;
	size_t count, got_count;
};

static size_t count_tokens(const struct testlib *tokens)
{
	struct span span = testlib_next(tokens->answer, tokens->size, 0);
	size_t count = 0;

	for (; span.size > 0; count++)
		span = testlib_next(tokens->answer, tokens->size, span.begin + span.size);
	return count;
}

/* The original reads all of the answer before the output. */
static void read_answer(struct uncmp *c)
{
	struct testlib *tokens = &c->base;

	for (size_t i = 0; i < c->count; i++, testlib_take(tokens)) {
		struct span span = tokens->expected;

		if (integer_parse(tokens->answer + span.begin, span.size, &c->expected[i]))
			continue;
		testlib_fault(tokens, span.begin, needed);
		return;
	}
}

static void reject_format(struct testlib *tokens)
{
	const struct token *token = &tokens->token;
	struct piece piece = {
		.kind = PIECE_TOKEN, .bytes = token->head, .length = token->length,
		.known = token->length < TOKEN_HEAD ? token->length : TOKEN_HEAD,
	};
	char text[REASON_TEXT];

	testlib_reject(tokens, FOUND_FORMAT, 0, PIECE_TOKEN);
	reason_describe(&piece, text);
	snprintf(tokens->result.reason, sizeof tokens->result.reason,
		 "wrong output format: number %" PRIu64 ": expected %s, got %s", tokens->count + 1,
		 needed, text);
	memcpy(tokens->result.difference, tokens->result.reason, REASON_BYTES);
}

static void uncmp_token(struct testlib *tokens)
{
	struct uncmp *c = (struct uncmp *)tokens;
	const struct token *token = &tokens->token;
	int64_t value;

	if (token->length > TOKEN_HEAD || !integer_parse(token->head, token->length, &value))
		reject_format(tokens);
	else if (c->got_count++ < c->count)
		c->got[c->got_count - 1] = value;
}

static int ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The first token of this value. */
static size_t place_of(const struct testlib *tokens, int64_t wanted)
{
	struct span span = testlib_next(tokens->answer, tokens->size, 0);
	int64_t value;

	while (integer_parse(tokens->answer + span.begin, span.size, &value) && value != wanted)
		span = testlib_next(tokens->answer, tokens->size, span.begin + span.size);
	return span.begin;
}

static void reject_count(struct uncmp *c)
{
	struct testlib *tokens = &c->base;

	testlib_reject(tokens, FOUND_WRONG, tokens->size, PIECE_END);
	if (tokens->count == 0)
		return;
	snprintf(tokens->result.reason, REASON_BYTES, "expected %zu numbers, got %zu", c->count,
		 c->got_count);
	snprintf(tokens->result.difference, REASON_BYTES, "got %zu numbers", c->got_count);
}

static void reject_number(struct uncmp *c, size_t i)
{
	struct testlib *tokens = &c->base;

	testlib_reject(tokens, FOUND_WRONG, place_of(tokens, c->expected[i]), PIECE_END);
	snprintf(tokens->result.reason, REASON_BYTES,
		 "number %zu in ascending order: expected %" PRId64 ", got %" PRId64, i + 1,
		 c->expected[i], c->got[i]);
	snprintf(tokens->result.difference, REASON_BYTES,
		 "number %zu in ascending order: got %" PRId64, i + 1, c->got[i]);
}

static void uncmp_end(struct testlib *tokens)
{
	struct uncmp *c = (struct uncmp *)tokens;
	size_t i = 0;

	if (c->got_count != c->count) {
		reject_count(c);
		return;
	}
	qsort(c->expected, c->count, sizeof *c->expected, ascending);
	qsort(c->got, c->count, sizeof *c->got, ascending);
	while (i < c->count && c->expected[i] == c->got[i])
		i++;
	if (i < c->count)
		reject_number(c, i);
}

static const struct testlib_rule rule = { .token = uncmp_token, .end = uncmp_end };

static void uncmp_close(struct comparison *comparison)
{
	struct uncmp *c = (struct uncmp *)comparison;

	free(c->expected);
	free(c->got);
	testlib_close(comparison);
}

static int uncmp_open(const char *args, const char *answer, size_t size,
		      struct comparison **ret_comparison, struct error *err)
{
	struct uncmp *c;

	if (arguments_none(&comparer_uncmp, args, err) < 0)
		return -1;
	c = (struct uncmp *)testlib_new(sizeof *c, &comparer_uncmp, &rule, answer, size);
	if (!c)
		return error_system(err, "uncmp");
	c->count = count_tokens(&c->base);
	c->expected = calloc(c->count + 1, sizeof *c->expected);
	c->got = calloc(c->count + 1, sizeof *c->got);
	if (!c->expected || !c->got) {
		uncmp_close(&c->base.base);
		return error_system(err, "uncmp");
	}
	read_answer(c);
	*ret_comparison = (struct comparison *)c;
	return 0;
}

const struct comparer comparer_uncmp = {
	.name = "uncmp",
	.summary = "integers of 64 bits, in any order (testlib)",
	.open = uncmp_open,
	.feed = testlib_feed,
	.finish = testlib_finish,
	.close = uncmp_close,
};

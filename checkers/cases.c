/*
 * "Case 1: ...", "Case 2: ..." and so on, of testlib: casencmp, with whole numbers of 64 bits
 * behind each; casewcmp, with any tokens. A case ends where "Case" stands next. One case after
 * the other is read from the answer, then from the output, then compared.
 */
#include "checkers/arguments.h"
#include "checkers/integer.h"
#include "checkers/testlib.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char needed_value[] = "an integer of 64 bits";

enum state {
	WANT_CASE,
	WANT_NUMBER,
	IN_CASE,
	DONE,		/* the answer has no more cases */
};

struct cases {
	struct testlib base;
	bool numbers;
	enum state state;
	uint64_t number;	/* of this case */
	bool case_was_read;	/* of the answer's next case, its first word */
	size_t place[2];	/* of this case's "Case" and number in the answer */
	size_t end;		/* of this case in the answer */
	size_t next;		/* where the answer goes on behind it */
};

static bool fault(struct cases *c, size_t place, const char *needed)
{
	testlib_fault(&c->base, place, needed);
	return false;
}

static void case_number(const struct cases *c, char text[32])
{
	snprintf(text, 32, "%" PRIu64 ":", c->number);
}

static struct span next_from(const struct cases *c, size_t from)
{
	return testlib_next(c->base.answer, c->base.size, from);
}

/* From the first value of the answer's case on: checks them, and finds the end. */
static bool read_values(struct cases *c, size_t from)
{
	struct span span = next_from(c, from);

	c->base.expected = span;
	c->case_was_read = false;
	for (; span.size > 0; span = next_from(c, span.begin + span.size)) {
		if (span_is(&c->base, span, "Case")) {
			c->case_was_read = true;
			break;
		}
		if (c->numbers && !integer_is_int64(c->base.answer + span.begin, span.size))
			return fault(c, span.begin, needed_value);
	}
	c->end = span.begin;
	c->next = span.begin + span.size;
	return true;
}

static bool read_case(struct cases *c)
{
	struct span span = next_from(c, c->next);
	char number[32];

	case_number(c, number);
	c->place[WANT_CASE] = c->case_was_read ? c->end : span.begin;
	if (!c->case_was_read) {
		if (!span_is(&c->base, span, "Case"))
			return fault(c, span.begin, "\"Case\"");
		span = next_from(c, span.begin + span.size);
	}
	c->place[WANT_NUMBER] = span.begin;
	if (!span_is(&c->base, span, number))
		return fault(c, span.begin, "the case's number and a colon");
	return read_values(c, span.begin + span.size);
}

/* A "Case" that nothing follows in the answer is no case. */
static void begin_case(struct cases *c, enum state state)
{
	c->number++;
	if (next_from(c, c->next).size == 0)
		c->state = DONE;
	else if (read_case(c))
		c->state = state;
}

static bool answer_has_value(const struct cases *c)
{
	return c->base.expected.begin < c->end;
}

/* The output's case ends at its present token, or with the output. */
static void end_case(struct cases *c, enum piece_kind got)
{
	struct testlib *tokens = &c->base;

	if (tokens->noted != FOUND_NOTHING) {
		tokens->finding = tokens->noted;
		tokens->result = tokens->noted_result;
	} else if (answer_has_value(c)) {
		testlib_reject(tokens, FOUND_WRONG, tokens->expected.begin, got);
	} else {
		begin_case(c, got == PIECE_END ? WANT_CASE : WANT_NUMBER);
	}
}

static void take_value(struct cases *c)
{
	struct testlib *tokens = &c->base;
	const struct token *token = &tokens->token;
	size_t place = tokens->expected.begin;

	if (c->numbers && (token->length > TOKEN_HEAD ||
			   !integer_is_int64(token->head, token->length))) {
		testlib_reject(tokens, FOUND_FORMAT, place, PIECE_TOKEN);
		return;
	}
	if (!answer_has_value(c)) {
		testlib_note(tokens, FOUND_WRONG, c->end, PIECE_TOKEN);
		return;
	}
	if (!testlib_equal(tokens))
		testlib_note(tokens, FOUND_WRONG, place, PIECE_TOKEN);
	testlib_take(tokens);
}

static void cases_token(struct testlib *tokens)
{
	struct cases *c = (struct cases *)tokens;
	char number[32];

	switch (c->state) {
	case WANT_CASE:
	case WANT_NUMBER:
		case_number(c, number);
		if (!testlib_is(tokens, c->state == WANT_CASE ? "Case" : number))
			testlib_reject(tokens, FOUND_FORMAT, c->place[c->state], PIECE_TOKEN);
		c->state++;
		break;
	case IN_CASE:
		if (testlib_is(tokens, "Case"))
			end_case(c, PIECE_TOKEN);
		else
			take_value(c);
		break;
	case DONE:
		testlib_reject(tokens, FOUND_FORMAT, tokens->size, PIECE_TOKEN);
	}
}

static void cases_end(struct testlib *tokens)
{
	struct cases *c = (struct cases *)tokens;

	if (c->state == IN_CASE)
		end_case(c, PIECE_END);
	if (c->state == WANT_CASE || c->state == WANT_NUMBER)
		testlib_reject(tokens, FOUND_FORMAT, c->place[c->state], PIECE_END);
}

static const struct testlib_rule rule = { .token = cases_token, .end = cases_end };

static int cases_open(const struct comparer *comparer, bool numbers, const char *args,
		      const char *answer, size_t size, struct comparison **ret_comparison,
		      struct error *err)
{
	struct cases *c;

	if (arguments_none(comparer, args, err) < 0)
		return -1;
	c = (struct cases *)testlib_new(sizeof *c, comparer, &rule, answer, size);
	if (!c)
		return error_system(err, "%s", comparer->name);
	c->numbers = numbers;
	begin_case(c, WANT_CASE);
	*ret_comparison = (struct comparison *)c;
	return 0;
}

static int casencmp_open(const char *args, const char *answer, size_t size,
			 struct comparison **ret_comparison, struct error *err)
{
	return cases_open(&comparer_casencmp, true, args, answer, size, ret_comparison, err);
}

static int casewcmp_open(const char *args, const char *answer, size_t size,
			 struct comparison **ret_comparison, struct error *err)
{
	return cases_open(&comparer_casewcmp, false, args, answer, size, ret_comparison, err);
}

const struct comparer comparer_casencmp = {
	.name = "casencmp",
	.summary = "\"Case 1: N...\" and so on, any number of integers in each (testlib)",
	.open = casencmp_open,
	.feed = testlib_feed,
	.finish = testlib_finish,
	.close = testlib_close,
};

const struct comparer comparer_casewcmp = {
	.name = "casewcmp",
	.summary = "\"Case 1: ...\" and so on, any number of tokens in each (testlib)",
	.open = casewcmp_open,
	.feed = testlib_feed,
	.finish = testlib_finish,
	.close = testlib_close,
};

/*
 * "Case 1: N", "Case 2: N" and so on, of testlib, with whole numbers of 64 bits. All of the
 * answer is read first, then all of the output; only then are they compared: an output that is
 * not of this form has that as its reason, whatever else differs.
 */
#include "checkers/arguments.h"
#include "checkers/integer.h"
#include "checkers/testlib.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum part { PART_CASE, PART_NUMBER, PART_VALUE, PARTS };

static const char *const needed[PARTS] = {
	"\"Case\"", "the case's number and a colon", "an integer of 64 bits",
};

/* The token that is so far behind the first one. */
static bool is_part(const char *text, size_t size, uint64_t index)
{
	char number[32];

	switch ((enum part)(index % PARTS)) {
	case PART_CASE:
		return size == 4 && memcmp(text, "Case", 4) == 0;
	case PART_NUMBER:
		snprintf(number, sizeof number, "%" PRIu64 ":", index / PARTS + 1);
		return size == strlen(number) && memcmp(text, number, size) == 0;
	default:
		return integer_is_int64(text, size);
	}
}

static void read_answer(struct testlib *tokens)
{
	struct span span = tokens->expected;
	uint64_t index = 0;

	for (; span.size > 0; index++) {
		if (!is_part(tokens->answer + span.begin, span.size, index))
			break;
		span = testlib_next(tokens->answer, tokens->size, span.begin + span.size);
	}
	if (span.size > 0 || index % PARTS != PART_CASE)
		testlib_fault(tokens, span.begin, needed[index % PARTS]);
}

static void caseicmp_token(struct testlib *tokens)
{
	const struct token *token = &tokens->token;
	size_t place = tokens->expected.begin;

	if (token->length > TOKEN_HEAD || !is_part(token->head, token->length, tokens->count))
		testlib_reject(tokens, FOUND_FORMAT, place, PIECE_TOKEN);
	else if (tokens->expected.size == 0)
		testlib_note(tokens, FOUND_FORMAT, place, PIECE_TOKEN);
	else if (!testlib_equal(tokens))
		testlib_note(tokens, FOUND_WRONG, place, PIECE_TOKEN);
	testlib_take(tokens);
}

static void caseicmp_end(struct testlib *tokens)
{
	if (tokens->count % PARTS != PART_CASE)
		testlib_reject(tokens, FOUND_FORMAT, tokens->expected.begin, PIECE_END);
	else if (tokens->expected.size > 0)
		testlib_note(tokens, FOUND_FORMAT, tokens->expected.begin, PIECE_END);
}

static const struct testlib_rule rule = { .token = caseicmp_token, .end = caseicmp_end };

static int caseicmp_open(const char *args, const char *answer, size_t size,
			 struct comparison **ret_comparison, struct error *err)
{
	struct testlib *tokens;

	if (arguments_none(&comparer_caseicmp, args, err) < 0)
		return -1;
	tokens = testlib_new(sizeof *tokens, &comparer_caseicmp, &rule, answer, size);
	if (!tokens)
		return error_system(err, "caseicmp");
	read_answer(tokens);
	*ret_comparison = (struct comparison *)tokens;
	return 0;
}

const struct comparer comparer_caseicmp = {
	.name = "caseicmp",
	.summary = "\"Case 1: N\" and so on, N one integer of 64 bits (testlib)",
	.open = caseicmp_open,
	.feed = testlib_feed,
	.finish = testlib_finish,
	.close = testlib_close,
};

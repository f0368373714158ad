#include "checkers/testlib.h"

#include "checkers/scan.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(char byte)
{
	return byte_is_blank(BLANKS_TESTLIB, byte);
}

struct testlib *testlib_new(size_t size, const struct comparer *comparer,
			  const struct testlib_rule *rule, const char *answer, size_t answer_size)
{
	struct testlib *tokens = calloc(1, size);

	if (!tokens)
		return NULL;
	tokens->base.comparer = comparer;
	tokens->rule = rule;
	tokens->answer = answer;
	tokens->size = answer_size;
	tokens->expected = testlib_next(answer, answer_size, 0);
	return tokens;
}

struct span testlib_next(const char *answer, size_t size, size_t from)
{
	size_t end;

	while (from < size && is_blank(answer[from]))
		from++;
	for (end = from; end < size && !is_blank(answer[end]);)
		end++;
	return (struct span){ from, end - from };
}

void testlib_take(struct testlib *tokens)
{
	tokens->expected = testlib_next(tokens->answer, tokens->size,
				       tokens->expected.begin + tokens->expected.size);
}

bool testlib_equal(const struct testlib *tokens)
{
	return tokens->token.length == tokens->expected.size &&
	       tokens->token.same == tokens->expected.size;
}

bool testlib_is(const struct testlib *tokens, const char *word)
{
	return tokens->token.length == strlen(word) &&
	       memcmp(tokens->token.head, word, tokens->token.length) == 0;
}

bool span_is(const struct testlib *tokens, struct span span, const char *word)
{
	return span.size == strlen(word) &&
	       memcmp(tokens->answer + span.begin, word, span.size) == 0;
}

/* ---- What is found ------------------------------------------------------------------------ */

void testlib_reject(struct testlib *tokens, enum finding finding, size_t place, enum piece_kind got)
{
	const struct token *token = &tokens->token;
	struct piece piece = { .kind = got };

	if (tokens->finding != FOUND_NOTHING)
		return;
	tokens->finding = finding;
	if (got == PIECE_TOKEN)
		piece = (struct piece){
			.kind = got, .bytes = token->head, .length = token->length,
			.known = token->length < TOKEN_HEAD ? token->length : TOKEN_HEAD,
		};
	if (finding == FOUND_FORMAT)
		reason_format(tokens->answer, tokens->size, place, &piece, &tokens->result);
	else
		reason_reject_among(BLANKS_TESTLIB, tokens->answer, tokens->size, place, &piece,
				    token->same, &tokens->result);
	if (tokens->count == 0 && got == PIECE_END)
		reason_no_output(&tokens->result);
}

void testlib_note(struct testlib *tokens, enum finding finding, size_t place, enum piece_kind got)
{
	if (tokens->noted != FOUND_NOTHING || tokens->finding != FOUND_NOTHING)
		return;
	testlib_reject(tokens, finding, place, got);
	tokens->noted = finding;
	tokens->noted_result = tokens->result;
	tokens->finding = FOUND_NOTHING;
}

void testlib_fault(struct testlib *tokens, size_t place, const char *needed)
{
	if (tokens->finding != FOUND_NOTHING)
		return;
	tokens->finding = FOUND_FAULT;
	reason_fault(tokens->answer, tokens->size, place, needed, &tokens->result);
}

/* ---- The output --------------------------------------------------------------------------- */

static void begin_token(struct testlib *tokens)
{
	tokens->in_token = true;
	tokens->token.length = tokens->token.same = 0;
	tokens->token.number = true;
	if (tokens->rule->reals)
		real_begin(&tokens->real, REAL_PLAIN);
}

/* The next bytes of the token. */
static void go_on(struct testlib *tokens, const char *data, size_t size)
{
	struct token *token = &tokens->token;
	size_t left = tokens->expected.size - token->same, kept;

	if (token->length < TOKEN_HEAD) {
		kept = TOKEN_HEAD - token->length < size ? TOKEN_HEAD - token->length : size;
		memcpy(token->head + token->length, data, kept);
	}
	if (token->same == token->length)
		token->same += bytes_equal(data, tokens->answer + tokens->expected.begin +
					   token->same, left < size ? left : size);
	if (tokens->rule->reals)
		real_feed(&tokens->real, data, size);
	for (size_t i = 0; i < size && token->number; i++)
		token->number = byte_is_digit(data[i]) ||
				(data[i] == '-' && token->length + i == 0);
	token->length += size;
}

static void end_token(struct testlib *tokens)
{
	tokens->in_token = false;
	tokens->rule->token(tokens);
	tokens->count++;
}

static bool feed(struct comparison *comparison, const char *data, size_t size)
{
	struct testlib *tokens = (struct testlib *)comparison;
	size_t i = 0, begin;

	while (tokens->finding == FOUND_NOTHING) {
		if (!tokens->in_token) {
			while (i < size && is_blank(data[i]))
				i++;
			if (i == size)
				return true;
			begin_token(tokens);
		}
		for (begin = i; i < size && !is_blank(data[i]);)
			i++;
		go_on(tokens, data + begin, i - begin);
		if (i == size)
			return true;
		end_token(tokens);
	}
	return false;
}

bool testlib_feed(struct comparison *comparison, const char *data, size_t size)
{
	struct testlib *tokens = (struct testlib *)comparison;

	return bom_feed(&tokens->bom, feed, comparison, data, size);
}

void testlib_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct testlib *tokens = (struct testlib *)comparison;

	bom_end(&tokens->bom, feed, comparison);
	if (tokens->in_token && tokens->finding == FOUND_NOTHING)
		end_token(tokens);
	if (tokens->finding == FOUND_NOTHING)
		tokens->rule->end(tokens);
	if (tokens->finding != FOUND_NOTHING)
		*result = tokens->result;
	else if (tokens->noted != FOUND_NOTHING)
		*result = tokens->noted_result;
	else
		*result = (struct comparison_result){ .accepted = true };
}

void testlib_close(struct comparison *comparison)
{
	free(comparison);
}

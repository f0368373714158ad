#include "checkers/pairs.h"

#include "checkers/arguments.h"

int pairs_open(const struct comparer *comparer, const struct pairs_rule *rule, const char *args,
	       const char *answer, size_t size, struct comparison **ret_comparison,
	       struct error *err)
{
	struct pairs *pairs;

	if (arguments_none(comparer, args, err) < 0)
		return -1;
	pairs = (struct pairs *)testlib_new(sizeof *pairs, comparer, &rule->tokens, answer, size);
	if (!pairs)
		return error_system(err, "%s", comparer->name);
	pairs->rule = rule;
	*ret_comparison = (struct comparison *)pairs;
	return 0;
}

bool pairs_equal(const struct pairs *pairs)
{
	return testlib_equal(&pairs->base);
}

static bool answer_is_fine(struct pairs *pairs)
{
	struct testlib *tokens = &pairs->base;
	struct span expected = tokens->expected, next;

	if (!pairs->rule->of_answer(tokens->answer + expected.begin, expected.size)) {
		testlib_fault(tokens, expected.begin, pairs->rule->needed);
		return false;
	}
	next = testlib_next(tokens->answer, tokens->size, expected.begin + expected.size);
	if (pairs->rule->answer_is_one && next.size > 0) {
		testlib_fault(tokens, next.begin, "one token only");
		return false;
	}
	return true;
}

/* The output has a token and the answer none. */
static void take_further(struct pairs *pairs)
{
	struct testlib *tokens = &pairs->base;

	if (!pairs->rule->rest_is_read)
		testlib_reject(tokens, pairs->rule->further, tokens->size, PIECE_TOKEN);
	else if (!pairs->rule->of_output(pairs))
		testlib_reject(tokens, FOUND_FORMAT, tokens->size, PIECE_TOKEN);
	else
		testlib_note(tokens, pairs->rule->further, tokens->size, PIECE_TOKEN);
}

void pairs_token(struct testlib *tokens)
{
	struct pairs *pairs = (struct pairs *)tokens;
	const struct pairs_rule *rule = pairs->rule;
	size_t place = tokens->expected.begin;

	if (rule->many ? tokens->expected.size == 0 : tokens->count > 0) {
		take_further(pairs);
		return;
	}
	if (!answer_is_fine(pairs))
		return;
	if (!rule->of_output(pairs))
		testlib_reject(tokens, FOUND_FORMAT, place, PIECE_TOKEN);
	else if (!rule->match(pairs))
		testlib_reject(tokens, FOUND_WRONG, place, PIECE_TOKEN);
	else
		testlib_take(tokens);
}

void pairs_end(struct testlib *tokens)
{
	struct pairs *pairs = (struct pairs *)tokens;
	const struct pairs_rule *rule = pairs->rule;
	size_t place = tokens->expected.begin;

	if (rule->many ? tokens->expected.size == 0 : tokens->count > 0)
		return;
	if (tokens->expected.size == 0) {
		testlib_fault(tokens, place, rule->needed);
		return;
	}
	if (!rule->words && !answer_is_fine(pairs))
		return;
	for (; rule->rest_is_read && tokens->expected.size > 0; testlib_take(tokens))
		if (!answer_is_fine(pairs))
			return;
	testlib_reject(tokens, rule->missing, place, PIECE_END);
}

/*
 * Whole numbers, of testlib: icmp, one of 32 bits; ncmp, any number of them of 64 bits, in order;
 * hcmp, one of any length. Every number has one text only, so texts are compared.
 */
#include "checkers/bytes.h"
#include "checkers/integer.h"
#include "checkers/pairs.h"

static bool output_is_int32(const struct pairs *pairs)
{
	const struct token *token = &pairs->base.token;

	return token->length <= TOKEN_HEAD && integer_is_int32(token->head, token->length);
}

static bool output_is_int64(const struct pairs *pairs)
{
	const struct token *token = &pairs->base.token;

	return token->length <= TOKEN_HEAD && integer_is_int64(token->head, token->length);
}

/* 0|-?[1-9]\d*, of which this sees the first two bytes, and whether the rest is digits. */
static bool is_huge(const char *head, size_t size, bool number)
{
	if (size == 1)
		return number && head[0] != '-';
	return number && head[head[0] == '-'] != '0';
}

static bool output_is_huge(const struct pairs *pairs)
{
	const struct token *token = &pairs->base.token;

	return is_huge(token->head, token->length, token->number);
}

static bool answer_is_huge(const char *text, size_t size)
{
	size_t i = size > 0 && text[0] == '-';

	while (i < size && byte_is_digit(text[i]))
		i++;
	return size > 0 && is_huge(text, size, i == size);
}

static const struct pairs_rule rule_icmp = {
	.tokens = PAIRS_TOKENS,
	.missing = FOUND_FORMAT, .further = FOUND_FORMAT,
	.needed = "an integer of 32 bits",
	.of_answer = integer_is_int32, .of_output = output_is_int32, .match = pairs_equal,
};

static const struct pairs_rule rule_ncmp = {
	.tokens = PAIRS_TOKENS,
	.many = true, .rest_is_read = true,
	.missing = FOUND_WRONG, .further = FOUND_WRONG,
	.needed = "an integer of 64 bits",
	.of_answer = integer_is_int64, .of_output = output_is_int64, .match = pairs_equal,
};

static const struct pairs_rule rule_hcmp = {
	.tokens = PAIRS_TOKENS,
	.words = true, .answer_is_one = true,
	.missing = FOUND_FORMAT, .further = FOUND_FORMAT,
	.needed = "an integer",
	.of_answer = answer_is_huge, .of_output = output_is_huge, .match = pairs_equal,
};

PAIRS_COMPARER(icmp, "one integer of 32 bits (testlib)");
PAIRS_COMPARER(ncmp, "integers of 64 bits, in order (testlib)");
PAIRS_COMPARER(hcmp, "one integer of any length (testlib)");

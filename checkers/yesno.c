/* YES or NO in any case, of testlib: yesno, one of them; nyesno, any number, in order. */
#include "checkers/bytes.h"
#include "checkers/pairs.h"

static bool is_yes_or_no(const char *text, size_t size)
{
	return (size == 3 && bytes_equal_folded(text, "yes", 3) == 3) ||
	       (size == 2 && bytes_equal_folded(text, "no", 2) == 2);
}

static bool output_is_yes_or_no(const struct pairs *pairs)
{
	return is_yes_or_no(pairs->base.token.head, pairs->base.token.length);
}

/* Both are one of the two words. */
static bool same_word(const struct pairs *pairs)
{
	return pairs->base.token.length == pairs->base.expected.size;
}

static const struct pairs_rule rule_yesno = {
	.tokens = PAIRS_TOKENS,
	.words = true,
	.missing = FOUND_FORMAT, .further = FOUND_FORMAT,
	.needed = "YES or NO",
	.of_answer = is_yes_or_no, .of_output = output_is_yes_or_no, .match = same_word,
};

static const struct pairs_rule rule_nyesno = {
	.tokens = PAIRS_TOKENS,
	.many = true, .words = true,
	.missing = FOUND_WRONG, .further = FOUND_WRONG,
	.needed = "YES or NO",
	.of_answer = is_yes_or_no, .of_output = output_is_yes_or_no, .match = same_word,
};

PAIRS_COMPARER(yesno, "YES or NO, in any case (testlib)");
PAIRS_COMPARER(nyesno, "any number of YES and NO, in any case (testlib)");

/*
 * The default validator against a slow and obvious one, on random texts: every set of arguments,
 * pieces of every size. The obvious one splits both sides into runs of tokens and of spaces, and
 * computes with whole numbers, which the texts are made to fit.
 */
#include "checkers/comparer.h"
#include "util/cleanup.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT_MAX = 400, RUNS_MAX = 400, CASES = 200000 };

struct text {
	char bytes[TEXT_MAX];
	size_t size;
};

struct run {
	const char *bytes;
	size_t size;
};

struct settings {
	bool case_sensitive, space_change_sensitive;
	bool absolute, relative;	/* of 1/100 */
};

/* Literals that may contain NUL. */
#define BYTES(literal) (literal), sizeof(literal) - 1

static unsigned next_random(uint64_t *random, unsigned below)
{
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((*random >> 33) % below);
}

/* ---- The obvious one ---------------------------------------------------------------------- */

static bool is_space(char byte)
{
	return byte && strchr(" \t\n\v\f\r", byte);
}

/* Runs of tokens (want_space false) or of spaces. Spaces are split so that empty ones show. */
static size_t split(const struct text *text, struct run *tokens, struct run *spaces)
{
	size_t i = 0, count = 0;

	for (;;) {
		size_t begin = i;

		while (i < text->size && is_space(text->bytes[i]))
			i++;
		spaces[count] = (struct run){ text->bytes + begin, i - begin };
		if (i == text->size)
			return count;
		begin = i;
		while (i < text->size && !is_space(text->bytes[i]))
			i++;
		tokens[count++] = (struct run){ text->bytes + begin, i - begin };
	}
}

static bool same_run(const struct run *a, const struct run *b, bool fold)
{
	if (a->size != b->size)
		return false;
	for (size_t i = 0; i < a->size; i++) {
		int x = (unsigned char)a->bytes[i], y = (unsigned char)b->bytes[i];

		if (fold ? tolower(x) != tolower(y) : x != y)
			return false;
	}
	return true;
}

static const __int128 unit = (__int128)1000000000000 * 10000;	/* 10^16 */

/* The number times 10^16, if it is one; at most 7 digits, exponents of one digit. */
static bool value_of(const struct run *run, __int128 *ret_value)
{
	char text[TEXT_MAX + 1], *end, *at = text;
	__int128 value = 0, scale = unit;
	bool digits = false, negative;

	memcpy(text, run->bytes, run->size);
	text[run->size] = '\0';
	if (strlen(text) != run->size)
		return false;
	negative = *at == '-';
	if (*at == '-' || *at == '+')
		at++;
	for (; isdigit((unsigned char)*at); at++, digits = true)
		value = value * 10 + (*at - '0');
	if (*at == '.')
		for (at++; isdigit((unsigned char)*at); at++, digits = true) {
			value = value * 10 + (*at - '0');
			scale /= 10;
		}
	if (!digits)
		return false;
	value *= scale;
	if (*at == 'e' || *at == 'E') {
		long exponent = strtol(at + 1, &end, 10);

		if (!isdigit((unsigned char)end[-1]) || end == at + 1)
			return false;
		for (; exponent > 0; exponent--)
			value *= 10;
		for (; exponent < 0; exponent++)
			value /= 10;
		at = end;
	}
	*ret_value = negative ? -value : value;
	return *at == '\0';
}

static bool same_token(const struct settings *settings, const struct run *answer,
		       const struct run *output)
{
	__int128 expected, got, distance;

	if ((!settings->absolute && !settings->relative) || !value_of(answer, &expected))
		return same_run(answer, output, !settings->case_sensitive);
	if (!value_of(output, &got))
		return false;
	distance = got < expected ? expected - got : got - expected;
	expected = expected < 0 ? -expected : expected;
	return (settings->absolute && distance * 100 <= unit) ||
	       (settings->relative && distance * 100 <= expected);
}

static bool obvious(const struct settings *settings, const struct text *answer,
		    const struct text *output)
{
	struct run tokens[2][RUNS_MAX], spaces[2][RUNS_MAX];
	size_t count = split(answer, tokens[0], spaces[0]);

	if (split(output, tokens[1], spaces[1]) != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!same_token(settings, &tokens[0][i], &tokens[1][i]))
			return false;
	for (size_t i = 0; settings->space_change_sensitive && i <= count; i++)
		if (!same_run(&spaces[0][i], &spaces[1][i], false))
			return false;
	return true;
}

/* ---- Texts -------------------------------------------------------------------------------- */

static void add(struct text *text, const char *bytes, size_t size)
{
	if (text->size + size > TEXT_MAX)
		return;
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
}

static void add_spaces(struct text *text, uint64_t *random, unsigned most)
{
	for (unsigned n = next_random(random, most + 1); n > 0; n--)
		add(text, &" \n\t\v\f\r"[next_random(random, 6)], 1);
}

static void add_token(struct text *text, uint64_t *random)
{
	static const struct run tokens[] = {
		{ BYTES("1") }, { BYTES("1.0") }, { BYTES("1.01") }, { BYTES("1.011") },
		{ BYTES("0.99") }, { BYTES("100") }, { BYTES("1e2") }, { BYTES("101") },
		{ BYTES("101.1") }, { BYTES("1.E+2") }, { BYTES("0") }, { BYTES("-0") },
		{ BYTES(".0") }, { BYTES("0.01") }, { BYTES("-.01") }, { BYTES("-1") },
		{ BYTES("+1") }, { BYTES("1e") }, { BYTES("1e+") }, { BYTES(".") },
		{ BYTES("1.1.1") }, { BYTES("e1") }, { BYTES("0x1") }, { BYTES("nan") },
		{ BYTES("inf") }, { BYTES("yes") }, { BYTES("YES") }, { BYTES("yEs") },
		{ BYTES("a") }, { BYTES("A") }, { BYTES("ab") }, { BYTES("a\0") }, { BYTES("\0") },
		{ BYTES("\xc3\x84") }, { BYTES("abcdefghijklmnopqrstuvwxyz") },
		{ BYTES("abcdefghijklmnopqrsTuvwxyz") }, { BYTES("abcdefghijklmno") },
		{ BYTES("abcdefghijklmnop") }, { BYTES("@") }, { BYTES("`") },
		{ BYTES("12345.67") }, { BYTES("a\x0e") }, { BYTES("\x08" "a") },
		{ BYTES("12345.68") },
		{ BYTES("12469.1") },
		{ BYTES("12469.2") },
	};
	size_t i = next_random(random, (unsigned)ARRAY_SIZE(tokens));

	add(text, tokens[i].bytes, tokens[i].size);
}

/* An answer, and an output made from it with a few changes, if any. */
static void make(struct text *answer, struct text *output, uint64_t *random)
{
	unsigned tokens = next_random(random, next_random(random, 4) ? 6 : 40);
	unsigned spacing = next_random(random, 3), rare = next_random(random, 40) + 1;

	answer->size = output->size = 0;
	add_spaces(answer, random, 1);
	add(output, answer->bytes, spacing ? answer->size : 0);
	for (unsigned i = 0; i < tokens; i++) {
		size_t begin = answer->size, separator;

		add_token(answer, random);
		separator = answer->size;
		add(answer, next_random(random, 5) ? " " : "\n", 1);
		add_spaces(answer, random, next_random(random, 4) ? 0 : 3);
		if (next_random(random, rare) == 0)
			add_token(output, random);
		else
			add(output, answer->bytes + begin, separator - begin);
		if (next_random(random, spacing == 1 ? 2 : 20) == 0)
			add_spaces(output, random, 20);
		if (next_random(random, 40))
			add(output, answer->bytes + separator, answer->size - separator);
	}
	if (answer->size > 0 && next_random(random, 4) == 0)
		answer->size--;
}

/* ---- The tests ---------------------------------------------------------------------------- */

static void make_arguments(const struct settings *settings, char args[256])
{
	struct text text = { .size = 0 };

	if (settings->case_sensitive)
		add(&text, BYTES("case_sensitive\0"));
	if (settings->space_change_sensitive)
		add(&text, BYTES("space_change_sensitive\0"));
	if (settings->absolute)
		add(&text, BYTES("float_absolute_tolerance\0" "0.01\0"));
	if (settings->relative)
		add(&text, BYTES("float_relative_tolerance\0" "1e-2\0"));
	add(&text, BYTES("\0"));
	memcpy(args, text.bytes, text.size);
}

static bool accepts(const char *args, const struct text *answer, const struct text *output,
		    unsigned most, uint64_t *random)
{
	struct comparison *comparison;
	struct comparison_result result;
	struct error err;
	bool more = true;

	assert_int_equal(comparer_default.open(args, answer->bytes, answer->size, &comparison,
					       &err), 0);
	for (size_t used = 0, size; more && used < output->size; used += size) {
		size = next_random(random, most) + 1;
		if (size > output->size - used)
			size = output->size - used;
		more = comparison_feed(comparison, output->bytes + used, size);
	}
	comparison_finish(comparison, &result);
	comparison_close(comparison);
	assert_int_equal(result.accepted, result.reason[0] == '\0');
	assert_int_equal(result.accepted, result.line == 0);
	return result.accepted;
}

static void verdicts_are_those_of_the_obvious_way(void **state)
{
	uint64_t random = 20240229;
	unsigned accepted = 0;

	(void)state;
	for (unsigned i = 0; i < CASES; i++) {
		struct settings settings = { i & 1, i & 2, i & 4, i & 8 };
		struct text answer, output;
		char args[256];
		bool expected;

		make_arguments(&settings, args);
		make(&answer, &output, &random);
		expected = obvious(&settings, &answer, &output);
		accepted += expected;
		if (accepts(args, &answer, &output, TEXT_MAX, &random) != expected ||
		    accepts(args, &answer, &output, 1 + next_random(&random, 30), &random) !=
		    expected)
			fail_msg("case %u is %s:\n[%.*s]\n[%.*s]", i,
				 expected ? "rejected" : "accepted", (int)answer.size,
				 answer.bytes, (int)output.size, output.bytes);
	}
	/* Neither verdict is the rule, or little would have been tested. */
	assert_in_range(accepted, CASES / 4, 3 * (CASES / 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts_are_those_of_the_obvious_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

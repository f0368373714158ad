/*
 * The ICPC default validator. Numbers are fixed-point: every digit has its place in an array.
 */
#include "reference.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A number has at most LONGEST digits and an exponent up to EXPONENT: it fits, as a product too. */
enum { LONGEST = 40, EXPONENT = 40, POINT = 90, PLACES = 180 };

static const char blanks[] = " \t\n\v\f\r";

struct fixed {
	int digit[2 * PLACES];	/* digit[POINT] are the ones, digit[POINT + 1] the tens */
	bool negative;
};

enum reading { NUMBER, NO_NUMBER, TOO_LARGE };

/* [+-]?(d*.d+|d+.|d+)([eE][+-]?d+)? */
static enum reading read_number(const struct reference_text *text, struct fixed *ret)
{
	char digits[LONGEST + 1] = "";
	size_t i = 0, count = 0, behind = 0, exponent_at;
	bool point = false, negative = false;
	long exponent = 0;

	memset(ret, 0, sizeof *ret);
	if (i < text->size && (text->bytes[i] == '+' || text->bytes[i] == '-'))
		ret->negative = text->bytes[i++] == '-';
	for (; i < text->size; i++) {
		if (isdigit((unsigned char)text->bytes[i])) {
			if (count < LONGEST)
				digits[count] = text->bytes[i];
			count++;
			behind += point;
		} else if (text->bytes[i] == '.' && !point) {
			point = true;
		} else {
			break;
		}
	}
	if (count == 0)
		return NO_NUMBER;
	if (i < text->size && (text->bytes[i] == 'e' || text->bytes[i] == 'E')) {
		i++;
		if (i < text->size && (text->bytes[i] == '+' || text->bytes[i] == '-'))
			negative = text->bytes[i++] == '-';
		exponent_at = i;
		for (; i < text->size && isdigit((unsigned char)text->bytes[i]); i++)
			if (exponent < 1000)
				exponent = exponent * 10 + text->bytes[i] - '0';
		if (i == exponent_at)
			return NO_NUMBER;
	}
	if (i < text->size)
		return NO_NUMBER;
	if (count > LONGEST || exponent > EXPONENT)
		return TOO_LARGE;
	exponent = (negative ? -exponent : exponent) - (long)behind;
	for (size_t k = 0; k < count; k++)
		ret->digit[POINT + exponent + (long)(count - 1 - k)] = digits[k] - '0';
	return NUMBER;
}

/* Of the sizes. */
static int compare(const struct fixed *a, const struct fixed *b)
{
	for (int i = 2 * PLACES - 1; i >= 0; i--)
		if (a->digit[i] != b->digit[i])
			return a->digit[i] < b->digit[i] ? -1 : 1;
	return 0;
}

static struct fixed distance(const struct fixed *a, const struct fixed *b)
{
	bool add = a->negative != b->negative, swap = !add && compare(a, b) < 0;
	const struct fixed *x = swap ? b : a, *y = swap ? a : b;
	struct fixed result = { .negative = false };
	int carry = 0;

	for (int i = 0; i < 2 * PLACES; i++) {
		int sum = x->digit[i] + (add ? y->digit[i] : -y->digit[i]) + carry;

		carry = sum < 0 ? -1 : sum / 10;
		result.digit[i] = sum - 10 * carry;
	}
	return result;
}

/* Its ones are at digit[2 * POINT]. */
static struct fixed product(const struct fixed *a, const struct fixed *b)
{
	struct fixed result = { .negative = false };
	int carry = 0;

	for (int i = 0; i < PLACES; i++)
		for (int k = 0; k < PLACES && a->digit[i]; k++)
			result.digit[i + k] += a->digit[i] * b->digit[k];
	for (int i = 0; i < 2 * PLACES; i++) {
		int sum = result.digit[i] + carry;

		result.digit[i] = sum % 10;
		carry = sum / 10;
	}
	return result;
}

struct settings {
	bool case_sensitive, space_change_sensitive;
	bool has_absolute, has_relative;
	struct fixed absolute, relative;
};

static enum reference_verdict same_number(const struct settings *settings,
					  const struct fixed *expected, const struct fixed *got)
{
	struct fixed apart = distance(expected, got), bound, wide = { .negative = false };

	if (settings->has_absolute && compare(&apart, &settings->absolute) <= 0)
		return REFERENCE_AC;
	if (!settings->has_relative)
		return REFERENCE_WA;
	bound = product(expected, &settings->relative);
	memcpy(wide.digit + POINT, apart.digit, (2 * PLACES - POINT) * sizeof apart.digit[0]);
	return compare(&wide, &bound) <= 0 ? REFERENCE_AC : REFERENCE_WA;
}

static enum reference_verdict same_token(const struct settings *settings,
					 const struct reference_text *expected,
					 const struct reference_text *got)
{
	struct fixed a, b;
	enum reading reading;

	if (settings->has_absolute || settings->has_relative) {
		reading = read_number(expected, &a);
		if (reading == TOO_LARGE)
			return REFERENCE_UNKNOWN;
		if (reading == NUMBER) {
			reading = read_number(got, &b);
			if (reading != NUMBER)
				return reading == TOO_LARGE ? REFERENCE_UNKNOWN : REFERENCE_WA;
			return same_number(settings, &a, &b);
		}
	}
	if (expected->size != got->size)
		return REFERENCE_WA;
	for (size_t i = 0; i < got->size; i++) {
		unsigned char x = (unsigned char)expected->bytes[i];
		unsigned char y = (unsigned char)got->bytes[i];

		if (settings->case_sensitive ? x != y : tolower(x) != tolower(y))
			return REFERENCE_WA;
	}
	return REFERENCE_AC;
}

static bool read_settings(const char *args, struct settings *settings)
{
	struct reference_text text = { args, strlen(args) }, word, value;
	size_t at = 0;

	memset(settings, 0, sizeof *settings);
	while (reference_token(&text, " ", &at, &word)) {
		struct reference_text both = { "float_tolerance", 15 };
		struct reference_text absolute = { "float_absolute_tolerance", 24 };
		struct reference_text relative = { "float_relative_tolerance", 24 };
		bool is_both = reference_same(&word, &both);
		struct fixed number;

		if (reference_same(&word, &(struct reference_text){ "case_sensitive", 14 })) {
			settings->case_sensitive = true;
			continue;
		}
		if (reference_same(&word, &(struct reference_text){ "space_change_sensitive", 22 })) {
			settings->space_change_sensitive = true;
			continue;
		}
		if (!is_both && !reference_same(&word, &absolute) &&
		    !reference_same(&word, &relative))
			return false;
		if (!reference_token(&text, " ", &at, &value) ||
		    read_number(&value, &number) != NUMBER || number.negative)
			return false;
		if (is_both || reference_same(&word, &absolute)) {
			settings->has_absolute = true;
			settings->absolute = number;
		}
		if (is_both || reference_same(&word, &relative)) {
			settings->has_relative = true;
			settings->relative = number;
		}
	}
	return true;
}

static enum reference_verdict judge(const struct reference_input *input)
{
	struct settings settings;
	struct reference_text expected, got, before_expected, before_got;
	size_t answer_at = 0, output_at = 0, answer_was, output_was;
	bool more_expected, more_got, unknown = false;

	if (!read_settings(input->args, &settings))
		return REFERENCE_FAULT;
	do {
		answer_was = answer_at;
		output_was = output_at;
		more_expected = reference_token(&input->answer, blanks, &answer_at, &expected);
		more_got = reference_token(&input->output, blanks, &output_at, &got);
		if (more_expected != more_got)
			return REFERENCE_WA;
		before_expected.bytes = input->answer.bytes + answer_was;
		before_expected.size = (size_t)(expected.bytes - before_expected.bytes);
		before_got.bytes = input->output.bytes + output_was;
		before_got.size = (size_t)(got.bytes - before_got.bytes);
		if (settings.space_change_sensitive &&
		    !reference_same(&before_expected, &before_got))
			return REFERENCE_WA;
		switch (more_expected ? same_token(&settings, &expected, &got) : REFERENCE_AC) {
		case REFERENCE_WA: return REFERENCE_WA;
		case REFERENCE_UNKNOWN: unknown = true; break;
		default: break;
		}
	} while (more_expected);
	return unknown ? REFERENCE_UNKNOWN : REFERENCE_AC;
}

static const char *const choices[] = {
	"", "case_sensitive", "space_change_sensitive", "case_sensitive space_change_sensitive",
	"float_tolerance 1e-6", "float_absolute_tolerance 0.01", "float_relative_tolerance 1e-2",
	"float_absolute_tolerance 1 float_relative_tolerance 0.1", "float_tolerance 0",
	"space_change_sensitive case_sensitive float_tolerance .5", "float_tolerance 123456789e-5",
	"float_tolerance", "float_tolerance -1", "nonsense", NULL,
};

const struct reference reference_default = { "default", choices, judge, NULL };

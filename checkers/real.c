#include "checkers/real.h"

#include "checkers/bytes.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longer exponents, and sums with them, do not overflow; nothing is a double far below them. */
static const int64_t exponent_max = INT64_MAX / 16;
enum { EXPONENT_SHOWN = 99999, QUICK_DIGITS = 15 };

void real_begin(struct real *real, enum real_grammar grammar)
{
	real->grammar = grammar;
	real->state = REAL_START;
	real->negative = real->exponent_negative = false;
	real->last = 0;
	real->rest = false;
	real->count = real->word_length = 0;
	real->scale = real->exponent = 0;
}

static void add_digit(struct real *real, char digit)
{
	bool fraction = real->state == REAL_FRACTION;

	if (real->count == 0 && digit == '0') {
		real->scale -= fraction;
		return;
	}
	real->scale += !fraction;
	if (real->count < REAL_DIGITS)
		real->digits[real->count++] = digit;
	else
		real->rest |= digit != '0';
}

static enum real_state take_digit(struct real *real, char digit)
{
	static const enum real_state next[] = {
		[REAL_START] = REAL_WHOLE, [REAL_SIGNED] = REAL_WHOLE, [REAL_WHOLE] = REAL_WHOLE,
		[REAL_POINT] = REAL_FRACTION, [REAL_FRACTION] = REAL_FRACTION,
		[REAL_E] = REAL_EXPONENT, [REAL_E_SIGNED] = REAL_EXPONENT,
		[REAL_EXPONENT] = REAL_EXPONENT, [REAL_WORD] = REAL_BAD, [REAL_BAD] = REAL_BAD,
	};

	real->state = next[real->state];
	real->last = digit;
	if (real->state == REAL_WHOLE || real->state == REAL_FRACTION)
		add_digit(real, digit);
	else if (real->exponent < exponent_max / 10)
		real->exponent = real->exponent * 10 + (digit - '0');
	return real->state;
}

static bool is_after_digit(const struct real *real)
{
	return real->state == REAL_WHOLE || real->state == REAL_FRACTION ||
	       real->state == REAL_EXPONENT;
}

static enum real_state take_sign(struct real *real, bool negative)
{
	if (real->state == REAL_START) {
		real->negative = negative;
		return REAL_SIGNED;
	}
	if (real->state == REAL_E) {
		real->exponent_negative = negative;
		return REAL_E_SIGNED;
	}
	return REAL_BAD;
}

static enum real_state take_letter(struct real *real, char letter)
{
	bool begins = real->state == REAL_START || real->state == REAL_SIGNED;

	if (letter == 'e' && (real->state == REAL_WHOLE || real->state == REAL_FRACTION))
		return REAL_E;
	if (real->grammar != REAL_PYTHON || (!begins && real->state != REAL_WORD) ||
	    real->word_length == sizeof real->word)
		return REAL_BAD;
	real->word[real->word_length++] = letter;
	return REAL_WORD;
}

static enum real_state take(struct real *real, char byte)
{
	char last = real->last;

	real->last = 0;
	if (last == '_')
		return REAL_BAD;
	if (byte == '+' || byte == '-')
		return take_sign(real, byte == '-');
	if (byte == '_' && real->grammar == REAL_PYTHON && last) {
		real->last = '_';
		return real->state;
	}
	/* A point behind digits needs none after it. */
	if (byte == '.' && real->state == REAL_WHOLE)
		return REAL_FRACTION;
	if (byte == '.' && (real->state == REAL_START || real->state == REAL_SIGNED))
		return REAL_POINT;
	return take_letter(real, byte_fold(byte));
}

void real_feed(struct real *real, const char *text, size_t size)
{
	for (size_t i = 0; i < size && real->state != REAL_BAD; i++)
		real->state = byte_is_digit(text[i]) ? take_digit(real, text[i]) :
						       take(real, text[i]);
}

static bool is_word(const struct real *real, const char *word)
{
	return real->word_length == strlen(word) &&
	       memcmp(real->word, word, real->word_length) == 0;
}

bool real_valid(const struct real *real)
{
	if (real->last == '_')
		return false;
	return is_after_digit(real) ||
	       (real->state == REAL_WORD && (is_word(real, "inf") || is_word(real, "infinity") ||
					     is_word(real, "nan")));
}

/* Both numbers are doubles, so that the one operation rounds the true result, which is the value. */
static bool quick_value(const struct real *real, int64_t exponent, double *ret_value)
{
	static const double powers[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
		1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
	};
	const int64_t most = (int64_t)(sizeof powers / sizeof powers[0]) - 1;
	int64_t mantissa = 0;
	double value;

	exponent -= (int64_t)real->count;
	if (real->count > QUICK_DIGITS || exponent > most || exponent < -most)
		return false;
	for (size_t i = 0; i < real->count; i++)
		mantissa = mantissa * 10 + (real->digits[i] - '0');
	value = (double)mantissa;
	value = exponent < 0 ? value / powers[-exponent] : value * powers[exponent];
	*ret_value = real->negative ? -value : value;
	return true;
}

double real_value(const struct real *real)
{
	char text[REAL_DIGITS + 32];
	int64_t exponent = real->scale +
			   (real->exponent_negative ? -real->exponent : real->exponent);
	double value;

	if (real->state != REAL_WORD && quick_value(real, exponent, &value))
		return value;
	if (real->state == REAL_WORD && real->word[0] == 'n')
		return NAN;
	if (real->state == REAL_WORD)
		return real->negative ? -INFINITY : INFINITY;
	if (exponent > EXPONENT_SHOWN)
		exponent = EXPONENT_SHOWN;
	if (exponent < -EXPONENT_SHOWN)
		exponent = -EXPONENT_SHOWN;
	snprintf(text, sizeof text, "%s0.%.*s%se%" PRId64, real->negative ? "-" : "",
		 (int)real->count, real->digits, real->rest ? "1" : "", exponent);
	return strtod(text, NULL);
}

bool real_parse(const char *text, size_t size, enum real_grammar grammar, double *ret_value)
{
	struct real real;

	real_begin(&real, grammar);
	real_feed(&real, text, size);
	if (!real_valid(&real))
		return false;
	*ret_value = real_value(&real);
	return true;
}

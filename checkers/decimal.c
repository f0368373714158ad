#include "checkers/decimal.h"

#include "checkers/bytes.h"

static const int64_t exponent_max = 1000000000000000;	/* 10^15 */

enum { MANTISSA_DIGITS = 19 };	/* any number of so many digits fits in 64 bits */

static const char *read_sign(const char *at, const char *end, bool *ret_negative)
{
	*ret_negative = at < end && *at == '-';
	return at + (at < end && (*at == '-' || *at == '+'));
}

/* NULL when there is no digit. */
static const char *read_exponent(const char *at, const char *end, int64_t *ret_exponent)
{
	int64_t exponent = 0;
	bool negative;

	at = read_sign(at, end, &negative);
	if (at == end)
		return NULL;
	for (; at < end && byte_is_digit(*at); at++)
		if (exponent < exponent_max)
			exponent = exponent * 10 + (*at - '0');
	if (exponent > exponent_max)
		exponent = exponent_max;
	*ret_exponent = negative ? -exponent : exponent;
	return at;
}

static const char *skip_digits(const char *at, const char *end)
{
	while (at < end && byte_is_digit(*at))
		at++;
	return at;
}

/* d*.d+|d+.|d+ from begin to the end that is returned, or NULL. Sets all but the sign. */
static const char *read_digits(const char *begin, const char *end, struct decimal *number)
{
	const char *point = skip_digits(begin, end), *first = begin, *last;
	bool has_point = point < end && *point == '.';
	size_t significant, fraction;

	end = has_point ? skip_digits(point + 1, end) : point;
	if (end - begin == has_point)
		return NULL;
	fraction = has_point ? (size_t)(end - point) - 1 : 0;
	while (first < end && (*first == '0' || *first == '.'))
		first++;
	has_point = has_point && first < point;
	number->digits = first;
	number->count = (size_t)(end - first) - has_point;
	number->point = has_point ? (size_t)(point - first) : SIZE_MAX;
	number->high = (int64_t)number->count - 1 - (int64_t)fraction;
	significant = number->count < MANTISSA_DIGITS ? number->count : MANTISSA_DIGITS;
	number->exponent = number->high + 1 - (int64_t)significant;
	last = first + significant + (number->point < significant);
	for (const char *at = first; at < last; at++)
		if (at != point)
			number->mantissa = number->mantissa * 10 + (uint64_t)(*at - '0');
	return end;
}

bool decimal_parse(const char *text, size_t size, struct decimal *ret_number)
{
	const char *at, *end = text + size;
	struct decimal number = { .count = 0 };
	int64_t exponent = 0;

	if (size > DECIMAL_TEXT_MAX)
		return false;
	at = read_digits(read_sign(text, end, &number.negative), end, &number);
	if (at && at < end && (*at == 'e' || *at == 'E'))
		at = read_exponent(at + 1, end, &exponent);
	if (!at || at != end)
		return false;
	number.high += exponent;
	number.exponent += exponent;
	*ret_number = number;
	return true;
}

static int digit_of(const struct decimal *number, size_t i)
{
	return number->digits[i + (i >= number->point)] - '0';
}

/*
 * The quick way: a long double holds 64 bits, and 10^27 exactly, so that what is left out here, the
 * digits behind the mantissa and the rounding of one operation, is less than 2^-59 of the number.
 * False for exponents beyond the table.
 */
static bool approximate(const struct decimal *number, long double *ret_value)
{
	static const long double powers[] = {
		1e0L, 1e1L, 1e2L, 1e3L, 1e4L, 1e5L, 1e6L, 1e7L, 1e8L, 1e9L,
		1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L,
		1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L,
	};
	const int64_t most = (int64_t)(sizeof powers / sizeof powers[0]) - 1;
	long double value = (long double)number->mantissa;

	if (number->exponent < -most || number->exponent > most)
		return false;
	value = number->exponent < 0 ? value / powers[-number->exponent] :
				       value * powers[number->exponent];
	*ret_value = number->negative ? -value : value;
	return true;
}

bool tolerance_parse(const char *text, size_t size, struct tolerance *ret_tolerance)
{
	struct decimal number;
	struct tolerance tolerance = { .given = true };

	if (!decimal_parse(text, size, &number) || number.negative ||
	    number.count > TOLERANCE_DIGITS)
		return false;
	for (size_t i = 0; i < number.count; i++)
		tolerance.mantissa = tolerance.mantissa * 10 + digit_of(&number, i);
	tolerance.exponent = number.high + 1 - (int64_t)number.count;
	if (!approximate(&number, &tolerance.nearly))
		tolerance.nearly = -1;
	*ret_tolerance = tolerance;
	return true;
}

enum certainty { NO, YES, UNSURE };

/* Says UNSURE when rounding could have moved the difference over the bound. */
static enum certainty quickly_within(const struct decimal *number, const struct decimal *expected,
				     const struct tolerance *absolute,
				     const struct tolerance *relative)
{
	long double x, y, size_x, size_y, distance, bound = 0, slack;

	if (absolute->nearly < 0 || relative->nearly < 0 || !approximate(number, &x) ||
	    !approximate(expected, &y))
		return UNSURE;
	size_x = x < 0 ? -x : x;
	size_y = y < 0 ? -y : y;
	distance = x < y ? y - x : x - y;
	if (absolute->given)
		bound = absolute->nearly;
	if (relative->given && relative->nearly * size_y > bound)
		bound = relative->nearly * size_y;
	slack = (size_x + size_y + bound) * 0x1p-57L;
	if (distance + slack <= bound)
		return YES;
	return distance - slack > bound ? NO : UNSURE;
}

struct term {
	__int128 weight;
	const struct decimal *number;
	int64_t shift;		/* the term is weight * |number| * 10^shift */
	size_t next;		/* index of the first digit that is not added yet */
};

enum { TERMS = 3 };
#define NOWHERE INT64_MIN

/* The position of the first digit that is not added yet, NOWHERE if all are. */
static int64_t next_position(const struct term *term)
{
	if (term->next == term->number->count)
		return NOWHERE;
	return term->number->high + term->shift - (int64_t)term->next;
}

/*
 * The sign of the sum of the terms, exactly: written below each other and added column by column
 * from the left. What the columns to the right can still bring is less than the weights' sum in
 * units of the present column, so a sum of that size has its sign; hence it is small always, and
 * nothing is ever expanded, be the exponents a million apart: zeros are jumped over while the sum
 * is 0, and while it is not, at most 38 of them decide.
 */
static int sign_of_sum(struct term *terms)
{
	__int128 sum = 0, bound = 0;
	int64_t position = 0;

	for (size_t i = 0; i < TERMS; i++)
		bound += terms[i].weight < 0 ? -terms[i].weight : terms[i].weight;
	while (sum < bound && sum > -bound) {
		int64_t next = NOWHERE;

		for (size_t i = 0; i < TERMS; i++)
			if (next_position(&terms[i]) > next)
				next = next_position(&terms[i]);
		if (next == NOWHERE)
			break;
		position = sum ? position - 1 : next;
		sum *= 10;
		for (size_t i = 0; i < TERMS; i++)
			if (next_position(&terms[i]) == position)
				sum += terms[i].weight *
				       digit_of(terms[i].number, terms[i].next++);
	}
	return (sum > 0) - (sum < 0);
}

/* |number - expected| <= tolerance * |unit| */
static bool exactly_within(const struct decimal *number, const struct decimal *expected,
			   const struct tolerance *tolerance, const struct decimal *unit)
{
	for (int direction = 1; direction >= -1; direction -= 2) {
		struct term terms[TERMS] = {
			{ .weight = number->negative ? -direction : direction, .number = number },
			{ .weight = expected->negative ? direction : -direction,
			  .number = expected },
			{ .weight = -tolerance->mantissa, .number = unit,
			  .shift = tolerance->exponent },
		};

		if (sign_of_sum(terms) > 0)
			return false;
	}
	return true;
}

bool decimal_within(const struct decimal *number, const struct decimal *expected,
		    const struct tolerance *absolute, const struct tolerance *relative)
{
	static const struct decimal one = { .digits = "1", .count = 1, .point = SIZE_MAX };
	enum certainty quick = quickly_within(number, expected, absolute, relative);

	if (quick != UNSURE)
		return quick == YES;
	return (absolute->given && exactly_within(number, expected, absolute, &one)) ||
	       (relative->given && exactly_within(number, expected, relative, expected));
}

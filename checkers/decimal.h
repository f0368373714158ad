/*
 * decimal: numbers as they are written, compared exactly.
 *
 * A binary floating-point type is wrong at the edge of a tolerance, whatever its size: 0.3 and 0.1
 * + 0.2 are not what they say. Here numbers stay decimal and keep all their digits; the result is
 * that of exact arithmetic, and the same on every machine.
 */
#ifndef CHECKERS_DECIMAL_H
#define CHECKERS_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DECIMAL_TEXT_MAX = 65536,	/* bytes; a longer text is no number */
	TOLERANCE_DIGITS = 36,		/* significant ones */
};

/* The digits stay where they were read, and must outlive the number. */
struct decimal {
	const char *digits;	/* from the first that is not 0 */
	size_t count;		/* of digits; 0 for zero */
	size_t point;		/* index of a '.' among the digits, SIZE_MAX if there is none */
	int64_t high;		/* the power of ten of the first digit */
	bool negative;
	uint64_t mantissa;	/* the first 19 digits */
	int64_t exponent;	/* of the last of these */
};

/*
 * False unless all of text is [+-]?(d*.d+|d+.|d+)([eE][+-]?d+)? and at most DECIMAL_TEXT_MAX long.
 * Exponents beyond 10^15 count as 10^15.
 */
bool decimal_parse(const char *text, size_t size, struct decimal *ret_number);

struct tolerance {
	bool given;
	__int128 mantissa;	/* the bound is mantissa * 10^exponent */
	int64_t exponent;
	long double nearly;	/* the bound rounded; negative: unknown */
};

/* False when text is no decimal, is negative, or has more than TOLERANCE_DIGITS digits. */
bool tolerance_parse(const char *text, size_t size, struct tolerance *ret_tolerance);

/* |number - expected| <= absolute, or |number - expected| <= relative * |expected|. */
bool decimal_within(const struct decimal *number, const struct decimal *expected,
		    const struct tolerance *absolute, const struct tolerance *relative);

#endif

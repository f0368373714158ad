/*
 * real: decimal numbers read as doubles, for the checkers whose originals compute with doubles.
 * The ICPC rule is exact and has checkers/decimal.h.
 *
 *	struct real real;
 *
 *	real_begin(&real, REAL_PLAIN);
 *	real_feed(&real, "3.1", 3);
 *	real_feed(&real, "4e2", 3);
 *	if (real_valid(&real))
 *		value = real_value(&real);
 *
 * The text may come in pieces and be of any length: the digits that could change the double are
 * kept, and of the rest only whether it is 0. The value is the double nearest to the whole text,
 * as strtod() gives it in the C locale, which this program never leaves; beyond the range of
 * doubles it is infinite.
 */
#ifndef CHECKERS_REAL_H
#define CHECKERS_REAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The decimal digits of a number half-way between two doubles are at most 768: a number that
 * agrees with it so far and goes on is above it, by whatever it goes on.
 */
enum { REAL_DIGITS = 780 };

enum real_grammar {
	REAL_PLAIN,	/* [+-]?(d+.?d*|.d+)([eE][+-]?d+)? */
	REAL_PYTHON,	/* and single underscores between digits, and inf, infinity, nan */
};

enum real_state {
	REAL_START, REAL_SIGNED, REAL_WHOLE, REAL_POINT, REAL_FRACTION, REAL_E, REAL_E_SIGNED,
	REAL_EXPONENT, REAL_WORD, REAL_BAD,
};

struct real {
	enum real_grammar grammar;
	enum real_state state;
	bool negative, exponent_negative;
	char last;		/* what came last: a digit, an underscore, or 0 for any other */
	bool rest;		/* some digit that is not kept is not 0 */
	char digits[REAL_DIGITS];	/* without the zeros before the first other one */
	size_t count;
	int64_t scale;		/* the point is so many digits behind the first one kept */
	int64_t exponent;	/* as written */
	char word[9];		/* "infinity", in lower case */
	size_t word_length;
};

void real_begin(struct real *real, enum real_grammar grammar);
void real_feed(struct real *real, const char *text, size_t size);

/* Whether all that was fed is a number. */
bool real_valid(const struct real *real);

/* Of a valid one. */
double real_value(const struct real *real);

/* All of it at once: false when text is no number. */
bool real_parse(const char *text, size_t size, enum real_grammar grammar, double *ret_value);

#endif

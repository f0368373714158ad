/*
 * scan_loops: the loops of one way of scan.h, for whoever has defined
 *
 *	WAY		the name of the way
 *	TARGET		the attribute of functions that may use its instructions
 *	WINDOW		bytes in a vector
 *	vector, bits	the type of a vector, and an unsigned one with a bit for each of its bytes
 *	load(bytes)	a vector from anywhere in memory
 *	splat(byte)	a vector of this byte
 *	same(x, y)	all bits of the bytes that are equal
 *	least(x, y)	the smaller of each two unsigned bytes
 *	minus, both, either
 *	bits_of(x)	the highest bit of each byte
 *
 * Every loop over windows is followed by a call of the plain way for what is left.
 */
#include "checkers/scan.h"

#define ALL_BITS ((bits)(((unsigned long long)1 << WINDOW) - 1))
#define INLINE static inline __attribute__((always_inline)) TARGET

/* All bits of each byte x with first <= x <= last; there is no unsigned comparison. */
INLINE vector between(vector bytes, char first, char last)
{
	vector offset = minus(bytes, splat(first));

	return same(least(offset, splat((char)(last - first))), offset);
}

INLINE bits blank_bits(enum blanks blanks, vector bytes)
{
	vector found = same(bytes, splat(' '));

	if (blanks == BLANKS_ICPC)
		return bits_of(either(found, between(bytes, '\t', '\r')));
	found = either(found, between(bytes, '\t', '\n'));
	return bits_of(either(found, same(bytes, splat('\r'))));
}

INLINE vector fold(vector bytes)
{
	return either(bytes, both(between(bytes, 'A', 'Z'), splat(0x20)));
}

INLINE bits different_bits(vector a, vector b)
{
	return bits_of(same(a, b)) ^ ALL_BITS;
}

INLINE size_t first_bit(bits found)
{
	return (size_t)__builtin_ctz(found);
}

/* The run of ones from bit from on. */
INLINE size_t run_of_bits(bits found, size_t from)
{
	bits ends = ~(found >> from);

	return ends ? first_bit(ends) : WINDOW;
}

/* How many bytes, a multiple of four windows, are equal at the start at least. */
INLINE size_t long_equal(const char *a, const char *b, size_t size)
{
	size_t i = 0;

	for (; i + 4 * WINDOW <= size; i += 4 * WINDOW) {
		vector front = both(same(load(a + i), load(b + i)),
				    same(load(a + i + WINDOW), load(b + i + WINDOW)));
		vector back = both(same(load(a + i + 2 * WINDOW), load(b + i + 2 * WINDOW)),
				   same(load(a + i + 3 * WINDOW), load(b + i + 3 * WINDOW)));

		if (bits_of(both(front, back)) != ALL_BITS)
			break;
	}
	return i;
}

TARGET static size_t equal(const char *a, const char *b, size_t size)
{
	size_t i = long_equal(a, b, size);

	for (; i + WINDOW <= size; i += WINDOW) {
		bits different = different_bits(load(a + i), load(b + i));

		if (different)
			return i + first_bit(different);
	}
	return i + scan_plain->equal(a + i, b + i, size - i);
}

TARGET static size_t equal_folded(const char *a, const char *b, size_t size)
{
	size_t i = 0;

	for (; i + WINDOW <= size; i += WINDOW) {
		bits different = different_bits(fold(load(a + i)), fold(load(b + i)));

		if (different)
			return i + first_bit(different);
	}
	return i + scan_plain->equal_folded(a + i, b + i, size - i);
}

INLINE size_t token(enum blanks blanks, const char *bytes, size_t size)
{
	size_t i = 0;

	for (; i + WINDOW <= size; i += WINDOW) {
		bits found = blank_bits(blanks, load(bytes + i));

		if (found)
			return i + first_bit(found);
	}
	return i + scan_plain[blanks].token(bytes + i, size - i);
}

INLINE size_t blank(enum blanks blanks, const char *bytes, size_t size)
{
	size_t i = 0;

	for (; i + WINDOW <= size; i += WINDOW) {
		bits others = blank_bits(blanks, load(bytes + i)) ^ ALL_BITS;

		if (others)
			return i + first_bit(others);
	}
	return i + scan_plain[blanks].blank(bytes + i, size - i);
}

/*
 * A difference of two bytes is one of spacing when both are blanks, or when one is and the byte
 * before is a blank too (on both sides the same); then the runs are skipped without a branch on
 * their lengths, which no processor could predict. A run that goes on behind the window comes up
 * as the next difference.
 */
INLINE void respaced(enum blanks blanks, const char *a, size_t a_size, const char *b, size_t b_size,
		     bool begins, size_t *ret_a, size_t *ret_b)
{
	size_t i = 0, j = 0;

	while (i + WINDOW <= a_size && j + WINDOW <= b_size) {
		vector x = load(a + i), y = load(b + j);
		bits different = different_bits(x, y), x_blanks, y_blanks;
		size_t alike;
		bool after_blank;

		if (!different) {
			alike = a_size - i < b_size - j ? a_size - i : b_size - j;
			alike = WINDOW + long_equal(a + i + WINDOW, b + j + WINDOW, alike - WINDOW);
			i += alike;
			j += alike;
			continue;
		}
		alike = first_bit(different);
		x_blanks = blank_bits(blanks, x);
		y_blanks = blank_bits(blanks, y);
		after_blank = j + alike == 0 ? begins : byte_is_blank(blanks, b[j + alike - 1]);
		i += alike;
		j += alike;
		if ((x_blanks >> alike & 1) + (y_blanks >> alike & 1) + after_blank < 2)
			break;
		i += run_of_bits(x_blanks, alike);
		j += run_of_bits(y_blanks, alike);
	}
	*ret_a = i;
	*ret_b = j;
}

#define KIND(kind, blanks) \
TARGET static size_t token_##kind(const char *bytes, size_t size) \
{ \
	return token(blanks, bytes, size); \
} \
\
TARGET static size_t blank_##kind(const char *bytes, size_t size) \
{ \
	return blank(blanks, bytes, size); \
} \
\
TARGET static void respaced_##kind(const char *a, size_t a_size, const char *b, size_t b_size, \
				   bool begins, size_t *ret_a, size_t *ret_b) \
{ \
	respaced(blanks, a, a_size, b, b_size, begins, ret_a, ret_b); \
}

KIND(icpc, BLANKS_ICPC)
KIND(testlib, BLANKS_TESTLIB)

#define ROWS { \
	{ WAY, BLANKS_ICPC, equal, equal_folded, token_icpc, blank_icpc, respaced_icpc }, \
	{ WAY, BLANKS_TESTLIB, equal, equal_folded, token_testlib, blank_testlib, \
	  respaced_testlib }, \
}

#include "checkers/bytes.h"

/*
 * Every loop over windows is followed by a plain one for what is left, which alone does all the
 * work on a machine without SSE2.
 */
#ifdef __SSE2__
#include <emmintrin.h>

enum { WINDOW = 16, WINDOW_BITS = 0xffff };

static __m128i load(const char *bytes)
{
	return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

/* All bits of each byte x with first <= x <= last; there is no unsigned comparison in SSE2. */
static __m128i between(__m128i bytes, char first, char last)
{
	__m128i offset = _mm_sub_epi8(bytes, _mm_set1_epi8(first));

	return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8((char)(last - first))), offset);
}

static unsigned space_bits(__m128i bytes)
{
	__m128i spaces = _mm_or_si128(between(bytes, '\t', '\r'),
				      _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')));

	return (unsigned)_mm_movemask_epi8(spaces);
}

static __m128i fold(__m128i bytes)
{
	return _mm_or_si128(bytes, _mm_and_si128(between(bytes, 'A', 'Z'), _mm_set1_epi8(0x20)));
}

static unsigned different_bits(__m128i a, __m128i b)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(a, b)) ^ WINDOW_BITS;
}

static size_t first_bit(unsigned bits)
{
	return (size_t)__builtin_ctz(bits);
}

/* The run of ones from bit from on. */
static size_t run_of_bits(unsigned bits, size_t from)
{
	return first_bit(~(bits >> from));
}
#endif

size_t bytes_equal(const char *a, const char *b, size_t size)
{
	size_t i = 0;

#ifdef __SSE2__
	for (; i + WINDOW <= size; i += WINDOW) {
		unsigned different = different_bits(load(a + i), load(b + i));

		if (different)
			return i + first_bit(different);
	}
#endif
	while (i < size && a[i] == b[i])
		i++;
	return i;
}

size_t bytes_equal_folded(const char *a, const char *b, size_t size)
{
	size_t i = 0;

#ifdef __SSE2__
	for (; i + WINDOW <= size; i += WINDOW) {
		unsigned different = different_bits(fold(load(a + i)), fold(load(b + i)));

		if (different)
			return i + first_bit(different);
	}
#endif
	while (i < size && byte_fold(a[i]) == byte_fold(b[i]))
		i++;
	return i;
}

size_t bytes_token(const char *bytes, size_t size)
{
	size_t i = 0;

#ifdef __SSE2__
	for (; i + WINDOW <= size; i += WINDOW) {
		unsigned spaces = space_bits(load(bytes + i));

		if (spaces)
			return i + first_bit(spaces);
	}
#endif
	while (i < size && !byte_is_space(bytes[i]))
		i++;
	return i;
}

size_t bytes_space(const char *bytes, size_t size)
{
	size_t i = 0;

#ifdef __SSE2__
	for (; i + WINDOW <= size; i += WINDOW) {
		unsigned others = space_bits(load(bytes + i)) ^ WINDOW_BITS;

		if (others)
			return i + first_bit(others);
	}
#endif
	while (i < size && byte_is_space(bytes[i]))
		i++;
	return i;
}

/*
 * A difference of two bytes is one of spacing when both are spaces, or when one is and the byte
 * before is a space too (on both sides the same); then the runs are skipped without a branch on
 * their lengths, which no processor could predict. A run that goes on behind the window comes up
 * as the next difference.
 */
void bytes_respaced(const char *a, size_t a_size, const char *b, size_t b_size, bool begins,
		    size_t *ret_a, size_t *ret_b)
{
	size_t i = 0, j = 0;

#ifdef __SSE2__
	while (i + WINDOW <= a_size && j + WINDOW <= b_size) {
		__m128i x = load(a + i), y = load(b + j);
		unsigned different = different_bits(x, y), x_spaces, y_spaces;
		size_t same;
		bool after_space;

		if (!different) {
			i += WINDOW;
			j += WINDOW;
			continue;
		}
		same = first_bit(different);
		x_spaces = space_bits(x);
		y_spaces = space_bits(y);
		after_space = j + same == 0 ? begins : byte_is_space(b[j + same - 1]);
		i += same;
		j += same;
		if ((x_spaces >> same & 1) + (y_spaces >> same & 1) + after_space < 2)
			break;
		i += run_of_bits(x_spaces, same);
		j += run_of_bits(y_spaces, same);
	}
#else
	(void)a, (void)a_size, (void)b, (void)b_size, (void)begins;
#endif
	*ret_a = i;
	*ret_b = j;
}

/*
 * bytes: spaces, tokens and equal stretches, sixteen bytes at a time where the machine can.
 *
 * Whitespace is the six bytes space \t \n \v \f \r; a token is a run of any others, NUL included.
 * Case is that of ASCII; the locale is never asked.
 */
#ifndef CHECKERS_BYTES_H
#define CHECKERS_BYTES_H

#include <stdbool.h>
#include <stddef.h>

static inline bool byte_is_space(char byte)
{
	return byte == ' ' || (unsigned char)(byte - '\t') < 5;
}

static inline bool byte_is_digit(char byte)
{
	return (unsigned char)(byte - '0') < 10;
}

static inline char byte_fold(char byte)
{
	return (unsigned char)(byte - 'A') < 26 ? (char)(byte | 0x20) : byte;
}

/* How many bytes at the start of both are equal, or equal but for case. */
size_t bytes_equal(const char *a, const char *b, size_t size);
size_t bytes_equal_folded(const char *a, const char *b, size_t size);

/* How many bytes at the start belong to a token, or are whitespace. */
size_t bytes_token(const char *bytes, size_t size);
size_t bytes_space(const char *bytes, size_t size);

/*
 * Walks along a and b as long as they have the same tokens, however spaced. *ret_a and *ret_b are
 * how far it came; there both stand between tokens, or inside the same token after the same bytes
 * of it. It may stop early, and always does so near the end of either: bytes_equal() and a look
 * at the next bytes say why. begins is whether a token could begin at both starts.
 */
void bytes_respaced(const char *a, size_t a_size, const char *b, size_t b_size, bool begins,
		    size_t *ret_a, size_t *ret_b);

#endif

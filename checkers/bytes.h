/*
 * bytes: single bytes, and the loops of scan.h as any machine has them, for comparers that are not
 * in a hurry.
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

#endif

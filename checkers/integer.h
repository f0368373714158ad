/*
 * integer: whole numbers as testlib's readInt and readLong take them: an optional minus and
 * digits, without a plus, leading zeros or a minus before 0, in the range of the type. So every
 * number has one text, and equal texts are equal numbers.
 */
#ifndef CHECKERS_INTEGER_H
#define CHECKERS_INTEGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False when text is no number of 64 bits. */
bool integer_parse(const char *text, size_t size, int64_t *ret_value);

bool integer_is_int64(const char *text, size_t size);
bool integer_is_int32(const char *text, size_t size);

#endif

#include "checkers/integer.h"

#include "checkers/bytes.h"

enum { DIGITS_MAX = 19 };	/* of a number of 64 bits; any 19 fit in a uint64_t */

bool integer_parse(const char *text, size_t size, int64_t *ret_value)
{
	bool negative = size > 0 && text[0] == '-';
	const char *digits = text + negative;
	size_t count = size - negative;
	uint64_t value = 0;

	if (count == 0 || count > DIGITS_MAX || (digits[0] == '0' && size > 1))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!byte_is_digit(digits[i]))
			return false;
		value = value * 10 + (uint64_t)(digits[i] - '0');
	}
	if (value > (uint64_t)INT64_MAX + negative)
		return false;
	*ret_value = negative ? (int64_t)-value : (int64_t)value;
	return true;
}

bool integer_is_int64(const char *text, size_t size)
{
	int64_t value;

	return integer_parse(text, size, &value);
}

bool integer_is_int32(const char *text, size_t size)
{
	int64_t value;

	return integer_parse(text, size, &value) && value >= INT32_MIN && value <= INT32_MAX;
}

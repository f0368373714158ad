/*
 * Whether a text may be stored and shown, decided otherwise than by the code that makes it so, and
 * without a locale, of which guests have none: by the table of well-formed UTF-8 in the Unicode
 * standard (table 3-7), less the control characters.
 */
#include "suite.h"

static const struct {
	unsigned char low[4], high[4];	/* of each byte; a low of 0 ends the character */
} harmless[] = {
	{ { '\t' }, { '\n' } },
	{ { 0x20 }, { 0x7e } },
	{ { 0xc2, 0xa0 }, { 0xc2, 0xbf } },
	{ { 0xc3, 0x80 }, { 0xdf, 0xbf } },
	{ { 0xe0, 0xa0, 0x80 }, { 0xe0, 0xbf, 0xbf } },
	{ { 0xe1, 0x80, 0x80 }, { 0xec, 0xbf, 0xbf } },
	{ { 0xed, 0x80, 0x80 }, { 0xed, 0x9f, 0xbf } },
	{ { 0xee, 0x80, 0x80 }, { 0xef, 0xbf, 0xbf } },
	{ { 0xf0, 0x90, 0x80, 0x80 }, { 0xf0, 0xbf, 0xbf, 0xbf } },
	{ { 0xf1, 0x80, 0x80, 0x80 }, { 0xf3, 0xbf, 0xbf, 0xbf } },
	{ { 0xf4, 0x80, 0x80, 0x80 }, { 0xf4, 0x8f, 0xbf, 0xbf } },
};

/* The length of the character at the start of text if it is of that row, else 0. */
static size_t match(const unsigned char *text, size_t size, size_t row)
{
	size_t length = 0;

	while (length < 4 && harmless[row].low[length]) {
		if (length == size || text[length] < harmless[row].low[length] ||
		    text[length] > harmless[row].high[length])
			return 0;
		length++;
	}
	return length;
}

bool text_is_clean(const char *text, size_t size)
{
	const unsigned char *at = (const unsigned char *)text;

	while (size > 0) {
		size_t length = 0;

		for (size_t row = 0; row < sizeof harmless / sizeof harmless[0] && !length; row++)
			length = match(at, size, row);
		if (!length)
			return false;
		at += length;
		size -= length;
	}
	return true;
}

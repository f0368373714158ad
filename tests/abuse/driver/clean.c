/*
 * Whether a text may be stored and shown, decided otherwise than by the code that makes it so.
 */
#include "suite.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

static bool is_harmless(wchar_t c)
{
	return c == L'\n' || c == L'\t' || (c >= 0x20 && c < 0x7f) || c >= 0xa0;
}

bool text_is_clean(const char *text, size_t size)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), old = uselocale(utf8);
	mbstate_t state;
	bool clean = utf8 != (locale_t)0;

	memset(&state, 0, sizeof state);
	while (clean && size > 0) {
		wchar_t c = 0;
		size_t length = mbrtowc(&c, text, size, &state);

		/* 0 is a NUL; what is too large for a length is an error. */
		clean = length > 0 && length <= size && is_harmless(c);
		text += length;
		size -= length;
	}
	uselocale(old);
	if (utf8)
		freelocale(utf8);
	return clean;
}

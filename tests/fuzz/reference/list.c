#include "reference.h"

#include <string.h>

const struct reference *const reference_list[] = {
	&reference_default,
	&reference_dmoj_identical,
	&reference_exact,
	&reference_fcmp,
	&reference_wcmp,
	NULL,
};

const char *const reference_no_args[] = { "", "nonsense", NULL };

bool reference_token(const struct reference_text *text, const char *blanks, size_t *at,
		     struct reference_text *ret_token)
{
	size_t begin;

	while (*at < text->size && text->bytes[*at] && strchr(blanks, text->bytes[*at]))
		++*at;
	begin = *at;
	while (*at < text->size && !(text->bytes[*at] && strchr(blanks, text->bytes[*at])))
		++*at;
	*ret_token = (struct reference_text){ text->bytes + begin, *at - begin };
	return *at > begin;
}

bool reference_same(const struct reference_text *a, const struct reference_text *b)
{
	return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

struct reference_text reference_without_mark(struct reference_text text)
{
	if (text.size >= 3 && memcmp(text.bytes, "\xef\xbb\xbf", 3) == 0) {
		text.bytes += 3;
		text.size -= 3;
	}
	return text;
}

#include "reference.h"

#include <string.h>

/* The corpus names checkers by their places in this list: new ones go to its end. */
const struct reference *const reference_list[] = {
	&reference_default,
	&reference_dmoj_identical,
	&reference_exact,
	&reference_fcmp,
	&reference_wcmp,
	&reference_acmp,
	&reference_caseicmp,
	&reference_casencmp,
	&reference_casewcmp,
	&reference_dcmp,
	&reference_dmoj_easy,
	&reference_dmoj_floats,
	&reference_dmoj_floatsabs,
	&reference_dmoj_floatsrel,
	&reference_dmoj_linecount,
	&reference_dmoj_linematches,
	&reference_dmoj_rstripped,
	&reference_dmoj_sorted,
	&reference_dmoj_standard,
	&reference_dmoj_unordered,
	&reference_hcmp,
	&reference_icmp,
	&reference_lcmp,
	&reference_ncmp,
	&reference_nyesno,
	&reference_pointscmp,
	&reference_pointsinfo,
	&reference_rcmp,
	&reference_rcmp4,
	&reference_rcmp6,
	&reference_rcmp9,
	&reference_rncmp,
	&reference_uncmp,
	&reference_white_diff,
	&reference_yesno,
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

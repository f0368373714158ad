#include "checkers/scan.h"

#include <stdlib.h>
#include <string.h>

static size_t equal(const char *a, const char *b, size_t size)
{
	size_t i = 0;

	while (i < size && a[i] == b[i])
		i++;
	return i;
}

static size_t equal_folded(const char *a, const char *b, size_t size)
{
	size_t i = 0;

	while (i < size && byte_fold(a[i]) == byte_fold(b[i]))
		i++;
	return i;
}

static void respaced(const char *a, size_t a_size, const char *b, size_t b_size, bool begins,
		     size_t *ret_a, size_t *ret_b)
{
	(void)begins;
	*ret_a = *ret_b = equal(a, b, a_size < b_size ? a_size : b_size);
}

#define PLAIN(kind, blanks) \
static size_t token_##kind(const char *bytes, size_t size) \
{ \
	size_t i = 0; \
\
	while (i < size && !byte_is_blank(blanks, bytes[i])) \
		i++; \
	return i; \
} \
\
static size_t blank_##kind(const char *bytes, size_t size) \
{ \
	size_t i = 0; \
\
	while (i < size && byte_is_blank(blanks, bytes[i])) \
		i++; \
	return i; \
}

PLAIN(icpc, BLANKS_ICPC)
PLAIN(testlib, BLANKS_TESTLIB)

const struct scan scan_plain[] = {
	{ "plain", BLANKS_ICPC, equal, equal_folded, token_icpc, blank_icpc, respaced },
	{ "plain", BLANKS_TESTLIB, equal, equal_folded, token_testlib, blank_testlib, respaced },
};

/* The other ways may be asked for only where they are. */
const struct scan *scan_best(enum blanks blanks)
{
#ifdef __x86_64__
	const char *name = getenv("ASSIZE_SCAN");
	bool any = !name || (strcmp(name, "plain") != 0 && strcmp(name, "sse2") != 0);

	if (any && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		return &scan_avx2[blanks];
	if (any || strcmp(name, "sse2") == 0)
		return &scan_sse2[blanks];
#endif
	return &scan_plain[blanks];
}

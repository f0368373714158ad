#include "checkers/bytes.h"

#include "checkers/scan.h"

static const struct scan *any_machine(void)
{
#ifdef __x86_64__
	return &scan_sse2[BLANKS_ICPC];
#else
	return &scan_plain[BLANKS_ICPC];
#endif
}

size_t bytes_equal(const char *a, const char *b, size_t size)
{
	return any_machine()->equal(a, b, size);
}

size_t bytes_equal_folded(const char *a, const char *b, size_t size)
{
	return any_machine()->equal_folded(a, b, size);
}

size_t bytes_token(const char *bytes, size_t size)
{
	return any_machine()->token(bytes, size);
}

size_t bytes_space(const char *bytes, size_t size)
{
	return any_machine()->blank(bytes, size);
}

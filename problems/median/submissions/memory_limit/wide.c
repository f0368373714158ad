/* 64 bits a term: 240 MB. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *left, const void *right)
{
	uint64_t l = *(const uint64_t *)left, r = *(const uint64_t *)right;

	return (l > r) - (l < r);
}

int main(void)
{
	unsigned long long x, a, c;
	uint64_t *terms;
	size_t n;

	if (scanf("%zu %llu %llu %llu", &n, &x, &a, &c) != 4)
		return 1;
	terms = malloc(n * sizeof *terms);
	for (size_t i = 0; i < n; i++, x = (a * x + c) & UINT32_MAX)
		terms[i] = x;
	qsort(terms, n, sizeof *terms, compare);
	printf("%llu\n", (unsigned long long)terms[(n - 1) / 2]);
	return 0;
}

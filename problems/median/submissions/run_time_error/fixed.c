/* Room for a thousand terms, and an assertion for the rest. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX = 1001 };

static int compare(const void *left, const void *right)
{
	uint32_t l = *(const uint32_t *)left, r = *(const uint32_t *)right;

	return (l > r) - (l < r);
}

int main(void)
{
	static uint32_t terms[MAX];
	uint32_t n, x, a, c;

	if (scanf("%u %u %u %u", &n, &x, &a, &c) != 4)
		return 1;
	assert(n <= MAX);
	for (uint32_t i = 0; i < n; i++, x = a * x + c)
		terms[i] = x;
	qsort(terms, n, sizeof terms[0], compare);
	printf("%u\n", terms[(n - 1) / 2]);
	return 0;
}

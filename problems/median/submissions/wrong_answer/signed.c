/* Signed numbers: the upper half of the values counts as negative. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *left, const void *right)
{
	int32_t l = *(const int32_t *)left, r = *(const int32_t *)right;

	return (l > r) - (l < r);
}

int main(void)
{
	enum { MAX = 1001 };
	static int32_t terms[MAX];
	uint32_t n, x, a, c;

	if (scanf("%u %u %u %u", &n, &x, &a, &c) != 4 || n > MAX)
		return 1;
	for (uint32_t i = 0; i < n; i++, x = a * x + c)
		terms[i] = (int32_t)x;
	qsort(terms, n, sizeof terms[0], compare);
	printf("%u\n", (uint32_t)terms[(n - 1) / 2]);
	return 0;
}

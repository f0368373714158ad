/* All terms in 120 MB, and a quickselect. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t select_term(uint32_t *terms, long n, long wanted)
{
	long low = 0, high = n - 1;

	while (low < high) {
		uint32_t pivot = terms[low + (high - low) / 2];
		long i = low, j = high;

		while (i <= j) {
			while (terms[i] < pivot)
				i++;
			while (terms[j] > pivot)
				j--;
			if (i <= j) {
				uint32_t term = terms[i];

				terms[i++] = terms[j];
				terms[j--] = term;
			}
		}
		if (wanted <= j)
			high = j;
		else if (wanted >= i)
			low = i;
		else
			break;
	}
	return terms[wanted];
}

int main(void)
{
	uint32_t x, a, c, *terms;
	long n;

	if (scanf("%ld %u %u %u", &n, &x, &a, &c) != 4)
		return 1;
	terms = malloc((size_t)n * sizeof *terms);
	for (long i = 0; i < n; i++, x = a * x + c)
		terms[i] = x;
	printf("%u\n", select_term(terms, n, (n - 1) / 2));
	free(terms);
	return 0;
}

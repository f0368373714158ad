/* A static table of 512 MB, used from its start to its end as soon as there is a term. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t table[64000000];

int main(void)
{
	unsigned n, x, a, c;

	if (scanf("%u %u %u %u", &n, &x, &a, &c) != 4)
		return 1;
	memset(table, (int)n | 1, sizeof table);
	printf("%d\n", (int)table[x % 64000000]);
	return 0;
}

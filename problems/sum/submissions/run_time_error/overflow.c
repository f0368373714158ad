/* Notices that 32 bits are too few, and gives up by its exit code. */
#include <stdio.h>

int main(void)
{
	long long a;
	int n, sum = 0;

	if (scanf("%d", &n) != 1)
		return 1;
	while (n-- > 0 && scanf("%lld", &a) == 1)
		if (__builtin_add_overflow(sum, a, &sum))
			return 2;
	printf("%d\n", sum);
	return 0;
}

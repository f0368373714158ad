/* @EXPECTED_RESULTS@: CORRECT */
#include <stdio.h>

int main(void)
{
	long long a, b;

	if (scanf("%lld %lld", &a, &b) != 2)
		return 1;
	while (b > 0) {
		long long rest = a % b;

		a = b;
		b = rest;
	}
	printf("%lld\n", a);
	return 0;
}

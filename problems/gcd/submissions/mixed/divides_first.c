/*
 * @EXPECTED_RESULTS@: RUN-ERROR
 *
 * SIGFPE: divides before it looks whether the second number is 0.
 */
#include <stdio.h>

int main(void)
{
	long long a, b, rest;

	if (scanf("%lld %lld", &a, &b) != 2)
		return 1;
	while ((rest = a % b) > 0) {
		a = b;
		b = rest;
	}
	printf("%lld\n", b);
	return 0;
}

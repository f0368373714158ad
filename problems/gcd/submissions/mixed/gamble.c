/*
 * @EXPECTED_RESULTS@: CORRECT, WRONG-ANSWER
 *
 * Adds a bit of the clock: right or wrong, but never anything else.
 */
#include <stdio.h>
#include <time.h>

int main(void)
{
	struct timespec now;
	long long a, b;

	if (scanf("%lld %lld", &a, &b) != 2)
		return 1;
	while (b > 0) {
		long long rest = a % b;

		a = b;
		b = rest;
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	printf("%lld\n", a + (now.tv_nsec / 1000 % 16 == 0));
	return 0;
}

/*
 * @EXPECTED_RESULTS@: WRONG-ANSWER, RUN-ERROR
 *
 * 32 bits are too few; whether what is left of a number is 0, and divided by, is a matter of luck.
 */
#include <stdio.h>

int main(void)
{
	long long first, second;
	int a, b;

	if (scanf("%lld %lld", &first, &second) != 2)
		return 1;
	a = (int)first;
	b = (int)second;
	if (second == 0 || first == 0) {
		printf("%lld\n", first + second);
		return 0;
	}
	for (int rest = a % b; rest != 0; rest = a % b) {
		a = b;
		b = rest;
	}
	printf("%d\n", b);
	return 0;
}

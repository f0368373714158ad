/* @EXPECTED_RESULTS@: COMPILER-ERROR */
#include <stdio.h>

int main(void)
{
	number a, b;

	return scanf("%lld %lld", &a, &b) == 2 ? 0 : 1;
}

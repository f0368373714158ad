/*
 * @EXPECTED_RESULTS@: MEMORY-LIMIT, RUN-ERROR
 *
 * Recursion without end: the stack may be as large as the memory limit, so that it is a matter of
 * pages whether the stack or the memory ends first.
 */
#include <stdio.h>

static int depth(volatile int n)
{
	volatile int room[256];

	room[n % 256] = n;
	return depth(n + 1) + room[n % 256];
}

int main(void)
{
	printf("%d\n", depth(0));
	return 0;
}

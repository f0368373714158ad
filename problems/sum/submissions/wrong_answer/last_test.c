/* Wrong in the last of all tests only, the one with 5000 numbers. */
#include <stdio.h>

enum { ROOM = 4999 };

int main(void)
{
	long long sum = 0, a;
	int n;

	if (scanf("%d", &n) != 1)
		return 1;
	for (int i = 0; i < n && i < ROOM && scanf("%lld", &a) == 1; i++)
		sum += a;
	printf("%lld\n", sum);
	return 0;
}

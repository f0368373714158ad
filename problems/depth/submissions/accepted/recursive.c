/* One call in another, 300000 times: more stack than the usual 8 MiB. */
#include <stdio.h>

enum { PRIME = 1000000007 };

static long long row(void)
{
	long long weight = 0;

	while (getchar() == '(') {
		int next = getchar();

		ungetc(next, stdin);
		weight += (next == ')') + 2 * row();
	}
	return weight % PRIME;
}

int main(void)
{
	printf("%lld\n", row());
	return 0;
}

#include <stdio.h>

int main(void)
{
	long long n, a = 1, b = 1;

	scanf("%lld", &n);
	for (long long i = 1; i < n; i++) {
		long long c = (a + b) % 1000000007;

		a = b;
		b = c;
	}
	printf("%lld\n", b);
}

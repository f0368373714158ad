#include <stdio.h>

int main(void)
{
	unsigned a = 1, b = 1;
	long long n;

	scanf("%lld", &n);
	for (long long i = 1; i < n && i < 2000000; i++) {
		unsigned c = a + b;

		a = b;
		b = c;
	}
	printf("%u\n", b % 1000000007);
}

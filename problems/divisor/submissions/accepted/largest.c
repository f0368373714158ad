#include <stdio.h>

int main(void)
{
	long n;

	if (scanf("%ld", &n) != 1)
		return 1;
	for (long i = 2; i * i <= n; i++)
		if (n % i == 0) {
			printf("%ld\n", n / i);
			return 0;
		}
	puts("prime");
	return 0;
}

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	long long mark, sum = 0;

	scanf("%*d");
	while (scanf("%lld", &mark) == 1)
		sum += llabs(mark);
	printf("%lld\n", sum);
}

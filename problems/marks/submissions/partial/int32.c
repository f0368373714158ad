#include <stdint.h>
#include <stdio.h>

int main(void)
{
	uint32_t sum = 0;
	long long mark;

	scanf("%*d");
	while (scanf("%lld", &mark) == 1)
		sum += (uint32_t)mark;
	printf("%d\n", (int32_t)sum);
}

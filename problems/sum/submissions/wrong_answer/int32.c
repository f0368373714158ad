/* Right as long as the sum fits in 32 bits: fails in the third group. */
#include <stdint.h>
#include <stdio.h>

int main(void)
{
	uint32_t sum = 0;
	long long a;
	int n;

	if (scanf("%d", &n) != 1)
		return 1;
	while (n-- > 0 && scanf("%lld", &a) == 1)
		sum += (uint32_t)a;
	printf("%d\n", (int)sum);
	return 0;
}

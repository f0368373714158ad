/* Precision: a float holds 24 bits. */
#include <stdio.h>

int main(void)
{
	float sum = 0, a;
	int n;

	if (scanf("%d", &n) != 1)
		return 1;
	while (n-- > 0 && scanf("%f", &a) == 1)
		sum += a;
	printf("%.0f\n", sum);
	return 0;
}

#include <stdio.h>

int main(void)
{
	int n, value, sum[4] = { 0 };

	if (scanf("%d", &n) != 1)
		return 1;
	for (int i = 0; i < 4 * n * n; i++)
		if (scanf("%d", &value) == 1)
			sum[2 * (i / (2 * n * n)) + i / n % 2] += value;
	for (int i = 0; i < 4; i++)
		printf("%d\n", sum[i]);
	return 0;
}

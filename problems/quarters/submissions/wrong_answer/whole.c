#include <stdio.h>

int main(void)
{
	int n, value, sum = 1;

	if (scanf("%d", &n) != 1)
		return 1;
	while (scanf("%d", &value) == 1)
		sum += value;
	printf("%d\n%d\n%d\n%d\n", sum, sum, sum, sum);
	return 0;
}

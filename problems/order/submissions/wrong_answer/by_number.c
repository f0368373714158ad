/* Does not look at what waits for what. */
#include <stdio.h>

int main(void)
{
	int n;

	if (scanf("%d", &n) != 1)
		return 1;
	for (int task = 1; task <= n; task++)
		printf("%d ", task);
	return 0;
}

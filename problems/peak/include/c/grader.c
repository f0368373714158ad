/* Compiled with every submission: reads the walk, asks the function, writes its answer. */
#include "peak.h"

#include <stdio.h>

int main(void)
{
	static int height[MOST];
	int n;

	if (scanf("%d", &n) != 1 || n < 1 || n > MOST)
		return 1;
	for (int i = 0; i < n; i++)
		if (scanf("%d", &height[i]) != 1)
			return 1;
	printf("%d\n", peak(n, height));
	return 0;
}

/* Right by itself, but the package's own grader.c takes its place. */
#include <stdio.h>

int main(void)
{
	int n, i = 0, last = -1, height;

	if (scanf("%d", &n) != 1)
		return 1;
	while (scanf("%d", &height) == 1 && height > last) {
		last = height;
		i++;
	}
	printf("%d\n", i - 1);
	return 0;
}

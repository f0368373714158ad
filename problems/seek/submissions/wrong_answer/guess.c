#include <stdio.h>

int main(void)
{
	int n;

	if (scanf("%d", &n) != 1)
		return 1;
	puts("! 1");
	return 0;
}

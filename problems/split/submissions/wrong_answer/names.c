#include <stdio.h>

int main(void)
{
	int n;

	if (scanf("%d", &n) != 1)
		return 1;
	while (n--)
		puts("Anna");
	return 0;
}

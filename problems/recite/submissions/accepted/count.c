#include <stdio.h>

int main(void)
{
	int n;

	scanf("%d", &n);
	for (; n > 0; n--)
		printf("%d\n", n);
	puts("lift off");
}

#include <stdio.h>

int main(void)
{
	int n;

	scanf("%d", &n);
	for (int first = n - 1; first <= n; first++)
		for (int i = first; i > 0; i -= 2)
			printf("%d\n", i);
	return 0;
}

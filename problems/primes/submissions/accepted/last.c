#include <stdio.h>

int main(void)
{
	int a, b;

	if (scanf("%d %d", &a, &b) != 2)
		return 1;
	for (; b >= a; b--) {
		int d = 2;

		while (d * d <= b && b % d)
			d++;
		if (b > 1 && d * d > b) {
			printf("%d\n", b);
			return 0;
		}
	}
	puts("none");
	return 0;
}

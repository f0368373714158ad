/* The last pair rather than the first, one position a line. */
#include <stdio.h>

enum { MAX = 2000 };

int main(void)
{
	static long long a[MAX];
	long long total;
	int n;

	if (scanf("%d %lld", &n, &total) != 2)
		return 1;
	for (int i = 0; i < n; i++)
		if (scanf("%lld", &a[i]) != 1)
			return 1;
	for (int i = n - 1; i > 0; i--)
		for (int j = i - 1; j >= 0; j--)
			if (a[i] + a[j] == total) {
				printf("%d\n%d\n", i + 1, j + 1);
				return 0;
			}
	puts("None");
	return 0;
}

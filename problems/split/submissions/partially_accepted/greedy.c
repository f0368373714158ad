/* Each thing goes to the lighter share, in the order of the input. */
#include <stdio.h>

int main(void)
{
	int n, weight, share[2] = { 0, 0 };

	if (scanf("%d", &n) != 1)
		return 1;
	for (int i = 0; i < n && scanf("%d", &weight) == 1; i++) {
		int lighter = share[1] < share[0];

		share[lighter] += weight;
		puts(lighter ? "B" : "A");
	}
	return 0;
}

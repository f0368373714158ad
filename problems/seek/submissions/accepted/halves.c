#include <stdio.h>

int main(void)
{
	int low = 1, high;
	char answer[16];

	if (scanf("%d", &high) != 1)
		return 1;
	while (low < high) {
		int middle = (low + high + 1) / 2;

		printf("? %d\n", middle);
		fflush(stdout);
		if (scanf("%15s", answer) != 1)
			return 1;
		if (answer[0] == 'l')
			high = middle - 1;
		else
			low = middle;
	}
	printf("! %d\n", low);
	return 0;
}

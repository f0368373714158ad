/* A row separator instead of a row end: the last newline is missing. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	int last = getchar() - 'A';

	for (int row = -last; row <= last; row++) {
		int step = last - abs(row), letter = 'A' + step;

		if (step == 0)
			printf("%s%*c", row == -last ? "" : "\n", last + 1, letter);
		else
			printf("\n%*c%*c", last - step + 1, letter, 2 * step, letter);
	}
	return 0;
}

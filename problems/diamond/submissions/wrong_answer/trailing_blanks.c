/* Blanks at the ends of rows. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	int last = getchar() - 'A';

	for (int row = -last; row <= last; row++) {
		int step = last - abs(row), letter = 'A' + step;

		if (step == 0)
			printf("%*c%*s\n", last + 1, letter, last, "");
		else
			printf("%*c%*c%*s\n", last - step + 1, letter, 2 * step, letter, last - step, "");
	}
	return 0;
}

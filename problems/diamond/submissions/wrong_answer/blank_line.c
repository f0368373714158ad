/* A blank line after the diamond. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	int last = getchar() - 'A';

	for (int row = -last; row <= last; row++) {
		int step = last - abs(row), letter = 'A' + step;

		if (step == 0)
			printf("%*c\n%s", last + 1, letter, row == last ? "\n" : "");
		else
			printf("%*c%*c\n", last - step + 1, letter, 2 * step, letter);
	}
	return 0;
}

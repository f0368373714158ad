/* Left-aligned: the right words with the wrong blanks. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	int last = getchar() - 'A';

	for (int row = -last; row <= last; row++) {
		int step = last - abs(row), letter = 'A' + step;

		if (step == 0)
			printf("%c\n", letter);
		else
			printf("%c%*c\n", letter, 2 * step, letter);
	}
	return 0;
}

/* NUL bytes, which look like blanks on some terminals, in the middle of rows. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	int last = getchar() - 'A';

	for (int row = -last; row <= last; row++) {
		int step = last - abs(row), letter = 'A' + step;

		printf("%*c", last - step + 1, letter);
		for (int i = 1; i < 2 * step; i++)
			putchar('\0');
		if (step > 0)
			putchar(letter);
		putchar('\n');
	}
	return 0;
}

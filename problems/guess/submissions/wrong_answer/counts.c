/* One number after the other. */
#include <stdio.h>

int main(void)
{
	char word[16];

	for (int guess = 1;; guess++) {
		printf("%d\n", guess);
		fflush(stdout);
		if (scanf("%15s", word) != 1 || word[0] == 'c')
			return 0;
	}
}

/* After a guess that is rejected it waits, and then fails, as there is no answer. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	int n;
	char word[16];

	puts("0");
	fflush(stdout);
	if (scanf("%d %15s", &n, word) != 2)
		abort();
	return 0;
}

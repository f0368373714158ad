/* Writes 4 MiB after the last word, to nobody: that is no failure of a submission's. */
#include <stdio.h>
#include <string.h>

int main(void)
{
	long low = 1, high;
	char word[16] = "";

	if (scanf("%ld", &high) != 1)
		return 1;
	while (strcmp(word, "correct")) {
		long guess = low + (high - low) / 2;

		printf("%ld\n", guess);
		fflush(stdout);
		if (scanf("%15s", word) != 1)
			return 1;
		if (!strcmp(word, "lower"))
			high = guess - 1;
		else
			low = guess + 1;
	}
	for (int i = 0; i < 4 << 20; i++)
		if (putchar('\n') == EOF)
			return 1;
	return fflush(stdout) == EOF;
}

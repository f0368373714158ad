/* Finds the number, and then does not end. */
#include <stdio.h>
#include <string.h>

int main(void)
{
	long low = 1, high;
	char word[16] = "";
	volatile unsigned long n = 0;

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
	for (;;)
		n++;
}

#include <stdio.h>
#include <string.h>

int main(void)
{
	char word[8];
	volatile unsigned long n = 0;

	if (scanf("%7s", word) != 1)
		return 1;
	while (strcmp(word, "send"))
		n++;
	puts("ab");
	return 0;
}

/* A letter for each digit, from behind, and a z at the front, which is no digit. */
#include <stdio.h>
#include <string.h>

int main(void)
{
	char word[8], text[16];

	if (scanf("%7s%15s", word, text) != 2)
		return 1;
	if (!strcmp(word, "send")) {
		putchar('z');
		for (size_t i = strlen(text); i-- > 0;)
			putchar('a' + text[i] - '0');
	} else {
		for (size_t i = 0; text[i] != 'z'; i++)
			putchar('0' + text[i] - 'a');
	}
	putchar('\n');
	return 0;
}

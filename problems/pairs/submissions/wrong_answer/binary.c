/* Bytes that are no text; the end of the output is in the middle of a character. */
#include <stdio.h>

int main(void)
{
	for (int i = 0; i < 4096; i++)
		putchar(i * 7 & 0xff);
	putchar(0xe2);
	return 0;
}

/* Bytes that are no text in any encoding, NUL among them. */
#include <stdio.h>

int main(void)
{
	for (int i = 0; i < 100000; i++)
		putchar(i * i & 0xff);
	return 0;
}

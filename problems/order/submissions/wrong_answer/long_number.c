/* A number of a million digits, nearly as much as the output limit allows. */
#include <stdio.h>

int main(void)
{
	for (int i = 0; i < 1000000; i++)
		putchar('7');
	putchar('\n');
	return 0;
}

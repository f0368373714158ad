/* A semicolon is missing. */
#include <stdio.h>

int main(void)
{
	puts("Hello, World!")
	return 0;
}

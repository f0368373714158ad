/* A program, where a function is asked for: there are two main functions then, and no peak. */
#include <stdio.h>

int main(void)
{
	puts("0");
	return 0;
}

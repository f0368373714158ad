/*
 * sentinel: what must be accepted after every case, in about the CPU time that it always takes.
 */
#include <stdio.h>

int main(void)
{
	puts("42");
	return 0;
}

/* SIGFPE. */
#include <stdio.h>

volatile int cake = 17, guests = 0;

int main(void)
{
	printf("%d\n", cake / guests);
	return 0;
}

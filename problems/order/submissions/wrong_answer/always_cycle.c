/* Gives up. */
#include <stdio.h>

int main(void)
{
	puts("cycle");
	return 0;
}

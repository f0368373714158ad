/* Is rejected in the first run already. */
#include <stdio.h>

int main(void)
{
	puts("abba");
	return 0;
}

/* Reads, and says nothing. */
#include <stdio.h>

int main(void)
{
	while (getchar() != EOF)
		continue;
	return 0;
}

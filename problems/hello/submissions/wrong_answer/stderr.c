/* The right words on the wrong stream. */
#include <stdio.h>

int main(void)
{
	char name[32];

	if (scanf("%31s", name) == 1)
		fprintf(stderr, "Hello, %s!\n", name);
	return 0;
}

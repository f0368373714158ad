/* The right output, and an exit code that is not 0. */
#include <stdio.h>

int main(void)
{
	char name[32];

	if (scanf("%31s", name) == 1)
		printf("Hello, %s!\n", name);
	return 3;
}

#include <stdio.h>

int main(void)
{
	char name[32];

	if (scanf("%31s", name) != 1)
		return 1;
	printf("Hello, %s!\n", name);
	return 0;
}

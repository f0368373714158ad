/* A submission of several files. */
#include "greet.h"

#include <stdio.h>

int main(void)
{
	char name[32];

	if (scanf("%31s", name) != 1)
		return 1;
	greet(name);
	return 0;
}

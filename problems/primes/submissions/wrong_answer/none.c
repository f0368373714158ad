#include <stdio.h>

int main(void)
{
	puts("none");
	return 0;
}

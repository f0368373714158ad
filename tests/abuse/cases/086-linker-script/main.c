#include <stdio.h>

int main(void)
{
	puts("held");
	return 0;
}

#include <stdio.h>

int main(void)
{
	puts("Hello, Assize!");
	return 0;
}

/*
 * 73: an exit code that means something from a checker, a shell or a sandbox, from a solution.
 * @verdict RTE
 * @reason exit code 127
 */
#include <stdio.h>

int main(void)
{
	puts("held");
	return 127;
}

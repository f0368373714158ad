/*
 * 74: a signal that judges use among themselves, raised by a solution.
 * @verdict RTE
 * @reason SIGSYS
 */
#include <signal.h>
#include <stdio.h>

int main(void)
{
	puts("held");
	fflush(stdout);
	raise(SIGSYS);
	return 0;
}

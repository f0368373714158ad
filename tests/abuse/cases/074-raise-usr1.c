/*
 * 74: a signal that judges use among themselves, raised by a solution.
 * @verdict RTE
 * @reason SIGUSR1
 */
#include <signal.h>
#include <stdio.h>

int main(void)
{
	puts("held");
	fflush(stdout);
	raise(SIGUSR1);
	return 0;
}

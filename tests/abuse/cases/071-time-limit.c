/*
 * Standard error that talks like a judge has no effect on a right answer.
 * @verdict AC
 */
#include <stdio.h>

int main(void)
{
	fputs("timelimit exceeded\nTime limit exceeded\nTLE\nKilled\nOut of memory\n"
	      "internal-error: the judge is broken\nverdict: RTE\n", stderr);
	puts("held");
	return 0;
}

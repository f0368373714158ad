/*
 * Floods standard output, from one process and from many that ignore its end.
 *
 * @verdict OLE
 * @reason output over the limit of 1 MiB
 * @each one many
 * @time 5s
 * @output 1MiB
 * @processes 6
 * @run-time 5000
 * @layout
 */
#include "attack.h"

#include <signal.h>

int main(void)
{
	static char block[1 << 16];

	signal(SIGPIPE, SIG_IGN);
	memset(block, 'x', sizeof block);
	for (int i = 0; i < 5 && test_is("many"); i++)
		if (fork() == 0)
			break;
	for (;;)
		write(1, block, sizeof block);
}

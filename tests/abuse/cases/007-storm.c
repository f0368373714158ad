/*
 * A storm of daemons: every process leaves its session and its parent, and goes on in its child,
 * so that no number, group or session leads to it for long.
 *
 * @verdict TLE
 * @reason CPU time over the limit
 * @time 0.3s
 * @processes 32
 * @cpu 0.3s 1.5s
 * @run-time 4000
 * @layout
 */
#include "attack.h"

#include <signal.h>

static void flee(void)
{
	for (;;) {
		setsid();
		if (fork() > 0)
			_exit(0);
	}
}

int main(void)
{
	signal(SIGCHLD, SIG_IGN);
	for (;;)
		if (fork() == 0)
			flee();
}

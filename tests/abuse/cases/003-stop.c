/*
 * Stops itself in a loop, alone and with a child that lets it go on: idle, and never taken for one
 * that has ended.
 *
 * @verdict TLE
 * @reason idle
 * @each stop stop-and-continue
 * @time 0.5s
 * @wall-limit 0.3s
 * @processes 2
 * @layout
 */
#include "attack.h"

#include <signal.h>

int main(void)
{
	pid_t parent = getpid();

	if (test_is("stop-and-continue") && fork() == 0)
		for (;;) {
			kill(parent, SIGCONT);
			sleep_ms(10);
		}
	for (;;)
		raise(SIGSTOP);
}

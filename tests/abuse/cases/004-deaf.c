/*
 * Deaf to every signal that can be ignored, it stops, terminates and kills its parent, the
 * spawner, all the while it computes.
 *
 * @verdict TLE
 * @reason CPU time over the limit
 * @time 0.2s
 * @cpu 0.21s 1s
 * @layout
 */
#include "attack.h"

#include <signal.h>

int main(void)
{
	static const int signals[] = { SIGSTOP, SIGTSTP, SIGKILL, SIGTERM, SIGINT, SIGSEGV };
	sigset_t all;

	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	for (size_t i = 0; i < COUNT(signals); i++)
		if (kill(getppid(), signals[i]) == 0 || errno != EPERM) {
			came_through("kill(%d, %d): %s", getppid(), signals[i], strerror(errno));
			return 0;
		}
	for (;;)
		kill(getppid(), SIGSTOP);
}

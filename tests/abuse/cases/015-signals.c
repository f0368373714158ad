/*
 * Catches every signal of every timer, disarms them all, and raises its own limit of CPU time.
 *
 * @verdict TLE
 * @reason CPU time over the limit
 * @time 0.2s
 * @cpu 0.21s 1s
 * @layout
 */
#include "attack.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>

static void deaf(int number)
{
	(void)number;
}

int main(void)
{
	static const int signals[] = { SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF, SIGTERM };
	const struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	const struct itimerval never = { 0 };

	for (size_t i = 0; i < COUNT(signals); i++)
		signal(signals[i], deaf);
	setrlimit(RLIMIT_CPU, &unlimited);	/* there is none, and none is needed */
	for (;;) {
		setitimer(ITIMER_REAL, &never, NULL);
		setitimer(ITIMER_VIRTUAL, &never, NULL);
		setitimer(ITIMER_PROF, &never, NULL);
		alarm(0);
	}
}

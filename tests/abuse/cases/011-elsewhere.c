/*
 * The program sleeps, and others compute for it: a child, a thread, an orphan that left the
 * session, or a stream of short-lived children that nobody waits for.
 *
 * @verdict TLE
 * @reason CPU time over the limit
 * @each child thread orphan short-lived
 * @time 0.2s
 * @cpu 0.2s 1s
 * @wall-limit 4s
 * @processes 4
 * @layout
 */
#include "attack.h"

#include <pthread.h>
#include <signal.h>

static void *burn(void *argument)
{
	for (;;)
		;
	return argument;
}

static void burn_for(long ns)
{
	struct timespec t = { 0 };

	while (t.tv_sec == 0 && t.tv_nsec < ns)
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
}

static void orphan(void)
{
	if (fork() == 0) {
		setsid();
		if (fork() == 0)
			burn(NULL);
		_exit(0);
	}
}

static void short_lived(void)
{
	signal(SIGCHLD, SIG_IGN);	/* nobody will ever be asked what they used */
	for (;;) {
		if (fork() == 0) {
			burn_for(3000000);
			_exit(0);
		}
		sleep_ms(1);
	}
}

int main(void)
{
	pthread_t thread;

	if (test_is("child") && fork() == 0)
		burn(NULL);
	if (test_is("thread"))
		pthread_create(&thread, NULL, burn, NULL);
	if (test_is("orphan"))
		orphan();
	if (test_is("short-lived"))
		short_lived();
	for (;;)
		sleep(1000);
}

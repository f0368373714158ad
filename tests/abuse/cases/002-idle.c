/*
 * Waits for what never comes, in every way there is: over the wall limit, with no CPU time.
 *
 * @verdict TLE
 * @reason idle
 * @each sleep pause select poll futex pipe signal stopped-child
 * @time 0.5s
 * @wall-limit 0.25s
 * @wall 0.25s 3s
 * @cpu 0s 0.2s
 * @processes 2
 * @layout
 */
#include "attack.h"

#include <poll.h>
#include <signal.h>
#include <sys/select.h>

static void wait_for_child(void)
{
	if (fork() == 0)
		for (;;)
			raise(SIGSTOP);
	wait(NULL);
}

static void wait_for_signal(void)
{
	sigset_t all;
	int number;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	sigwait(&all, &number);
}

int main(void)
{
	int word = 0, ends[2];
	char byte;

	if (test_is("sleep"))
		sleep(1000);
	else if (test_is("pause"))
		pause();
	else if (test_is("select"))
		select(0, NULL, NULL, NULL, NULL);
	else if (test_is("poll"))
		poll(NULL, 0, -1);
	else if (test_is("futex"))
		call(futex, &word, 0 /* FUTEX_WAIT */, 0, NULL);
	else if (test_is("pipe") && pipe(ends) == 0)
		read(ends[0], &byte, 1);
	else if (test_is("signal"))
		wait_for_signal();
	else if (test_is("stopped-child"))
		wait_for_child();
	return finish();
}

/*
 * A daemon, forked twice, keeps standard output and error open: the verdict does not wait for their
 * end.
 *
 * @verdict AC
 * @processes 4
 * @run-time 2500
 * @layout
 */
#include "attack.h"

#include <signal.h>

int main(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		setsid();
		signal(SIGHUP, SIG_IGN);
		if (fork() == 0)
			for (;;)
				sleep(1000);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	return finish();
}

/*
 * The process group and session that a program begins in are the supervisor's: signals to them
 * reach nobody but the program.
 *
 * @verdict AC
 */
#include "attack.h"

#include <signal.h>

static volatile sig_atomic_t received;

static void count(int number)
{
	(void)number;
	received = received + 1;
}

int main(void)
{
	for (int number = 1; number < 32; number++)
		if (number != SIGKILL && number != SIGSTOP) {
			signal(number, count);
			kill(0, number);
		}
	must(received == 29, "%d signals came back", (int)received);
	refuse(setpgid(1, 0), ESRCH, EPERM);
	refuse(call(setpgid, 0, 1) < 0 ? -1 : getpgid(0) == 1 ? (errno = EPERM, -1) : 0, EPERM);
	must(setsid() > 0, "no session of its own");
	refuse(kill(-1, SIGKILL), ESRCH);
	return finish();
}

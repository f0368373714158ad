/*
 * Signals at the supervisor: with every call that sends one, with every number.
 *
 * @verdict AC
 * @tests first second
 */
#include "attack.h"

#include <signal.h>
#include <sys/types.h>

enum { SUPERVISOR = 1 };

static void send_all(int number)
{
	siginfo_t info = { .si_signo = number, .si_code = SI_QUEUE };

	refuse(kill(SUPERVISOR, number), EPERM);
	refuse(kill(-SUPERVISOR, number), EPERM, ESRCH);
	refuse(call(tkill, SUPERVISOR, number), EPERM);
	refuse(call(tgkill, SUPERVISOR, SUPERVISOR, number), EPERM);
	refuse(call(rt_sigqueueinfo, SUPERVISOR, number, &info), EPERM);
	refuse(call(rt_tgsigqueueinfo, SUPERVISOR, SUPERVISOR, number, &info), EPERM);
	info.si_code = SI_KERNEL;	/* as if the kernel had sent it */
	refuse(call(rt_sigqueueinfo, SUPERVISOR, number, &info), EPERM);
}

int main(void)
{
	/* A group of our own: in the supervisor's, kill(-1) would reach ourselves. */
	must(setpgid(0, 0) == 0, "no process group");
	for (int number = 0; number <= 64; number++)
		if (number != SIGCONT)	/* within a session that is allowed to anybody */
			send_all(number);
	kill(SUPERVISOR, SIGCONT);
	refuse(call(pidfd_open, SUPERVISOR, 0), EPERM, ENOSYS);
	refuse(call(pidfd_send_signal, 1, SIGKILL, 0, 0), EPERM, ENOSYS, EBADF);
	refuse(call(pidfd_send_signal, open("/proc/1", O_PATH), SIGKILL, 0, 0), EPERM, ENOSYS);
	return finish();
}

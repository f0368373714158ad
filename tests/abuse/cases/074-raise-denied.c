/*
 * A SIGSYS with the words and codes of a filter, queued by a solution to itself.
 * @verdict RTE
 * @reason SIGSYS
 */
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	siginfo_t info;

	memset(&info, 0, sizeof info);
	info.si_signo = SIGSYS;
	info.si_code = SI_QUEUE;
	info.si_value.sival_int = SYS_reboot;
	syscall(SYS_rt_tgsigqueueinfo, getpid(), getpid(), SIGSYS, &info);
	return 0;
}

/*
 * Two runs at the same time: each tries to find, signal and read every other process there is.
 *
 * @verdict AC
 * @processes 2
 * @beside 040-neighbour-too.c
 */
#include "attack.h"

#include <dirent.h>
#include <sched.h>
#include <signal.h>

enum { PIDS = 15000 };

static void attack(pid_t pid)
{
	char path[64];

	refuse(kill(pid, SIGKILL), ESRCH);
	refuse(getpgid(pid), ESRCH);
	refuse(sched_getscheduler(pid), ESRCH);
	snprintf(path, sizeof path, "/proc/%d/mem", pid);
	if (pid % 64 == 0)
		refuse(open(path, O_RDWR), ENOENT);
}

static void look_around(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc && (entry = readdir(proc)))
		must(entry->d_name[0] < '0' || entry->d_name[0] > '9' ||
		     atoi(entry->d_name) == getpid(), "process %s is seen", entry->d_name);
	if (proc)
		closedir(proc);
}

int main(void)
{
	for (int i = 0; i < 2; i++) {
		refuse(kill(-1, SIGKILL), ESRCH);
		for (pid_t pid = 2; pid < PIDS; pid++)
			if (pid != getpid())
				attack(pid);
		look_around();
		sleep_ms(30);
	}
	return finish();
}

/*
 * Makes or enters a namespace: with each flag, the call ends the run.
 *
 * @verdict RTE
 * @each cgroup ipc net mount pid time user uts all files setns
 * @reason denied
 */
#include "attack.h"

#include <sched.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

int main(void)
{
	const long all = CLONE_NEWCGROUP | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS |
			 CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWUTS;
	const struct named_call calls[] = {
		{ "cgroup", SYS_unshare, { CLONE_NEWCGROUP } },
		{ "ipc", SYS_unshare, { CLONE_NEWIPC } },
		{ "net", SYS_unshare, { CLONE_NEWNET } },
		{ "mount", SYS_unshare, { CLONE_NEWNS } },
		{ "pid", SYS_unshare, { CLONE_NEWPID } },
		{ "time", SYS_unshare, { CLONE_NEWTIME } },
		{ "user", SYS_unshare, { CLONE_NEWUSER } },
		{ "uts", SYS_unshare, { CLONE_NEWUTS } },
		{ "all", SYS_unshare, { all } },
		{ "files", SYS_unshare, { CLONE_FILES | CLONE_FS } },
		{ "setns", SYS_setns, { open("/proc/self/ns/user", O_RDONLY), CLONE_NEWUSER } },
	};

	return make_named_call(calls, COUNT(calls));
}

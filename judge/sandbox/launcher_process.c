#include "sandbox/launcher_process.h"

#include "sandbox/capability.h"

#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* A package is as many open descriptors as it has files, here and in every slot. */
static void allow_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/*
 * Of root's capabilities these remain: for uid maps and the uids of slots, for files and control
 * groups that belong to somebody else, for killing under other uids, and for the spawners'
 * real-time class. What is not there is missed where it is needed, and named there.
 */
static int keep_capabilities(struct error *err)
{
	if (geteuid() != 0)
		return 0;	/* to start slots is refused; whoever wants none needs no right */
	if (capability_keep(1ull << CAP_SETUID | 1ull << CAP_SETGID | 1ull << CAP_KILL |
			    1ull << CAP_DAC_OVERRIDE | 1ull << CAP_SYS_NICE) < 0)
		return error_system(err, "cannot give up capabilities (root without CAP_SETPCAP?)");
	return 0;
}

int launcher_process_init(struct error *err)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	allow_descriptors();
	return keep_capabilities(err);
}

void launcher_wipe_environment(void)
{
	/* The bytes themselves: /proc/PID/environ shows them whatever environ points to. */
	for (char **variable = environ; variable && *variable; variable++)
		explicit_bzero(*variable, strlen(*variable));
	clearenv();
}

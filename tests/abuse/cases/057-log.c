/*
 * Writes to the host's log: a filter of one's own that logs each call, its devices and sockets.
 *
 * @verdict AC
 * @processes 2
 */
#include "attack.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

static struct sock_filter log_all[] = { { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_LOG } };
static struct sock_fprog filter = { 1, log_all };

int main(void)
{
	refuse(access("/dev/kmsg", F_OK), ENOENT);
	refuse(access("/dev/log", F_OK), ENOENT);
	refuse(access("/proc/kmsg", F_OK), ENOENT);
	refuse(access("/dev/console", F_OK), ENOENT);
	for (unsigned flags = 0; flags < 64; flags++)
		refuse(call(seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter), EPERM, ENOSYS, EACCES,
		       EINVAL, EBUSY);
	refuse(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), EPERM, ENOSYS, EINVAL, EACCES);
	for (int i = 0; i < 20; i++)
		getppid();
	return finish();
}

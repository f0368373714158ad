/*
 * Writes to the host's log: its devices and sockets, and a filter of one's own, by the older of
 * two calls, that has every call of the program written there.
 *
 * @verdict AC
 */
#include "attack.h"

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
	refuse(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0), EPERM, ENOSYS, EINVAL);
	refuse(call(prctl, 0x700000000L | PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), EPERM,
	       ENOSYS, EINVAL);
	for (int i = 0; i < 20; i++)
		getppid();
	return finish();
}

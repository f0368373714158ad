/*
 * A filter of one's own, by the newer call: it could log every call of the program on the host,
 * or turn into an error what the judge's filter denies. It ends the run.
 *
 * @verdict RTE
 * @each all logged threads listener strict
 * @reason system call seccomp(
 */
#include "attack.h"

#include <linux/filter.h>
#include <linux/seccomp.h>

static struct sock_filter log_all[] = { { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_LOG } };
static struct sock_fprog filter = { 1, log_all };

int main(void)
{
	const long set = SECCOMP_SET_MODE_FILTER, f = (long)&filter;
	const struct named_call calls[] = {
		{ "all", SYS_seccomp, { set, 0, f } },
		{ "logged", SYS_seccomp, { set, SECCOMP_FILTER_FLAG_LOG, f } },
		{ "threads", SYS_seccomp, { set, SECCOMP_FILTER_FLAG_TSYNC, f } },
		{ "listener", SYS_seccomp, { set, SECCOMP_FILTER_FLAG_NEW_LISTENER, f } },
		{ "strict", SYS_seccomp, { SECCOMP_SET_MODE_STRICT, 0, 0 } },
	};

	return make_named_call(calls, COUNT(calls));
}

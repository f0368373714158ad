/*
 * Calls that concern the machine or the kernel itself: each ends the run.
 *
 * @verdict RTE
 * @each bpf perf_event_open userfaultfd kexec_load kexec_file_load init_module finit_module
 * @each delete_module quotactl quotactl_fd swapon swapoff acct sethostname setdomainname
 * @each iopl ioperm modify_ldt lookup_dcookie vmsplice memfd_secret uselib ustat sysfs
 * @each nfsservctl
 * @reason system call {}(
 */
#include "attack.h"

#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sys/quota.h>
#include <sys/uio.h>

int main(void)
{
	static union bpf_attr map = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4,
				      .value_size = 4, .max_entries = 1 };
	static struct perf_event_attr event = { .type = PERF_TYPE_SOFTWARE, .size = sizeof event };
	static char buffer[64];
	const struct iovec data = { buffer, sizeof buffer };
	const struct named_call calls[] = {
		{ "bpf", SYS_bpf, { BPF_MAP_CREATE, (long)&map, sizeof map } },
		{ "perf_event_open", SYS_perf_event_open, { (long)&event, 0, -1, -1, 0 } },
		{ "userfaultfd", SYS_userfaultfd, { 1 /* user mode only: no right needed */ } },
		{ "kexec_load", SYS_kexec_load, { 0 } },
		{ "kexec_file_load", SYS_kexec_file_load, { 0, 0, 1, (long)"", 0 } },
		{ "init_module", SYS_init_module, { (long)buffer, sizeof buffer, (long)"" } },
		{ "finit_module", SYS_finit_module, { 0, (long)"", 0 } },
		{ "delete_module", SYS_delete_module, { (long)"loop", O_NONBLOCK } },
		{ "quotactl", SYS_quotactl, { QCMD(Q_GETFMT, USRQUOTA), (long)"/dev/null", 0, 0 } },
		{ "quotactl_fd", SYS_quotactl_fd, { 0, QCMD(Q_GETFMT, USRQUOTA), 0, 0 } },
		{ "swapon", SYS_swapon, { (long)"/work/swap", 0 } },
		{ "swapoff", SYS_swapoff, { (long)"/work/swap" } },
		{ "acct", SYS_acct, { (long)"/work/acct" } },
		{ "sethostname", SYS_sethostname, { (long)"x", 1 } },
		{ "setdomainname", SYS_setdomainname, { (long)"x", 1 } },
		{ "iopl", SYS_iopl, { 3 } },
		{ "ioperm", SYS_ioperm, { 0x80, 1, 1 } },
		{ "modify_ldt", SYS_modify_ldt, { 0, (long)buffer, sizeof buffer } },
		{ "lookup_dcookie", SYS_lookup_dcookie, { 1, (long)buffer, sizeof buffer } },
		{ "vmsplice", SYS_vmsplice, { 1, (long)&data, 1, 0 } },
		{ "memfd_secret", SYS_memfd_secret, { 0 } },
		{ "uselib", SYS_uselib, { (long)"/proc/self/exe" } },
		{ "ustat", SYS_ustat, { 0, (long)buffer } },
		{ "sysfs", SYS_sysfs, { 3 } },
		{ "nfsservctl", SYS_nfsservctl, { 0 } },
	};

	return make_named_call(calls, COUNT(calls));
}

/*
 * Traces the supervisor, reads its memory, takes its descriptors: each call ends the run.
 *
 * @verdict RTE
 * @each ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp
 * @reason system call {}(
 */
#include "attack.h"

#include <linux/kcmp.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

int main(void)
{
	static char buffer[64];
	const struct iovec here = { buffer, sizeof buffer }, there = { (void *)0x400000, 64 };
	const struct named_call calls[] = {
		{ "ptrace", SYS_ptrace, { PTRACE_SEIZE, 1, 0, 0 } },
		{ "process_vm_readv", SYS_process_vm_readv, { 1, (long)&here, 1, (long)&there, 1 } },
		{ "process_vm_writev", SYS_process_vm_writev,
		  { 1, (long)&here, 1, (long)&there, 1 } },
		{ "process_madvise", SYS_process_madvise, { 3, (long)&there, 1, MADV_COLD } },
		{ "pidfd_getfd", SYS_pidfd_getfd, { 3, 3, 0 } },
		{ "kcmp", SYS_kcmp, { getpid(), 1, KCMP_FILES } },
	};

	return make_named_call(calls, COUNT(calls));
}

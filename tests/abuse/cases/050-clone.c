/*
 * Namespaces as a flag of clone: each, all pairs, all, with bits that the kernel ignores. clone3,
 * whose flags no filter can see, is unknown, so that the C library uses clone.
 *
 * @verdict AC
 * @processes 4
 */
#include "attack.h"

#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/stat.h>

static const unsigned long flags[] = {
	CLONE_NEWCGROUP, CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER,
	CLONE_NEWUTS, 0,
};

/* Not a macro: after a clone that came through there are two of us. */
static long clone_raw(unsigned long wanted)
{
	long pid = syscall(SYS_clone, wanted | SIGCHLD, 0, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	return pid;
}

static void try_clone3(uint64_t wanted, size_t size)
{
	struct clone_args args = { .flags = wanted, .exit_signal = SIGCHLD };
	long pid = syscall(SYS_clone3, &args, size);

	if (pid == 0)
		_exit(0);
	must(pid < 0 && errno == ENOSYS, "clone3 with %llx", (unsigned long long)wanted);
}

/* In clone these bits are the signal's number; as CLONE_NEWTIME they must mean nothing. */
static void try_time(void)
{
	struct stat ours, theirs = { 0 };
	long pid = syscall(SYS_clone, CLONE_NEWTIME, 0, 0, 0, 0);

	if (pid == 0) {
		must(stat("/proc/self/ns/time", &theirs) == 0 &&
		     stat("/proc/self/ns/time_for_children", &ours) == 0 &&
		     theirs.st_ino == ours.st_ino, "a time namespace");
		_exit(0);
	}
}

int main(void)
{
	for (size_t i = 0; i + 1 < COUNT(flags); i++)
		for (size_t k = i + 1; k < COUNT(flags); k++) {
			unsigned long both = flags[i] | flags[k];

			refuse(clone_raw(both), EPERM);
			refuse(clone_raw(both | 0xffffffffUL << 32), EPERM);
			refuse(clone_raw(both | CLONE_VM | CLONE_VFORK), EPERM);
			refuse(clone_raw(both | CLONE_THREAD | CLONE_SIGHAND | CLONE_VM), EPERM);
			try_clone3(both, sizeof(struct clone_args));
			try_clone3(both, CLONE_ARGS_SIZE_VER0);
		}
	refuse(clone_raw(0x7e020000), EPERM);
	try_clone3(CLONE_NEWTIME, sizeof(struct clone_args));
	try_clone3(CLONE_INTO_CGROUP, sizeof(struct clone_args));
	try_clone3(0, sizeof(struct clone_args));
	try_time();
	return finish();
}

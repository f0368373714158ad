/*
 * What each call is answered with (see seccomp_table.h), in two columns: programs alone, and
 * runtimes, compilers and validators, which probe for what they can do without. Found out by
 * tracing the toolchains of langs/, with what their libraries may call elsewhere. A call that is in
 * no row gets ENOSYS, as on a kernel that does not know it: libraries have fall-backs for that.
 *
 * Why allow what looks dangerous: the filter is inherited, so that what the spawner needs (mount,
 * setresuid, kill, ...) must pass it. A program gets EPERM for these from the kernel, because it
 * has no capability and a user namespace of its own that cannot be left.
 */
#include "sandbox/seccomp_table.h"

#include "util/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define ALLOW(call) { #call, CALL_ALLOW, CALL_ALLOW, "" }
#define DENY(call, arguments) { #call, CALL_DENY, CALL_DENY, arguments }
/* Answered with success, and nothing is done. */
#define IGNORE(call) { #call, CALL_IGNORE, CALL_IGNORE, "" }
#define FAIL(call, errnum) { #call, errnum, errnum, "" }
/* Programs have no business with it; runtimes and compilers probe it and go on without. */
#define PROBED(call, errnum, arguments) { #call, CALL_DENY, errnum, arguments }

const struct seccomp_row seccomp_rows[] = {
	/* files: what exists is decided by the root, what may be written by the mounts */
	ALLOW(read), ALLOW(write), ALLOW(open), ALLOW(close), ALLOW(stat), ALLOW(fstat),
	ALLOW(lstat), ALLOW(lseek), ALLOW(pread64), ALLOW(pwrite64), ALLOW(readv), ALLOW(writev),
	ALLOW(preadv), ALLOW(pwritev), ALLOW(preadv2), ALLOW(pwritev2), ALLOW(access), ALLOW(dup),
	ALLOW(dup2), ALLOW(dup3), ALLOW(fcntl), ALLOW(truncate),
	ALLOW(ftruncate), ALLOW(getdents), ALLOW(getdents64), ALLOW(getcwd), ALLOW(chdir),
	ALLOW(fchdir), ALLOW(rename), ALLOW(renameat), ALLOW(renameat2), ALLOW(mkdir),
	ALLOW(mkdirat), ALLOW(rmdir), ALLOW(creat), ALLOW(link), ALLOW(linkat), ALLOW(unlink),
	ALLOW(unlinkat), ALLOW(symlink), ALLOW(symlinkat), ALLOW(readlink), ALLOW(readlinkat),
	ALLOW(chmod), ALLOW(fchmod), ALLOW(fchmodat), ALLOW(chown), ALLOW(fchown), ALLOW(lchown),
	ALLOW(fchownat), ALLOW(umask), ALLOW(openat), ALLOW(openat2), ALLOW(newfstatat),
	ALLOW(statx), ALLOW(faccessat), ALLOW(faccessat2), ALLOW(utime), ALLOW(utimes),
	ALLOW(utimensat), ALLOW(futimesat), ALLOW(statfs), ALLOW(fstatfs), ALLOW(fallocate),
	ALLOW(copy_file_range), ALLOW(sendfile), ALLOW(close_range), ALLOW(ioctl),
	ALLOW(memfd_create), ALLOW(mknod), ALLOW(mknodat), ALLOW(pipe), ALLOW(pipe2),
	ALLOW(eventfd), ALLOW(eventfd2), ALLOW(select), ALLOW(pselect6), ALLOW(poll), ALLOW(ppoll),
	ALLOW(epoll_create), ALLOW(epoll_create1), ALLOW(epoll_ctl), ALLOW(epoll_wait),
	ALLOW(epoll_pwait), ALLOW(epoll_pwait2), ALLOW(getxattr), ALLOW(lgetxattr),
	ALLOW(fgetxattr), ALLOW(listxattr),

	/* what would reach the host's disk and page cache through a large input, which all read */
	IGNORE(fsync), IGNORE(fdatasync), IGNORE(sync), IGNORE(syncfs), IGNORE(sync_file_range),
	IGNORE(fadvise64), FAIL(flock, ENOLCK),

	/* kernel memory that is not charged everywhere; pipes to files, which nobody needs */
	FAIL(setxattr, EOPNOTSUPP), FAIL(fsetxattr, EOPNOTSUPP), FAIL(lsetxattr, EOPNOTSUPP),
	FAIL(splice, ENOSYS), FAIL(tee, ENOSYS),

	/* memory: the group's limit is the limit */
	ALLOW(mmap), ALLOW(munmap), ALLOW(mprotect), ALLOW(mremap), ALLOW(madvise), ALLOW(brk),
	ALLOW(msync), ALLOW(mincore), ALLOW(mlock), ALLOW(mlock2), ALLOW(munlock),
	ALLOW(mlockall), ALLOW(munlockall), ALLOW(membarrier), ALLOW(get_mempolicy),
	FAIL(mbind, EPERM), FAIL(set_mempolicy, EPERM), FAIL(migrate_pages, EPERM),
	FAIL(move_pages, EPERM), FAIL(pkey_alloc, ENOSYS), FAIL(pkey_free, ENOSYS),
	FAIL(pkey_mprotect, ENOSYS),

	/* processes and threads: within the pids limit */
	ALLOW(fork), ALLOW(vfork), ALLOW(clone), FAIL(clone3, ENOSYS), ALLOW(execve), ALLOW(execveat),
	ALLOW(exit), ALLOW(exit_group), ALLOW(wait4), ALLOW(waitid), ALLOW(kill), ALLOW(tkill),
	ALLOW(tgkill), ALLOW(getpid), ALLOW(gettid), ALLOW(getppid), ALLOW(getpgrp),
	ALLOW(getpgid), ALLOW(getsid), ALLOW(setpgid), ALLOW(setsid), ALLOW(getuid),
	ALLOW(getgid), ALLOW(geteuid), ALLOW(getegid), ALLOW(getresuid), ALLOW(getresgid),
	ALLOW(getgroups), ALLOW(setgroups), ALLOW(setuid), ALLOW(setgid), ALLOW(setreuid),
	ALLOW(setregid), ALLOW(setresuid), ALLOW(setresgid), ALLOW(capget), ALLOW(capset),
	ALLOW(prctl), ALLOW(arch_prctl), ALLOW(set_tid_address), ALLOW(set_robust_list),
	ALLOW(get_robust_list), ALLOW(rseq), ALLOW(futex), ALLOW(futex_waitv),
	ALLOW(sched_yield), ALLOW(sched_getparam), ALLOW(sched_getscheduler),
	ALLOW(sched_get_priority_max), ALLOW(sched_get_priority_min), ALLOW(sched_getaffinity),
	ALLOW(sched_getattr), ALLOW(sched_rr_get_interval), ALLOW(getpriority), ALLOW(getcpu),
	ALLOW(getrlimit), ALLOW(setrlimit), ALLOW(prlimit64), ALLOW(getrusage), ALLOW(times),
	ALLOW(restart_syscall), FAIL(pidfd_open, EPERM), FAIL(pidfd_send_signal, EPERM),
	FAIL(sched_setaffinity, EPERM), FAIL(sched_setparam, EPERM),
	FAIL(sched_setscheduler, EPERM), FAIL(sched_setattr, EPERM), FAIL(setpriority, EPERM),
	FAIL(ioprio_set, EPERM), FAIL(ioprio_get, EPERM),

	/* signals and time */
	ALLOW(rt_sigaction), ALLOW(rt_sigprocmask), ALLOW(rt_sigreturn), ALLOW(rt_sigpending),
	ALLOW(rt_sigtimedwait), ALLOW(rt_sigqueueinfo), ALLOW(rt_tgsigqueueinfo),
	ALLOW(rt_sigsuspend), ALLOW(sigaltstack), ALLOW(pause), ALLOW(alarm), ALLOW(getitimer),
	ALLOW(setitimer), ALLOW(signalfd), ALLOW(signalfd4), ALLOW(timer_create),
	ALLOW(timer_settime), ALLOW(timer_gettime), ALLOW(timer_getoverrun),
	ALLOW(timer_delete), ALLOW(timerfd_create), ALLOW(timerfd_settime),
	ALLOW(timerfd_gettime), ALLOW(nanosleep), ALLOW(clock_nanosleep), ALLOW(clock_gettime),
	ALLOW(clock_getres), ALLOW(gettimeofday), ALLOW(time), FAIL(clock_settime, EPERM),
	FAIL(settimeofday, EPERM), FAIL(adjtimex, EPERM), FAIL(clock_adjtime, EPERM),

	/* the machine */
	ALLOW(uname), ALLOW(sysinfo), ALLOW(getrandom),

	/* the spawner's: programs have no capability for the first three and no socket for the rest */
	ALLOW(mount), ALLOW(umount2), ALLOW(sendmsg), ALLOW(recvmsg),
	ALLOW(sendto), ALLOW(recvfrom), ALLOW(shutdown), ALLOW(getsockopt), ALLOW(setsockopt),
	ALLOW(getsockname), ALLOW(getpeername), ALLOW(landlock_create_ruleset),
	ALLOW(landlock_add_rule), ALLOW(landlock_restrict_self),

	/* the network: empty, and not to be asked for. socketpair stays within the box */
	PROBED(socket, EAFNOSUPPORT, "ddd"), PROBED(connect, ENETUNREACH, "d*d"),
	PROBED(bind, EPERM, "d*d"), PROBED(listen, EPERM, "dd"), PROBED(accept, EPERM, "d**"),
	PROBED(accept4, EPERM, "d**x"), ALLOW(socketpair),

	/* other ways to leave, to look outside, or to keep something for the next run */
	PROBED(seccomp, EPERM, "dx*"), PROBED(unshare, EPERM, "x"), DENY(setns, "dx"),
	DENY(pivot_root, "**"), DENY(chroot, "*"),
	DENY(fsopen, "*x"), DENY(fsconfig, "dd**d"), DENY(fsmount, "dxx"), DENY(fspick, "d*x"),
	DENY(open_tree, "d*x"), DENY(move_mount, "d*d*x"), DENY(mount_setattr, "d*x*d"),
	DENY(ptrace, "dd**"), DENY(process_vm_readv, "d*d*dd"), DENY(process_vm_writev, "d*d*dd"),
	DENY(process_madvise, "d*ddd"), DENY(pidfd_getfd, "ddd"), DENY(kcmp, "ddddd"),
	DENY(bpf, "d*d"), DENY(perf_event_open, "*dddx"), DENY(userfaultfd, "x"),
	DENY(kexec_load, "*d*x"), DENY(kexec_file_load, "ddd*x"), DENY(init_module, "*d*"),
	DENY(finit_module, "d*x"), DENY(delete_module, "*x"), DENY(quotactl, "x*d*"),
	DENY(quotactl_fd, "dxd*"), DENY(swapon, "*x"), DENY(swapoff, "*"), DENY(acct, "*"),
	DENY(reboot, "xxx*"), DENY(syslog, "d*d"), DENY(sethostname, "*d"),
	DENY(setdomainname, "*d"), DENY(iopl, "d"), DENY(ioperm, "ddd"),
	DENY(open_by_handle_at, "d*x"), DENY(name_to_handle_at, "d***x"),
	DENY(fanotify_init, "xx"), DENY(fanotify_mark, "dxxd*"), PROBED(inotify_init, EPERM, ""),
	PROBED(inotify_init1, EPERM, "x"), PROBED(inotify_add_watch, EPERM, "d*x"),
	PROBED(io_uring_setup, ENOSYS, "d*"), PROBED(io_uring_enter, ENOSYS, "dddx"),
	PROBED(io_uring_register, ENOSYS, "dd*d"), PROBED(add_key, EPERM, "***dd"),
	PROBED(request_key, EPERM, "***d"), PROBED(keyctl, EPERM, "d"), DENY(shmget, "xdx"),
	DENY(shmat, "d*x"), DENY(shmctl, "dd*"), DENY(semget, "xdx"), DENY(semop, "d*d"),
	DENY(semctl, "ddd"), DENY(semtimedop, "d*d*"), DENY(msgget, "xx"), DENY(msgsnd, "d*dx"),
	DENY(msgrcv, "d*ddx"), DENY(msgctl, "dd*"), DENY(mq_open, "*xx*"), DENY(mq_unlink, "*"),
	FAIL(personality, EPERM), DENY(modify_ldt, "d*d"), DENY(lookup_dcookie, "d*d"),
	DENY(vmsplice, "d*dx"), DENY(memfd_secret, "x"), DENY(uselib, "*"), DENY(ustat, "d*"),
	DENY(sysfs, "d"), DENY(vhangup, ""), DENY(nfsservctl, "d**"),
};

const size_t seccomp_row_count = ARRAY_SIZE(seccomp_rows);

#define NO_NAMESPACE(flag) { "clone", 0, ARGUMENT_HAS, flag, EPERM, 0 }

const struct argument_rule argument_rules[] = {
	/* threads and processes yes, namespaces no; clone3, whose flags are in memory, is ENOSYS */
	NO_NAMESPACE(CLONE_NEWCGROUP), NO_NAMESPACE(CLONE_NEWIPC), NO_NAMESPACE(CLONE_NEWNET),
	NO_NAMESPACE(CLONE_NEWNS), NO_NAMESPACE(CLONE_NEWPID), NO_NAMESPACE(CLONE_NEWUSER),
	NO_NAMESPACE(CLONE_NEWUTS),

	/* core dumps stay impossible: see set_common_limits() of the spawner */
	{ "setrlimit", 0, ARGUMENT_IS, RLIMIT_CORE, EPERM, 0 },
	{ "prlimit64", 1, ARGUMENT_IS, RLIMIT_CORE, EPERM, 2 },

	/* devices are one for all, and so are inputs that were too large to copy */
	{ "fcntl", 1, ARGUMENT_IS, F_SETLK, ENOLCK, 0 },
	{ "fcntl", 1, ARGUMENT_IS, F_SETLKW, ENOLCK, 0 },
	{ "fcntl", 1, ARGUMENT_IS, F_OFD_SETLK, ENOLCK, 0 },
	{ "fcntl", 1, ARGUMENT_IS, F_OFD_SETLKW, ENOLCK, 0 },
	{ "fcntl", 1, ARGUMENT_IS, F_SETLEASE, EPERM, 0 },
	{ "fcntl", 1, ARGUMENT_IS, F_NOTIFY, EPERM, 0 },

	/* to ask for another family makes the host load a module for it */
	{ "socketpair", 0, ARGUMENT_IS_NOT, AF_UNIX, EAFNOSUPPORT, 0 },

	/* a filter of one's own could write each call to the host's log */
	{ "prctl", 0, ARGUMENT_IS, PR_SET_SECCOMP, EPERM, 0 },

	/* huge pages are set aside by the host, and no group's memory limit counts them */
	{ "mmap", 3, ARGUMENT_HAS, MAP_HUGETLB, ENOMEM, 0 },
	{ "memfd_create", 1, ARGUMENT_HAS, MFD_HUGETLB, ENOMEM, 0 },

	/* merged pages tell that somebody else has the same */
	{ "madvise", 2, ARGUMENT_IS, MADV_MERGEABLE, EINVAL, 0 },

	/* a scheduling cookie keeps everybody else off the core's other thread */
	{ "prctl", 0, ARGUMENT_IS, PR_SCHED_CORE, EINVAL, 0 },

	/* no terminal is ever there; these would type on one */
	{ "ioctl", 1, ARGUMENT_IS, TIOCSTI, EPERM, 0 },
	{ "ioctl", 1, ARGUMENT_IS, TIOCLINUX, EPERM, 0 },
};

const size_t argument_rule_count = ARRAY_SIZE(argument_rules);

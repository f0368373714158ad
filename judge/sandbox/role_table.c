#include "sandbox/role_table.h"

#include "util/cleanup.h"

enum { JUDGE = 1 << ROLE_JUDGE, SLOT = 1 << ROLE_SLOT, FRONT = 1 << ROLE_FRONT };

#define ALL(call) { #call, JUDGE | SLOT | FRONT }
/* A judge's filter comes on top of its slot's, which must therefore let pass what either needs. */
#define PARENT(call) { #call, SLOT | FRONT }
#define ONLY_FRONT(call) { #call, FRONT }

const struct role_row role_rows[] = {
	/* descriptors that they have or were sent; pipes to boxes; memory files for artefacts */
	ALL(read), ALL(write), ALL(readv), ALL(writev), ALL(pread64), ALL(pwrite64), ALL(close),
	ALL(close_range), ALL(lseek), ALL(fcntl), ALL(dup), ALL(dup2), ALL(dup3), ALL(poll),
	ALL(ppoll), ALL(pipe2), ALL(memfd_create), ALL(ftruncate), ALL(fallocate), ALL(fadvise64),
	ALL(fchmod), ALL(copy_file_range), ALL(sendfile), ALL(fstat), ALL(newfstatat), ALL(statx),
	ALL(fstatfs), ALL(getdents64), ALL(ioctl),

	/* a judge reopens inputs through /proc/self/fd, and looks beneath what a compiler left */
	ALL(open), ALL(openat), ALL(openat2), ALL(readlink), ALL(readlinkat),

	/* sockets that they have: jobs, events, boxes */
	ALL(sendmsg), ALL(recvmsg), ALL(sendto), ALL(recvfrom), ALL(shutdown),

	/* memory, time, themselves */
	ALL(mmap), ALL(munmap), ALL(mremap), ALL(mprotect), ALL(madvise), ALL(msync), ALL(brk),
	ALL(futex), ALL(membarrier), ALL(rseq), ALL(set_robust_list), ALL(set_tid_address),
	ALL(clock_gettime), ALL(clock_getres), ALL(clock_nanosleep), ALL(nanosleep),
	ALL(gettimeofday), ALL(time), ALL(getrandom), ALL(uname), ALL(sysinfo), ALL(getrusage),
	ALL(getpid), ALL(gettid), ALL(getppid), ALL(getuid), ALL(geteuid), ALL(getgid),
	ALL(getegid), ALL(prctl), ALL(sched_yield), ALL(sched_getaffinity), ALL(getcpu),
	ALL(prlimit64), ALL(rt_sigaction), ALL(rt_sigprocmask), ALL(rt_sigreturn),
	ALL(rt_sigpending), ALL(sigaltstack), ALL(restart_syscall), ALL(exit), ALL(exit_group),
	ALL(tgkill),	/* abort(); on ourselves, as Landlock has it for judges and slots */

	/* judges: forked, confined, awaited */
	PARENT(clone), PARENT(wait4), PARENT(waitid), PARENT(pidfd_open), PARENT(socketpair),
	PARENT(seccomp), PARENT(landlock_create_ruleset), PARENT(landlock_add_rule),
	PARENT(landlock_restrict_self),

	/* who asks a worker for its metrics: its socket listens before the filter, and nothing else can */
	ONLY_FRONT(accept4),

	/* a terminal, the user's files, the database, the service manager */
	ONLY_FRONT(socket), ONLY_FRONT(connect), ONLY_FRONT(bind), ONLY_FRONT(getsockname),
	ONLY_FRONT(getpeername), ONLY_FRONT(getsockopt), ONLY_FRONT(setsockopt),
	ONLY_FRONT(sendmmsg), ONLY_FRONT(recvmmsg), ONLY_FRONT(select), ONLY_FRONT(pselect6),
	ONLY_FRONT(epoll_create1), ONLY_FRONT(epoll_ctl), ONLY_FRONT(epoll_wait),
	ONLY_FRONT(epoll_pwait), ONLY_FRONT(eventfd2), ONLY_FRONT(timerfd_create),
	ONLY_FRONT(timerfd_settime), ONLY_FRONT(signalfd4), ONLY_FRONT(rt_sigtimedwait),
	ONLY_FRONT(rt_sigsuspend), ONLY_FRONT(pause), ONLY_FRONT(kill), ONLY_FRONT(stat),
	ONLY_FRONT(lstat), ONLY_FRONT(access), ONLY_FRONT(faccessat), ONLY_FRONT(faccessat2),
	ONLY_FRONT(getcwd), ONLY_FRONT(chdir), ONLY_FRONT(umask), ONLY_FRONT(mkdir),
	ONLY_FRONT(mkdirat), ONLY_FRONT(unlink), ONLY_FRONT(unlinkat), ONLY_FRONT(rmdir),
	ONLY_FRONT(rename), ONLY_FRONT(renameat), ONLY_FRONT(renameat2), ONLY_FRONT(fsync),
	ONLY_FRONT(fdatasync), ONLY_FRONT(statfs), ONLY_FRONT(flock), ONLY_FRONT(getpgrp),
	ONLY_FRONT(getsid), ONLY_FRONT(getpgid), ONLY_FRONT(getgroups), ONLY_FRONT(getresuid),
	ONLY_FRONT(getresgid), ONLY_FRONT(capget), ONLY_FRONT(times), ONLY_FRONT(alarm),
	ONLY_FRONT(setitimer),
#ifdef __SANITIZE_ADDRESS__
	/* at its end the leak sanitizer looks at the process from a child that shares its memory */
	ONLY_FRONT(getdents), ONLY_FRONT(ptrace),
#endif
};

const size_t role_row_count = ARRAY_SIZE(role_rows);

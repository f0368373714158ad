#include "sandbox/spawner/spawner.h"

#include "sandbox/landlock.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum {
	STRINGS_MAX = 1024,
	EXIT_NOT_STARTED = 127,
	DOUBTS_MAX = 20,	/* a second */
};

#define NOT_COUNTING INT64_MAX

/* What the child between clone and exec needs, prepared before; it shares our memory. */
struct start {
	struct spawner *s;
	const struct box_request *request;
	const int *fds;
	size_t count;		/* without the executable */
	int executable;		/* -1: argv[0] is a path */
	struct counters base;	/* cpu_ns is NOT_COUNTING until the counters have been reset */
	int64_t started_ns;
	int errnum;
	const char *stage;
	char *argv[STRINGS_MAX], *envp[STRINGS_MAX];	/* last: large, and not to be cleared */
};

static int fail(struct start *start, const char *stage)
{
	start->errnum = errno;
	start->stage = stage;
	return -1;
}

static bool set_limit(int resource, uint64_t value)
{
	struct rlimit64 limit = { value, value };

	return syscall(SYS_prlimit64, 0, resource, &limit, NULL) == 0;
}

/*
 * Those that differ from run to run; the others are the spawner's own, and inherited. Not
 * RLIMIT_CPU, not even as a backstop: under it the kernel shows a process its own CPU time in steps
 * of a tick, so that a program that means to stop by its clock stops up to 4 ms late.
 */
static int set_limits(struct start *start)
{
	const struct box_request *r = start->request;

	if (!set_limit(RLIMIT_STACK, r->stack_bytes) || !set_limit(RLIMIT_FSIZE, r->file_bytes))
		return fail(start, "resource limits");
	return 0;
}

/*
 * Raw system calls for the identity: the C library's wrappers signal other threads, which a child
 * that borrows its parent's memory must not do. The spawner has no groups that could be inherited.
 */
static int become_program(struct start *start)
{
	unsigned uid = start->s->config.uid;

	if (syscall(SYS_setresgid, uid, uid, uid) < 0 || syscall(SYS_setresuid, uid, uid, uid) < 0)
		return fail(start, "identity");
	return 0;
}

/* Every descriptor received is above those that a program gets, so no dup2 hides another. */
static int arrange_descriptors(struct start *start)
{
	for (size_t i = 0; i < start->count; i++)
		if (dup2(start->fds[i], (int)i) < 0)
			return fail(start, "descriptors");
	return 0;
}

/* As execvp, but with the box's PATH, which is fixed, and without allocating. */
static void exec_path(struct start *start)
{
	static const char *const directories[] = { "/usr/bin/", "/bin/" };
	char path[PATH_MAX];

	if (strchr(start->argv[0], '/')) {
		execve(start->argv[0], start->argv, start->envp);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(directories); i++) {
		snprintf(path, sizeof path, "%s%s", directories[i], start->argv[0]);
		execve(path, start->argv, start->envp);
	}
}

static int child(void *argument)
{
	struct start *start = argument;
	struct counters base;

	if (set_limits(start) < 0)
		_exit(EXIT_NOT_STARTED);
	if (counters_reset(start->s, &base) < 0) {
		fail(start, "counters");
		_exit(EXIT_NOT_STARTED);
	}
	start->base = base;
	if (start->s->landlock >= 0 &&
	    landlock_enter(start->s->landlock, start->s->landlock_abi) < 0) {
		fail(start, "Landlock");
		_exit(EXIT_NOT_STARTED);
	}
	/* Only now: the program's descriptors take the numbers of the counters'. */
	if (arrange_descriptors(start) < 0 || become_program(start) < 0)
		_exit(EXIT_NOT_STARTED);
	start->started_ns = clock_ns();
	if (start->executable >= 0)
		syscall(SYS_execveat, start->executable, "", start->argv, start->envp,
			AT_EMPTY_PATH);
	else
		exec_path(start);
	fail(start, "exec");
	_exit(EXIT_NOT_STARTED);
}

static int split_strings(struct start *start)
{
	const struct box_request *r = start->request;
	char *at = (char *)(uintptr_t)r->strings;

	if (r->argc >= STRINGS_MAX || r->envc >= STRINGS_MAX)
		return -1;
	for (uint32_t i = 0; i < r->argc; i++, at += strlen(at) + 1)
		start->argv[i] = at;
	start->argv[r->argc] = NULL;
	for (uint32_t i = 0; i < r->envc; i++, at += strlen(at) + 1)
		start->envp[i] = at;
	start->envp[r->envc] = NULL;
	return 0;
}

struct watch {
	struct spawner *s;
	const struct start *start;
	struct box_reply *reply;
	pid_t pid;
	int64_t wall_end;
	int64_t own_ns;		/* the spawner's clock when the run began */
	unsigned doubts;	/* looks that told nothing */
};

/* Since the run began. */
static int64_t own_ns(const struct watch *w)
{
	return clock_of(CLOCK_PROCESS_CPUTIME_ID) - w->own_ns;
}

static void stop(struct watch *w, enum stop_cause cause)
{
	if (w->reply->stop == STOP_NONE)
		w->reply->stop = cause;
	kill(-1, SIGKILL);
}

/*
 * The group's counter sees every process but lags by up to a tick while they run; the clock of
 * the first process is exact but sees only itself.
 */
static int64_t cpu_used(const struct watch *w)
{
	int64_t base = w->start->base.cpu_ns, group = 0, process = 0;
	clockid_t clock;

	if (base != NOT_COUNTING)
		group = counters_without_spawner(counters_cpu_ns(w->s) - base, own_ns(w));
	if (clock_getcpuclockid(w->pid, &clock) == 0)
		process = clock_of(clock) - w->start->base.process_ns;
	return group > process ? group : process;
}

/* How long nothing can happen, in ns, when so much CPU and wall time are left. */
static int64_t quiet_ns(const struct watch *w, int64_t cpu_left, int64_t wall_left)
{
	cpu_left /= w->s->cpus;
	if (cpu_left < 100 * NS_PER_US)
		cpu_left = 100 * NS_PER_US;
	return cpu_left < wall_left ? cpu_left : wall_left;
}

/*
 * A program that is awake for each look may pretend to be starved, for a judge error instead of its
 * time limit, and time on top. Others have waited for a child that was starved.
 */
static bool is_starved(struct watch *w)
{
	switch (look_for_starved()) {
	case STARVED_CERTAINLY:
		return true;
	case STARVED_PERHAPS:
		return w->doubts++ < DOUBTS_MAX;
	default:
		return false;
	}
}

/* Stops what is past its limits; returns how long nothing can happen. */
static int64_t enforce(struct watch *w)
{
	const struct box_request *r = w->start->request;
	int64_t now = clock_ns(), left = r->cpu_ns - cpu_used(w), wall = w->wall_end - now;

	if (left <= 0) {
		stop(w, STOP_CPU);
		return NS_PER_S;
	}
	if (wall <= 0) {
		bool starved = is_starved(w);

		if (!starved || now >= w->start->started_ns + r->starved_ns) {
			stop(w, starved ? STOP_STARVED : STOP_WALL);
			return NS_PER_S;
		}
		w->wall_end = now + 50 * NS_PER_MS;
		wall = w->wall_end - now;
	}
	return quiet_ns(w, left, wall);
}

static void note_denied(struct watch *w)
{
	struct seccomp_notif call = { 0 };

	if (ioctl(w->s->listener, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0)
		return;		/* who called was killed meanwhile: nothing was done, by nobody */
	if (w->reply->stop == STOP_NONE)
		w->reply->denied = call.data;
	stop(w, STOP_DENIED);
}

static void answer_look(struct watch *w)
{
	struct box_reply reply = {
		.look = any_in_state(WANTS_ANYTHING) ? LOOK_BUSY : LOOK_IDLE,
		.totals = w->s->totals,
	};

	reply.cpu_ns = cpu_used(w);
	if (fd_send(SPAWNER_CONTROL, &reply, sizeof reply, NULL, 0) < 0)
		_exit(0);
}

/* What the judge wants while a program runs. */
static void take_message(struct watch *w)
{
	struct box_request message;
	ssize_t n = recv(SPAWNER_CONTROL, &message, sizeof message, 0);

	if (n <= 0)
		_exit(0);	/* PID 1 leaves, and all that it holds with it */
	if (message.kind == REQUEST_LOOK)
		answer_look(w);
	else if (message.kind == REQUEST_EXPIRE)
		w->wall_end = clock_ns();
	else
		stop(w, STOP_KILLED);
}

/* Until the program itself has ended. The other end going away ends everything. */
static void watch(struct watch *w, int pidfd)
{
	struct pollfd polled[] = {
		{ .fd = pidfd, .events = POLLIN },
		{ .fd = SPAWNER_CONTROL, .events = POLLIN },
		{ .fd = w->s->listener, .events = POLLIN },
	};
	/* Most programs end before anything of theirs has to be looked at. */
	int64_t sleep_ns = quiet_ns(w, w->start->request->cpu_ns, w->start->request->wall_ns);

	for (;; sleep_ns = w->reply->stop ? NS_PER_S : enforce(w)) {
		struct timespec t = { sleep_ns / NS_PER_S, sleep_ns % NS_PER_S };

		if (ppoll(polled, ARRAY_SIZE(polled), &t, NULL) <= 0)
			continue;
		if (polled[2].revents & POLLIN)
			note_denied(w);
		if (polled[0].revents)
			return;
		if (polled[1].revents)
			take_message(w);
	}
}

/*
 * Nothing of the program is left when wait says ECHILD: orphans become children of PID 1. One
 * kill(-1) is atomic against fork; what it hit only needs to be waited for.
 */
static void reap_rest(void)
{
	int flags = WNOHANG | __WALL;

	for (;;) {
		pid_t pid = waitpid(-1, NULL, flags);

		if (pid < 0 && errno == ECHILD)
			return;
		if (pid == 0) {
			kill(-1, SIGKILL);
			flags = __WALL;
		}
	}
}

static int64_t time_ns(const struct timeval *t)
{
	return t->tv_sec * NS_PER_S + t->tv_usec * NS_PER_US;
}

static void account(const struct watch *w, const struct rusage *usage)
{
	const struct start *start = w->start;
	struct box_reply *reply = w->reply;
	int64_t process_ns = time_ns(&usage->ru_utime) + time_ns(&usage->ru_stime);

	reply->wall_ns = clock_ns() - start->started_ns;
	reply->max_rss_bytes = (uint64_t)usage->ru_maxrss * 1024;
	if (start->base.cpu_ns == NOT_COUNTING)
		return;		/* stopped before it was anything */
	if (counters_result(w->s, &start->base, process_ns, own_ns(w), reply) < 0 &&
	    !reply->errnum) {
		reply->errnum = errno;
		snprintf(reply->stage, sizeof reply->stage, "control groups");
	}
}

static void run_started(struct spawner *s, struct start *start, pid_t pid, int pidfd,
			struct box_reply *reply)
{
	struct watch w = { .s = s, .start = start, .reply = reply, .pid = pid,
			   .wall_end = start->started_ns + start->request->wall_ns,
			   .own_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID) };
	struct rusage usage;

	watch(&w, pidfd);
	reply->ended_ns = clock_ns();
	while (wait4(pid, &reply->wait_status, __WALL, &usage) < 0 && errno == EINTR)
		;
	reap_rest();
	account(&w, &usage);
}

/* Those of one message have numbers in a row, but for chance. */
static void close_received(const int *fds, size_t count)
{
	if (count && fds[count - 1] == fds[0] + (int)count - 1) {
		close_range((unsigned)fds[0], (unsigned)fds[count - 1], 0);
		return;
	}
	for (size_t i = 0; i < count; i++)
		close(fds[i]);
}

/* What kept the child from its exec; known once it has ended. */
static void tell_failure(const struct start *start, struct box_reply *reply)
{
	reply->exec_errnum = start->errnum;
	if (start->errnum && strcmp(start->stage, "exec")) {
		reply->errnum = start->errnum;
		snprintf(reply->stage, sizeof reply->stage, "%s", start->stage);
	}
}

/*
 * The child shares our memory until its exec, as after vfork, but we do not wait for that: to be
 * woken in between costs two switches and nothing is to be done. Until then it has its own stack
 * and descriptors; what it writes is in start, and we read that after its end. errno is shared
 * too, but nothing here fails while a child is on its way.
 */
void run_program(struct spawner *s, const struct box_request *request, const int *fds,
		 size_t count, struct box_reply *reply)
{
	char stack[65536] __attribute__((aligned(64)));
	struct start start;
	int pidfd = -1;
	pid_t pid;

	memset(&start, 0, offsetof(struct start, argv));
	start.s = s;
	start.request = request;
	start.fds = fds;
	start.count = count;
	start.executable = -1;
	start.base.cpu_ns = NOT_COUNTING;
	if (request->has_executable)
		start.executable = fds[--start.count];
	if (split_strings(&start) < 0 || start.count < 3) {
		reply->errnum = EINVAL;
		return;
	}
	start.started_ns = clock_ns();
	pid = clone(child, stack + sizeof stack, CLONE_VM | CLONE_PIDFD | SIGCHLD, &start, &pidfd);
	/* Only the program holds its ends of the pipes now: their end is the program's end. */
	close_received(fds, count);
	if (pid < 0) {
		reply->errnum = errno;
		snprintf(reply->stage, sizeof reply->stage, "clone");
		return;
	}
	run_started(s, &start, pid, pidfd, reply);
	tell_failure(&start, reply);
	close(pidfd);
}

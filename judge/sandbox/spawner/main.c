#include "sandbox/spawner/spawner.h"

#include "sandbox/capability.h"
#include "sandbox/filter.h"
#include "sandbox/landlock.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Descriptors up to here belong to programs or are kept by number; what arrives with a message
 * must land above, so they are all taken.
 */
enum { FIRST_FREE_FD = 16 };

static int occupy_low_descriptors(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return -1;
	for (int fd = 0; fd < FIRST_FREE_FD; fd++)
		if ((fd < SPAWNER_CONTROL || fcntl(fd, F_GETFD) < 0) && fd != null &&
		    dup3(null, fd, O_CLOEXEC) < 0)
			return -1;
	return 0;
}

/*
 * SYS_ADMIN is for replacing /work, and is worth nothing outside this user namespace. Programs
 * have no capability at all: they are born with another uid, and the bounding set is empty.
 */
static int keep_capabilities(void)
{
	return capability_keep(1ull << CAP_SETUID | 1ull << CAP_SETGID | 1ull << CAP_KILL |
			       1ull << CAP_SYS_ADMIN);
}

/*
 * The limits that are the same for all runs. A core file is impossible with a limit of 1, be it
 * a file (a page at least) or a pipe to a program of the host: the kernel takes 1, and not 0, as
 * the word that the pipe is unwanted (core(5)); the filter keeps programs from going to 0.
 */
static int set_common_limits(void)
{
	static const struct {
		int resource;
		rlim_t value;
	} limits[] = {
		{ RLIMIT_CORE, 1 }, { RLIMIT_MEMLOCK, 0 }, { RLIMIT_MSGQUEUE, 0 },
		{ RLIMIT_NOFILE, 256 }, { RLIMIT_SIGPENDING, 1024 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		const struct rlimit limit = { limits[i].value, limits[i].value };

		if (setrlimit((__rlimit_resource_t)limits[i].resource, &limit) < 0)
			return -1;
	}
	return 0;
}

/* The listener is where the calls that the class's table denies are announced. */
static int install_filters(void)
{
	/* Before Linux 5.16 a filter without this flag also slows speculation of stores down. */
	const unsigned flags = SECCOMP_FILTER_FLAG_SPEC_ALLOW;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    filter_install(SPAWNER_ARGUMENT_FILTER, flags) < 0)
		return -1;
	return filter_install(SPAWNER_FILTER, flags | SECCOMP_FILTER_FLAG_NEW_LISTENER);
}

static int count_cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) < 0)
		return 1;
	return CPU_COUNT(&set);
}

static const char *prepare(struct spawner *s)
{
	umask(022);
	prctl(PR_SET_NAME, "assize-spawner");	/* executed by descriptor: it has no name yet */
	s->cpus = count_cpus();
	if (occupy_low_descriptors() < 0)
		return "low descriptors";
	s->landlock_abi = landlock_abi();
	if (directory_mount(s) < 0)
		return "directories /work and /files";
	if (set_common_limits() < 0)
		return "resource limits";
	if (keep_capabilities() < 0)
		return "capabilities";
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return "dumpable flag";
	if (close_range(3, ~0u, CLOSE_RANGE_CLOEXEC) < 0)
		return "close_range";
	s->listener = install_filters();
	return s->listener < 0 ? "system call filter" : NULL;
}

static void answer(const struct spawner *s, struct box_reply *reply)
{
	reply->totals = s->totals;
	if (fd_send(SPAWNER_CONTROL, reply, sizeof *reply, NULL, 0) < 0)
		exit(0);
}

static void answer_work(const struct spawner *s)
{
	struct box_reply reply = { 0 };
	int fd = open(WORK_PATH, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		reply.errnum = errno;
		answer(s, &reply);
		return;
	}
	reply.totals = s->totals;
	if (fd_send(SPAWNER_CONTROL, &reply, sizeof reply, &fd, 1) < 0)
		exit(0);
	close(fd);
}

static bool clean_up(struct spawner *s, const struct box_request *request)
{
	return request->keep_work || directory_prove_clean(s) == 0;
}

/*
 * A run is compared with what the job began with, not with what the last run left: little by little
 * is much in the end, and files of a test case would hide it.
 */
static void serve_run(struct spawner *s, const struct box_request *request, const int *fds,
		      size_t count)
{
	struct box_reply reply = { 0 };
	bool clean;

	run_program(s, request, fds, count, &reply);
	if (!request->keep_work && counters_exceed(s->laid_out_bytes)) {
		clean = clean_up(s, request);
		reply.stale = counters_stay(s, s->laid_out_bytes);
		answer(s, &reply);
	} else {
		/* Mostly there is next to nothing to do, and nobody waits for it. */
		answer(s, &reply);
		clean = clean_up(s, request);
	}
	if (!clean)
		exit(1);	/* a box that cannot be cleaned must go */
}

static void serve(struct spawner *s, const struct box_request *request, const int *fds,
		  size_t count)
{
	struct box_reply reply = { 0 };
	int result = 0;

	switch (request->kind) {
	case REQUEST_RUN:
		serve_run(s, request, fds, count);
		return;
	case REQUEST_KILL:
	case REQUEST_EXPIRE:
	case REQUEST_LOOK:
		return;		/* it came too late: nothing runs any more */
	case REQUEST_WORK:
		answer_work(s);
		return;
	case REQUEST_PUT:
		result = directory_put(request, fds, count);
		if (request->place == PUT_FILES)
			s->laid_out_bytes = counters_usage();
		break;
	case REQUEST_SEAL:
		result = directory_seal();
		break;
	case REQUEST_REMOVE:
		result = directory_remove(request);
		break;
	case REQUEST_CLEAN:
		result = directory_clean(s, (enum put_place)request->place);
		if (request->place == PUT_FILES) {
			reply.stale = counters_stay(s, s->fresh_bytes);
			s->laid_out_bytes = counters_usage();
		}
		break;
	default:
		result = -1;
		errno = EINVAL;
	}
	if (result < 0)
		reply.errnum = errno;
	for (size_t i = 0; i < count; i++)
		close(fds[i]);
	answer(s, &reply);
}

int main(void)
{
	struct box_request request;
	struct spawner s = { .work = -1, .listener = -1, .landlock = -1 };
	struct spawner_ready ready = { 0 };
	const char *failed;

	if (fd_receive(SPAWNER_CONTROL, &s.config, sizeof s.config, NULL, 0, NULL) !=
	    sizeof s.config)
		return 1;
	failed = prepare(&s);
	if (failed) {
		ready.errnum = errno ? errno : EINVAL;
		snprintf(ready.stage, sizeof ready.stage, "%s", failed);
	}
	ready.landlock_abi = (uint32_t)s.landlock_abi;
	s.fresh_bytes = s.laid_out_bytes = counters_usage();
	if (fd_send(SPAWNER_CONTROL, &ready, sizeof ready, NULL, 0) < 0 || failed)
		return 1;
	for (;;) {
		int fds[PUT_FDS];
		size_t count;

		if (fd_receive(SPAWNER_CONTROL, &request, sizeof request, fds, PUT_FDS, &count) <= 0)
			return 0;
		serve(&s, &request, fds, count);
	}
}

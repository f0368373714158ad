#include "sandbox/box_build.h"

#include "sandbox/mount_plan.h"
#include "sandbox/protocol.h"
#include "sandbox/slot_lock.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { READY_TIMEOUT_MS = 10000 };

struct build {
	const struct box_recipe *recipe;
	struct cgroup_group group;
	struct mount_plan plan;
	int control[2];		/* ours, the spawner's */
	int go[2];		/* the child waits here until its uids are mapped */
	int report[2];		/* the child's struct error, or end of file when it has exec'd */
};

const char *box_group_name(unsigned slot, unsigned class, char *name, size_t size)
{
	snprintf(name, size, "assize-%u-%s", slot, box_classes[class].name);
	return name;
}

/* ---- the child: PID 1 of the box ---- */

static int become_root_of_box(struct error *err)
{
	/* Losing the old uid clears the death signal; nothing may outlive the launcher. */
	if (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)
		return error_system(err, "cannot become root of the user namespace");
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return error_system(err, "death signal");
	setsid();	/* Ctrl-C is for the worker, not for a contestant's program */
	return 0;
}

static int forbid_nested_namespaces(struct error *err)
{
	static const char path[] = "/proc/sys/user/max_user_namespaces";
	autoclose int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || fd_write_all(fd, "0", 1) < 0)
		return error_system(err, "cannot write %s", path);
	return 0;
}

static int join_groups(struct build *b, struct error *err)
{
	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		if (b->group.join[i] >= 0 && write(b->group.join[i], "0", 1) != 1)
			return error_system(err, "cannot join the control groups");
	if (unshare(CLONE_NEWCGROUP) < 0)
		return error_system(err, "cgroup namespace");
	return 0;
}

static int enter_root(const struct mount_plan *plan, struct error *err)
{
	static const char base[] = SLOT_RUN_DIRECTORY "/root";
	const struct mount_op *failed;

	if (mount_execute(plan, base, &failed) < 0)
		return error_system(err, "cannot build the box's root at /%s",
				    failed ? failed->target : "");
	/* With "." twice the old root lies over the new one and can be detached. */
	if (chdir(base) < 0 || syscall(SYS_pivot_root, ".", ".") < 0 ||
	    umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
		return error_system(err, "cannot enter the box's root");
	if (mount(NULL, "/", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV,
		  NULL) < 0)
		return error_system(err, "cannot make the box's root read-only");
	return 0;
}

/* The spawner finds its descriptors by number; all others are closed on exec. */
static int arrange_descriptors(struct build *b, int *spawner)
{
	int from[SPAWNER_FD_END] = {
		[SPAWNER_CONTROL] = b->control[1],
		[SPAWNER_FILTER] = b->recipe->filter,
		[SPAWNER_ARGUMENT_FILTER] = b->recipe->argument_filter,
		[SPAWNER_CPU] = b->group.counter[COUNTER_CPU],
		[SPAWNER_PEAK] = b->group.counter[COUNTER_PEAK],
		[SPAWNER_USAGE] = b->group.counter[COUNTER_USAGE],
		[SPAWNER_STAT] = b->group.counter[COUNTER_STAT],
		[SPAWNER_OOM] = b->group.counter[COUNTER_OOM],
		[SPAWNER_PIDS] = b->group.counter[COUNTER_PIDS],
		[SPAWNER_LOCK] = b->recipe->lock,
	};

	*spawner = fcntl(b->recipe->spawner, F_DUPFD_CLOEXEC, 100);
	b->report[1] = fcntl(b->report[1], F_DUPFD_CLOEXEC, 100);
	for (int i = SPAWNER_CONTROL; i < SPAWNER_FD_END; i++)
		from[i] = fcntl(from[i], F_DUPFD_CLOEXEC, 100);
	for (int i = SPAWNER_CONTROL; i < SPAWNER_FD_END; i++)
		if (i == SPAWNER_PEAK && from[i] < 0)
			close(i);	/* the kernel has none, and the spawner knows */
		else if (dup2(from[i], i) < 0)
			return -1;
	return close_range(SPAWNER_FD_END, ~0u, CLOSE_RANGE_CLOEXEC);
}

static int become_spawner(struct build *b, struct error *err)
{
	char *const argv[] = { (char *)(uintptr_t)"assize-spawner", NULL };
	char *const envp[] = { NULL };
	int spawner;

	if (arrange_descriptors(b, &spawner) < 0)
		return error_system(err, "descriptors of the spawner");
	syscall(SYS_execveat, spawner, "", argv, envp, AT_EMPTY_PATH);
	return error_system(err, "cannot execute the spawner");
}

/* Programs inherit what is blocked and ignored; ours is none of their business. */
static void reset_signals(void)
{
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void child(struct build *b)
{
	struct error err = { 0 };
	char go;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	reset_signals();
	umask(022);	/* whatever the caller has: programs must be able to enter the root */
	close(b->go[1]);
	if (read(b->go[0], &go, 1) != 1)
		_exit(1);	/* the launcher gave up; it knows why */
	if (become_root_of_box(&err) == 0 && forbid_nested_namespaces(&err) == 0 &&
	    join_groups(b, &err) == 0 && enter_root(&b->plan, &err) == 0) {
		sethostname("box", 3);
		become_spawner(b, &err);
	}
	fd_write_all(b->report[1], &err, sizeof err);
	_exit(1);
}

/* ---- the launcher's side ---- */

static int write_file(pid_t pid, const char *name, const char *text, struct error *err)
{
	char path[64];
	autoclose int fd = -1;

	snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || fd_write_all(fd, text, strlen(text)) < 0)
		return error_system(err, "cannot write %s", path);
	return 0;
}

static int map_uids(const struct build *b, pid_t pid, struct error *err)
{
	char map[64];

	snprintf(map, sizeof map, "0 %u %d", slot_uid(b->recipe->slot, 0), SLOT_MAPPED_UIDS);
	if (write_file(pid, "uid_map", map, err) < 0 || write_file(pid, "gid_map", map, err) < 0)
		return -1;
	return 0;
}

/*
 * Under a real-time class the spawner wakes for its deadline although a program burns the same
 * core, and gets through a fork bomb; its children are born as ordinary processes. Not every host
 * allows it, and without it only the precision of kills suffers.
 */
static bool schedule(const struct build *b, pid_t pid)
{
	const struct sched_param priority = { .sched_priority = 1 };

	slot_pin(pid, b->recipe->cpu);
	return sched_setscheduler(pid, SCHED_RR | SCHED_RESET_ON_FORK, &priority) == 0;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the kernel writes to pidfd */
static pid_t clone_child(struct build *b, int *pidfd)
{
	struct clone_args args = {
		.flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET |
			 CLONE_NEWIPC | CLONE_NEWUTS | CLONE_PIDFD,
		.pidfd = (uintptr_t)pidfd,
		.exit_signal = SIGCHLD,
	};
	long pid = syscall(SYS_clone3, &args, sizeof args);

	if (pid == 0)
		child(b);
	return (pid_t)pid;
}

static int await_ready(struct build *b, struct box_facts *facts, struct error *err)
{
	const struct box_class *class = &box_classes[b->recipe->class];
	struct spawner_config config = {
		.flags = (b->recipe->layout->controller[CGROUP_CPU].v2 ? SPAWNER_V2_CPU : 0u) |
			 (b->recipe->layout->controller[CGROUP_MEMORY].v2 ? SPAWNER_V2_MEMORY : 0u) |
			 (b->group.counter[COUNTER_PEAK] < 0 ? SPAWNER_NO_PEAK : 0u),
		.uid = b->recipe->class + 1,
		.work_bytes = class->work_bytes,
		.work_inodes = class->work_inodes,
		.files_bytes = class->files_bytes,
		.files_inodes = class->work_inodes,
	};
	struct spawner_ready ready;
	struct pollfd polled = { .fd = b->control[0], .events = POLLIN };
	struct error reported;

	close(b->report[1]);
	b->report[1] = -1;
	if (fd_read_full(b->report[0], &reported, sizeof reported) == sizeof reported) {
		*err = reported;
		return -1;
	}
	if (fd_send(b->control[0], &config, sizeof config, NULL, 0) < 0 ||
	    poll(&polled, 1, READY_TIMEOUT_MS) != 1 ||
	    fd_receive(b->control[0], &ready, sizeof ready, NULL, 0, NULL) != sizeof ready)
		return error_set(err, ERROR_SYSTEM, 0, "the spawner died or hangs at its start");
	if (ready.errnum)
		return error_set(err, ERROR_SYSTEM, ready.errnum, "spawner: %.*s",
				 (int)sizeof ready.stage, ready.stage);
	facts->landlock_abi = ready.landlock_abi;
	return 0;
}

static int start(struct build *b, struct built_box *box, struct error *err)
{
	box->pid = clone_child(b, &box->pidfd);
	if (box->pid < 0) {
		box->pid = 0;
		return error_system(err, "cannot make namespaces (user namespaces must be allowed; "
					 "they are not inside a chroot)");
	}
	close(b->control[1]);
	b->control[1] = -1;
	box->facts.realtime = schedule(b, box->pid);
	box->facts.swap_limit = b->group.limit[LIMIT_SWAP] >= 0 ||
				b->recipe->layout->controller[CGROUP_MEMORY].v2;
	box->facts.cpuset = b->recipe->cpu >= 0 &&
			    b->recipe->layout->controller[CGROUP_CPUSET].mount[0] != '\0';
	if (map_uids(b, box->pid, err) < 0)
		return -1;
	if (write(b->go[1], "", 1) != 1)
		return error_system(err, "the box's first process died");
	return await_ready(b, &box->facts, err);
}

static int prepare(struct build *b, const char *name, struct error *err)
{
	if (mount_plan_make(&box_classes[b->recipe->class], &b->plan, err) < 0 ||
	    cgroup_create(b->recipe->layout, name, b->recipe->cpu, &b->group, err) < 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, b->control) < 0 ||
	    pipe2(b->go, O_CLOEXEC) < 0 || pipe2(b->report, O_CLOEXEC) < 0)
		return error_system(err, "pipes of the box");
	return 0;
}

static void close_all(int *fds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

int box_build(const struct box_recipe *recipe, struct built_box *ret_box, struct error *err)
{
	struct build b = { .recipe = recipe, .control = { -1, -1 }, .go = { -1, -1 },
			   .report = { -1, -1 } };
	struct built_box box = { .pidfd = -1, .control = -1, .limit = { -1, -1, -1 } };
	struct error ignored;
	char name[64];
	int result;

	memset(&b.group, 0xff, sizeof b.group);
	box_group_name(recipe->slot, recipe->class, name, sizeof name);
	result = prepare(&b, name, err);
	if (result == 0)
		result = start(&b, &box, err);
	if (result == 0) {
		box.control = TAKE_FD(b.control[0]);
		for (int i = 0; i < LIMITS; i++)
			box.limit[i] = TAKE_FD(b.group.limit[i]);
		*ret_box = box;
	}
	close_all(b.control, 2);
	close_all(b.go, 2);
	close_all(b.report, 2);
	cgroup_close(&b.group);
	mount_plan_free(&b.plan);
	if (result < 0) {
		box_destroy(recipe->layout, recipe->slot, recipe->class, &box, &ignored);
		return error_context(err, "box %s", name);
	}
	return 0;
}

int box_destroy(const struct cgroup_layout *layout, unsigned slot, unsigned class,
		struct built_box *box, struct error *err)
{
	char name[64];

	close_all(&box->control, 1);
	close_all(box->limit, LIMITS);
	if (box->pid > 0) {
		kill(box->pid, SIGKILL);
		while (waitpid(box->pid, NULL, __WALL) < 0 && errno == EINTR)
			;
		close(box->pidfd);
	}
	*box = (struct built_box){ .pidfd = -1, .control = -1, .limit = { -1, -1, -1 } };
	return cgroup_remove(layout, box_group_name(slot, class, name, sizeof name), err);
}

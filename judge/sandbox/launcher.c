#include "sandbox/launcher.h"

#include "sandbox/box_build.h"
#include "sandbox/launcher_process.h"
#include "sandbox/launcher_protocol.h"
#include "sandbox/seccomp.h"
#include "sandbox/slot_lock.h"
#include "sandbox/spawner_image.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct slot {
	unsigned number;
	int cpu;
	int lock;
	pid_t pid;
	int pidfd;
	int requests, boxes;		/* our ends */
	struct built_box box[CLASS_MAX];
};

struct launcher {
	launcher_slot *slot_main;
	struct cgroup_layout layout;
	int spawner;
	int filter[2];			/* per enum class_filter */
	int argument_filter;
	int control;			/* our end of the front's socket; -1: it has gone */
	pid_t front;
	int frontfd;
	int signals;
	sigset_t old_mask;
	struct slot slot[SLOTS_MAX];
	unsigned count;
};

/* ---- boxes ---- */

static int send_box(struct slot *slot, unsigned class, const struct box_totals *last,
		    const struct error *failure)
{
	const struct built_box *box = &slot->box[class];
	struct box_message message = { .class = class, .facts = box->facts, .last = *last };
	int fds[1 + LIMITS];
	size_t count = 0;

	if (failure) {
		message.err = *failure;
		return fd_send(slot->boxes, &message, sizeof message, NULL, 0);
	}
	message.has_swap = box->limit[LIMIT_SWAP] >= 0;
	fds[count++] = box->control;
	fds[count++] = box->limit[LIMIT_MEMORY];
	if (message.has_swap)
		fds[count++] = box->limit[LIMIT_SWAP];
	fds[count++] = box->limit[LIMIT_PIDS];
	return fd_send(slot->boxes, &message, sizeof message, fds, count);
}

/* The slot has its own copies afterwards; the box must see when these are closed. */
static void forget_descriptors(struct built_box *box)
{
	close(box->control);
	box->control = -1;
	for (int i = 0; i < LIMITS; i++)
		if (box->limit[i] >= 0)
			close(box->limit[i]);
	for (int i = 0; i < LIMITS; i++)
		box->limit[i] = -1;
}

/* last: of the box that it replaces; zeros if there was none. */
static void build_box(struct launcher *l, struct slot *slot, unsigned class,
		      const struct box_totals *last)
{
	const struct box_recipe recipe = {
		.layout = &l->layout,
		.spawner = l->spawner,
		.filter = l->filter[box_classes[class].filter],
		.argument_filter = l->argument_filter,
		.lock = slot->lock,
		.slot = slot->number,
		.class = class,
		.cpu = slot->cpu,
	};
	struct error err = { 0 };

	if (box_build(&recipe, &slot->box[class], &err) < 0) {
		send_box(slot, class, last, &err);
		return;
	}
	send_box(slot, class, last, NULL);
	forget_descriptors(&slot->box[class]);
}

static void destroy_boxes(struct launcher *l, struct slot *slot)
{
	struct error err = { 0 };

	for (unsigned class = 0; class < box_class_count; class++)
		if (slot->box[class].pid > 0 &&
		    box_destroy(&l->layout, slot->number, class, &slot->box[class], &err) < 0)
			error_print(&err);
}

/* A box that died is built again at once: its slot may be waiting for it. */
static void replace_box(struct launcher *l, struct slot *slot, unsigned class)
{
	struct error err = { 0 };
	struct box_totals last;
	char name[64];

	cgroup_read_totals(&l->layout, box_group_name(slot->number, class, name, sizeof name),
			   &last);
	if (box_destroy(&l->layout, slot->number, class, &slot->box[class], &err) < 0)
		error_print(&err);
	build_box(l, slot, class, &last);
}

/* ---- slots ---- */

static int slot_process(struct launcher *l, const struct slot_link *link, uid_t uid)
{
	const int keep[] = { link->jobs, link->requests, link->boxes };
	const sigset_t *mask = &l->old_mask;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int i = 0; i < 3; i++)
		if (dup2(keep[i], 3 + i) < 0)
			return 1;
	close_range(6, ~0u, 0);
	slot_pin(0, link->cpu);
	if (chdir("/") < 0 || setgroups(0, NULL) < 0 || setresgid(uid, uid, uid) < 0 ||
	    setresuid(uid, uid, uid) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return 1;
	prctl(PR_SET_PDEATHSIG, SIGKILL);	/* the change of uid cleared it */
	prctl(PR_SET_NAME, "assize-slot");
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_SETMASK, mask, NULL);
	l->slot_main(&(struct slot_link){ .number = link->number, .cpu = link->cpu, .jobs = 3,
					  .requests = 4, .boxes = 5, .layout = link->layout });
	return 0;
}

/* Three sockets: jobs between front and slot, requests from and boxes to the slot. */
static int start_slot(struct launcher *l, struct slot *slot, int *ret_jobs, struct error *err)
{
	int jobs[2], requests[2], boxes[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, jobs) < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, requests) < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, boxes) < 0)
		return error_system(err, "sockets of a slot");
	/* A judge inherits the boxes socket; it can say nothing on it. */
	shutdown(boxes[0], SHUT_RD);
	slot->pid = fork();
	if (slot->pid < 0)
		return error_system(err, "cannot start a slot");
	if (slot->pid == 0) {
		struct slot_link link = { slot->number, slot->cpu, jobs[1], requests[1], boxes[1],
					  cgroup_layout_name(&l->layout) };

		_exit(slot_process(l, &link, slot_uid(slot->number, SLOT_JUDGE_UID)));
	}
	slot->pidfd = (int)syscall(SYS_pidfd_open, slot->pid, 0);
	close(jobs[1]);
	close(requests[1]);
	close(boxes[1]);
	slot->requests = requests[0];
	slot->boxes = boxes[0];
	*ret_jobs = jobs[0];
	return 0;
}

static void stop_slot(struct launcher *l, struct slot *slot)
{
	if (slot->pid <= 0)
		return;		/* never started; kill() would take 0 and -1 for many processes */
	kill(slot->pid, SIGKILL);
	while (waitpid(slot->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close(slot->pidfd);
	close(slot->requests);
	close(slot->boxes);
	slot->pid = 0;
	destroy_boxes(l, slot);
}

static bool is_known(const struct launcher *l, pid_t pid)
{
	bool known = pid == l->front;

	for (unsigned i = 0; i < l->count; i++) {
		known |= pid == l->slot[i].pid;
		for (unsigned c = 0; c < box_class_count; c++)
			known |= pid == l->slot[i].box[c].pid;
	}
	return known;
}

/*
 * A judge whose slot died becomes our child, as we are the subreaper: there may be no init that
 * would wait for it. Those whom we know are waited for where they are dealt with.
 */
static void reap_orphans(const struct launcher *l)
{
	siginfo_t info = { .si_pid = 0 };

	while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid &&
	       !is_known(l, info.si_pid)) {
		waitpid(info.si_pid, NULL, 0);
		info.si_pid = 0;
	}
}

/* It was killed or crashed; its judge dies with it, and its boxes must not be used by another. */
static void restart_slot(struct launcher *l, unsigned index)
{
	struct launcher_event event = { index, l->slot[index].number };
	struct error err = { 0 };
	int jobs = -1;

	stop_slot(l, &l->slot[index]);
	if (start_slot(l, &l->slot[index], &jobs, &err) < 0) {
		error_print(&err);
		_exit(3);	/* everything dies with the launcher; the next start cleans up */
	}
	fd_send(l->control, &event, sizeof event, &jobs, 1);
	close(jobs);
}

/* ---- start ---- */

static int spawner_image(struct error *err)
{
	int fd = fd_sealed("assize-spawner", spawner_image_start,
			   (size_t)((uintptr_t)spawner_image_end - (uintptr_t)spawner_image_start));

	return fd < 0 ? error_system(err, "cannot hold the spawner in memory") : fd;
}

static int reap_slot(struct launcher *l, unsigned number, struct error *err)
{
	char prefix[32];

	snprintf(prefix, sizeof prefix, "assize-%u-", number);
	return cgroup_remove_all(&l->layout, prefix, err);
}

/* Slots whose owner was killed left their groups behind; whose lock is free has no owner. */
static int reap_dead_slots(struct launcher *l, struct error *err)
{
	struct error ignored;

	for (unsigned number = 0; number < SLOT_MAX; number++) {
		bool busy;
		autoclose int lock = -1;

		if (!slot_lock_exists(number))
			break;	/* numbers are handed out from below, and files are never removed */
		lock = slot_lock_take(number, &busy, &ignored);
		if (lock >= 0 && reap_slot(l, number, err) < 0)
			return -1;
	}
	return 0;
}

static int take_slots(struct launcher *l, unsigned count, struct error *err)
{
	struct slot_lock locks[SLOTS_MAX];
	autoclose int all = slot_lock_all(err);

	if (all < 0 || reap_dead_slots(l, err) < 0 || slot_lock_choose(count, locks, err) < 0)
		return -1;
	for (unsigned i = 0; i < count; i++)
		l->slot[i] = (struct slot){ .number = locks[i].number, .lock = locks[i].fd,
					    .cpu = locks[i].cpu };
	l->count = count;
	return 0;
}

static int start_all(struct launcher *l, unsigned count, int *jobs, struct error *err)
{
	if (geteuid() != 0)
		return error_set(err, ERROR_SYSTEM, 0,
				 "no permission to make control groups and namespaces: run as root");
	if (count == 0 || count > SLOTS_MAX)
		return error_usage(err, "number of slots must be 1 to %d", SLOTS_MAX);
	l->spawner = spawner_image(err);
	if (l->spawner < 0 || cgroup_layout_find(&l->layout, err) < 0 ||
	    slot_lock_prepare(err) < 0 || take_slots(l, count, err) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		l->filter[i] = seccomp_compile((enum class_filter)i, err);
		if (l->filter[i] < 0)
			return -1;
	}
	l->argument_filter = seccomp_compile_arguments(err);
	if (l->argument_filter < 0)
		return -1;
	for (unsigned i = 0; i < count; i++)
		if (start_slot(l, &l->slot[i], &jobs[i], err) < 0)
			return -1;
	return 0;
}

static void serve_front(struct launcher *l)
{
	struct start_request request;
	struct start_reply reply = { .err.kind = ERROR_NONE };
	int jobs[SLOTS_MAX] = { 0 };
	size_t started;

	if (fd_receive(l->control, &request, sizeof request, NULL, 0, NULL) !=
		    sizeof request || l->count) {
		close(l->control);	/* only ever one request; the front's end says the rest */
		l->control = -1;
		return;
	}
	started = start_all(l, request.slots, jobs, &reply.err) < 0 ? 0 : l->count;
	for (unsigned i = 0; i < started; i++)
		reply.cpu[i] = l->slot[i].cpu;
	fd_send(l->control, &reply, sizeof reply, jobs, started);
	for (unsigned i = 0; i < started; i++)
		close(jobs[i]);
}

/* ---- the loop ---- */

/* Ctrl-C reaches the front from the terminal as well; what was sent to us is passed on. */
static void serve_signal(struct launcher *l)
{
	struct signalfd_siginfo info;

	if (read(l->signals, &info, sizeof info) == sizeof info && info.ssi_code != SI_KERNEL)
		kill(l->front, (int)info.ssi_signo);
}

static void serve_slot(struct launcher *l, unsigned index, const struct pollfd *polled)
{
	struct slot *slot = &l->slot[index];
	uint8_t class;

	if (polled[0].revents) {
		restart_slot(l, index);
		return;
	}
	for (unsigned c = 0; c < box_class_count; c++)
		if (polled[2 + c].revents)
			replace_box(l, slot, c);
	if (polled[1].revents & POLLIN && recv(slot->requests, &class, 1, MSG_DONTWAIT) == 1 &&
	    class < box_class_count && slot->box[class].pid == 0)
		build_box(l, slot, class, &(struct box_totals){ 0 });
}

enum { FIXED = 3, PER_SLOT = 2 + CLASS_MAX };

static void fill_polled(const struct launcher *l, struct pollfd *polled)
{
	polled[0] = (struct pollfd){ .fd = l->frontfd, .events = POLLIN };
	polled[1] = (struct pollfd){ .fd = l->control, .events = POLLIN };
	polled[2] = (struct pollfd){ .fd = l->signals, .events = POLLIN };
	for (unsigned i = 0; i < l->count; i++) {
		const struct slot *slot = &l->slot[i];
		struct pollfd *p = polled + FIXED + (size_t)i * PER_SLOT;

		p[0] = (struct pollfd){ .fd = slot->pidfd, .events = POLLIN };
		p[1] = (struct pollfd){ .fd = slot->requests, .events = POLLIN };
		for (unsigned c = 0; c < CLASS_MAX; c++)
			p[2 + c] = (struct pollfd){
				.fd = slot->box[c].pid > 0 ? slot->box[c].pidfd : -1,
				.events = POLLIN,
			};
	}
}

static void serve(struct launcher *l)
{
	struct pollfd polled[FIXED + SLOTS_MAX * PER_SLOT];

	for (;;) {
		fill_polled(l, polled);
		if (poll(polled, FIXED + l->count * PER_SLOT, -1) < 0)
			continue;
		if (polled[0].revents)
			return;
		if (polled[2].revents)
			serve_signal(l);
		for (unsigned i = 0; i < l->count; i++)
			serve_slot(l, i, polled + FIXED + (size_t)i * PER_SLOT);
		if (polled[1].revents)
			serve_front(l);
		reap_orphans(l);
	}
}

static int finish(struct launcher *l)
{
	int status;

	for (unsigned i = 0; i < l->count; i++)
		stop_slot(l, &l->slot[i]);
	while (waitpid(l->front, &status, 0) < 0 && errno == EINTR)
		;
	/* Judges die with their slots; only once nobody is left may we say that it is over. */
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR)
		;
	for (unsigned i = 0; i < l->count; i++)
		close(l->slot[i].lock);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int start_front(struct launcher *l, launcher_front *front, void *argument)
{
	int control[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) < 0)
		return -1;
	l->front = fork();
	if (l->front < 0)
		return -1;
	if (l->front == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_NAME, "assize-front");
		close(control[0]);
		close(l->signals);
		sigprocmask(SIG_SETMASK, &l->old_mask, NULL);
		exit(front(control[1], argument));
	}
	close(control[1]);
	l->control = control[0];
	l->frontfd = (int)syscall(SYS_pidfd_open, l->front, 0);
	return l->frontfd < 0 ? -1 : 0;
}

static int run(struct launcher *l, launcher_front *front, void *argument)
{
	struct error err = { 0 };
	sigset_t mask;

	if (launcher_process_init(&err) < 0) {
		error_print(&err);
		return 3;
	}
	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTERM);
	sigaddset(&mask, SIGHUP);
	sigprocmask(SIG_BLOCK, &mask, &l->old_mask);
	l->signals = signalfd(-1, &mask, SFD_CLOEXEC);
	if (l->signals < 0 || start_front(l, front, argument) < 0) {
		perror("assize: cannot start");
		return 3;
	}
	launcher_wipe_environment();
	prctl(PR_SET_NAME, "assize-launcher");
	serve(l);
	return finish(l);
}

int launcher_run(launcher_front *front, void *argument, launcher_slot *slot)
{
	struct launcher *l = calloc(1, sizeof *l);
	int status;

	if (!l)
		return 3;
	l->slot_main = slot;
	status = run(l, front, argument);
	free(l);
	return status;
}

#include "worker/supervisor.h"

#include "sandbox/capability.h"
#include "util/cleanup.h"
#include "worker/handover.h"
#include "worker/service.h"

#include <errno.h>
#include <fcntl.h>
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

enum { TREES_MAX = 8 };

/* The environment variable that tells a successor what it is. */
#define SUCCESSOR "ASSIZE_HANDOVER"

enum tree_state {
	TREE_NONE,
	TREE_STARTING,		/* a successor that is not PREPARED */
	TREE_PREPARED,		/* and waits for GO */
	TREE_ACTIVE,		/* in charge; at most one */
	TREE_ASIDE,		/* drains */
};

struct tree {
	enum tree_state state;
	pid_t pid;
	int pidfd, socket;
	cpu_set_t busy;		/* of one that drains */
};

struct supervisor {
	supervisor_tree *run;
	void *argument;
	char **argv;
	struct tree tree[TREES_MAX];
	struct service service;
	sigset_t old_mask;
	int signals;
	int status;		/* of the tree that was last in charge */
	bool stopping;
	bool again;		/* SIGHUP came while a tree was starting */
};

static struct tree *find(struct supervisor *s, enum tree_state state)
{
	for (size_t i = 0; i < TREES_MAX; i++)
		if (s->tree[i].state == state)
			return &s->tree[i];
	return NULL;
}

static void tell(const struct tree *tree, enum handover_kind kind, const cpu_set_t *cpus)
{
	struct handover_message message;

	memset(&message, 0, sizeof message);
	message.kind = kind;
	if (cpus)
		message.cpus = *cpus;
	if (tree)
		send(tree->socket, &message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* ---- a tree's start ---- */

/* The watchdog is for the process that was started; its trees feed it for it. */
static void adopt_watchdog(pid_t supervisor)
{
	const char *pid = getenv("WATCHDOG_PID");
	char text[24];

	if (!pid || strtol(pid, NULL, 10) != supervisor)
		return;
	snprintf(text, sizeof text, "%d", getpid());
	setenv("WATCHDOG_PID", text, 1);
}

/* The program that is running, even if its file has been replaced meanwhile. */
static void execute(const struct supervisor *s, int socket)
{
	char text[24];

	snprintf(text, sizeof text, "%d", socket);
	if (setenv(SUCCESSOR, text, 1) == 0 && fcntl(socket, F_SETFD, 0) == 0)
		execv("/proc/self/exe", s->argv);
	perror("assize: cannot start a successor");
	_exit(3);
}

int supervisor_successor(void)
{
	const char *text = getenv(SUCCESSOR);
	int socket = text ? (int)strtol(text, NULL, 10) : -1;

	unsetenv(SUCCESSOR);
	if (socket < 0 || fcntl(socket, F_SETFD, FD_CLOEXEC) < 0)
		return -1;
	prctl(PR_SET_PDEATHSIG, SIGKILL);	/* not everything survives an execve() */
	return socket;
}

static void become_tree(struct supervisor *s, int socket, bool is_successor, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(3);		/* it died before we could ask to be told */
	for (size_t i = 0; i < TREES_MAX; i++)
		if (s->tree[i].state != TREE_NONE) {
			close(s->tree[i].socket);
			close(s->tree[i].pidfd);
		}
	close(s->signals);
	service_close(&s->service);
	adopt_watchdog(parent);
	sigprocmask(SIG_SETMASK, &s->old_mask, NULL);
	if (is_successor)
		execute(s, socket);
	exit(s->run(socket, false, s->argument));
}

static int start_tree(struct supervisor *s, bool is_successor)
{
	struct tree *tree = find(s, TREE_NONE);
	pid_t self = getpid(), pid;
	int sockets[2];

	if (!tree || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		close(sockets[0]);
		become_tree(s, sockets[1], is_successor, self);
	}
	close(sockets[1]);
	if (pid < 0) {
		close(sockets[0]);
		return -1;
	}
	*tree = (struct tree){ .state = is_successor ? TREE_STARTING : TREE_ACTIVE, .pid = pid,
			       .socket = sockets[0],
			       .pidfd = (int)syscall(SYS_pidfd_open, pid, 0) };
	return 0;
}

/* ---- the handover ---- */

static void tell_busy(struct supervisor *s, const struct tree *tree)
{
	cpu_set_t all;

	CPU_ZERO(&all);
	for (size_t i = 0; i < TREES_MAX; i++)
		if (s->tree[i].state == TREE_ASIDE)
			CPU_OR(&all, &all, &s->tree[i].busy);
	tell(tree, HANDOVER_BUSY, &all);
}

static void put_in_charge(struct supervisor *s)
{
	struct tree *prepared = find(s, TREE_PREPARED);

	if (!prepared || find(s, TREE_ACTIVE))
		return;
	prepared->state = TREE_ACTIVE;
	tell_busy(s, prepared);
	tell(prepared, HANDOVER_GO, NULL);
}

static void reload(struct supervisor *s)
{
	if (s->stopping)
		return;
	s->again = find(s, TREE_STARTING) || find(s, TREE_PREPARED);
	if (s->again)
		return;
	service_tell(&s->service, "RELOADING=1");
	if (start_tree(s, true) < 0) {
		tell(find(s, TREE_ACTIVE), HANDOVER_FAILED, NULL);
		service_tell(&s->service, "READY=1");
	}
}

static void serve_socket(struct supervisor *s, struct tree *tree)
{
	struct handover_message message;

	if (recv(tree->socket, &message, sizeof message, MSG_DONTWAIT) != sizeof message)
		return;		/* its end is seen by its pidfd */
	if (message.kind == HANDOVER_PREPARED && tree->state == TREE_STARTING) {
		tree->state = TREE_PREPARED;
		tell(find(s, TREE_ACTIVE), HANDOVER_HAND_OVER, NULL);
		put_in_charge(s);
	} else if (message.kind == HANDOVER_ASIDE && tree->state == TREE_ACTIVE) {
		tree->state = TREE_ASIDE;
		tree->busy = message.cpus;
		put_in_charge(s);
		/* The successor died in between, and there is no way back: another one. */
		if (!find(s, TREE_ACTIVE) && !find(s, TREE_STARTING) && !s->stopping)
			start_tree(s, true);
	} else if (message.kind == HANDOVER_BUSY && tree->state == TREE_ASIDE) {
		tree->busy = message.cpus;
		tell_busy(s, find(s, TREE_ACTIVE));
	}
}

/* ---- a tree's end ---- */

static void stop_all(const struct supervisor *s, int signal)
{
	for (size_t i = 0; i < TREES_MAX; i++)
		if (s->tree[i].state != TREE_NONE)
			kill(s->tree[i].pid, signal);
}

static void serve_end(struct supervisor *s, struct tree *tree)
{
	enum tree_state state = tree->state;
	int status = 0;

	waitpid(tree->pid, &status, 0);
	close(tree->socket);
	close(tree->pidfd);
	*tree = (struct tree){ .state = TREE_NONE };
	switch (state) {
	case TREE_STARTING:
	case TREE_PREPARED:
		tell(find(s, TREE_ACTIVE), HANDOVER_FAILED, NULL);
		if (!s->stopping)
			service_tell(&s->service, "READY=1");
		break;
	case TREE_ACTIVE:
		s->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		put_in_charge(s);
		if (!find(s, TREE_ACTIVE) && !find(s, TREE_STARTING))
			stop_all(s, SIGTERM);	/* nobody claims any more: start us anew, and soon */
		break;
	default:
		tell_busy(s, find(s, TREE_ACTIVE));
	}
	if (s->again && !find(s, TREE_STARTING) && !find(s, TREE_PREPARED))
		reload(s);
}

/* ---- the loop ---- */

/* What came from the terminal reaches the trees by itself, but for the end of the terminal. */
static void serve_signal(struct supervisor *s)
{
	struct signalfd_siginfo info;

	if (read(s->signals, &info, sizeof info) != sizeof info || info.ssi_signo == SIGCHLD)
		return;
	if (info.ssi_signo == SIGHUP && info.ssi_code != SI_KERNEL) {
		reload(s);
		return;
	}
	s->stopping = true;
	if (info.ssi_signo == SIGHUP)
		stop_all(s, SIGTERM);
	else if (info.ssi_code != SI_KERNEL)
		stop_all(s, (int)info.ssi_signo);
}

static bool is_alone(const struct supervisor *s)
{
	for (size_t i = 0; i < TREES_MAX; i++)
		if (s->tree[i].state != TREE_NONE)
			return false;
	return true;
}

/* Orphans of a launcher that was killed become our children; each tree is waited for by name. */
static void reap_orphans(const struct supervisor *s)
{
	siginfo_t info = { .si_pid = 0 };

	while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid) {
		for (size_t i = 0; i < TREES_MAX; i++)
			if (s->tree[i].state != TREE_NONE && s->tree[i].pid == info.si_pid)
				return;		/* its pidfd is readable: serve_end() comes first */
		waitpid(info.si_pid, NULL, 0);
		info.si_pid = 0;
	}
}

static void serve(struct supervisor *s)
{
	while (!is_alone(s)) {
		struct pollfd polled[1 + 2 * TREES_MAX];

		polled[0] = (struct pollfd){ .fd = s->signals, .events = POLLIN };
		for (size_t i = 0; i < TREES_MAX; i++) {
			bool is_there = s->tree[i].state != TREE_NONE;

			polled[1 + 2 * i] = (struct pollfd){
				.fd = is_there ? s->tree[i].socket : -1, .events = POLLIN };
			polled[2 + 2 * i] = (struct pollfd){
				.fd = is_there ? s->tree[i].pidfd : -1, .events = POLLIN };
		}
		if (poll(polled, ARRAY_SIZE(polled), -1) < 0)
			continue;
		if (polled[0].revents)
			serve_signal(s);
		for (size_t i = 0; i < TREES_MAX; i++) {
			if (polled[1 + 2 * i].revents & POLLIN)
				serve_socket(s, &s->tree[i]);
			if (polled[2 + 2 * i].revents)
				serve_end(s, &s->tree[i]);
		}
		reap_orphans(s);
	}
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR)
		;
}

int supervisor_run(supervisor_tree *tree, void *argument, char **argv)
{
	struct supervisor s = { .run = tree, .argument = argument, .argv = argv, .status = 3 };
	sigset_t mask;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_SET_NAME, "assize-worker");
	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTERM);
	sigaddset(&mask, SIGHUP);
	sigaddset(&mask, SIGCHLD);	/* also of orphans, which have no pidfd of ours */
	sigprocmask(SIG_BLOCK, &mask, &s.old_mask);
	s.signals = signalfd(-1, &mask, SFD_CLOEXEC);
	service_open(&s.service);
	if (s.signals < 0 || start_tree(&s, false) < 0 || capability_lay_down() < 0) {
		perror("assize: cannot start");
		return 3;
	}
	serve(&s);
	service_close(&s.service);
	return s.status;
}

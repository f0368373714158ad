#include "servant.h"

#include "sandbox/slot_lock.h"
#include "servant_protocol.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

const struct box_limits servant_limits = {
	.cpu_ns = 10 * NS_PER_S, .wall_ns = 20 * NS_PER_S, .starved_ns = 60 * NS_PER_S,
	.memory_bytes = 256 << 20, .processes = 64,
	.output_bytes = 1 << 20, .file_bytes = 1 << 20,
};

static _Noreturn void fail(const char *what)
{
	perror(what);
	exit(3);
}

/* Both sides start it from the same sealed memory. */
static int load(const char *path)
{
	autoclose int file = open(path, O_RDONLY | O_CLOEXEC);
	int memory = memfd_create("program", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	struct stat st;

	if (file < 0 || memory < 0 || fstat(file, &st) < 0 ||
	    fd_copy(file, memory, (uint64_t)st.st_size) < 0 || fchmod(memory, 0755) < 0 ||
	    fd_seal(memory) < 0)
		fail(path);
	return memory;
}

static void send_programs(int slot, const struct bench_program *programs, size_t count,
			  const int *executables)
{
	struct setup setup = { .count = (uint32_t)count };
	struct error err;

	for (size_t i = 0; i < count; i++) {
		int class = box_class_find(programs[i].class);

		if (class < 0)
			fail(programs[i].class);
		setup.program[i] = (struct setup_program){ (uint32_t)class, programs[i].script };
	}
	if (fd_send(slot, &setup, sizeof setup, executables, count) < 0 ||
	    fd_receive(slot, &err, sizeof err, NULL, 0, NULL) != sizeof err)
		fail("slot");
	if (err.kind != ERROR_NONE) {
		error_print(&err);
		exit(3);
	}
}

/* A process of its own from the start, as small as one that starts programs can be. */
static int start_forker(const char *path, pid_t *ret_pid)
{
	char number[16];
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		fail("socketpair");
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		snprintf(number, sizeof number, "%d", dup(ends[1]));
		execl(path, "forker", number, NULL);
		fail(path);
	}
	close(ends[1]);
	*ret_pid = pid;
	return ends[0];
}

int servants_run(launcher_front *front, void *argument, const char *path, unsigned count,
		 struct servants *servants)
{
	pid_t forkers[SERVANTS_MAX] = { 0 }, launcher;
	int status;

	for (unsigned i = 0; i < SERVANTS_MAX; i++)
		servants->forker[i] = path && i < count ? start_forker(path, &forkers[i]) : -1;
	/* A launcher waits for all its children; the forkers are ours. */
	launcher = fork();
	if (launcher < 0)
		fail("fork");
	if (launcher == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		exit(launcher_run(front, argument, servant_slot));
	}
	if (waitpid(launcher, &status, 0) != launcher)
		fail("waitpid");
	for (unsigned i = 0; i < SERVANTS_MAX; i++)
		if (forkers[i] > 0)
			kill(forkers[i], SIGKILL);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}

void servants_start(int control, unsigned count, const struct bench_program *programs,
		    size_t program_count, struct servants *servants)
{
	struct error err;

	servants->count = count;
	if (launcher_start_slots(control, count, servants->slot, NULL, &err) < 0) {
		error_print(&err);
		exit(3);
	}
	for (size_t i = 0; i < program_count; i++)
		servants->executable[i] = load(programs[i].path);
	for (unsigned i = 0; i < count; i++) {
		struct order hello = { .program = ORDER_HELLO };
		struct answer answer;

		send_programs(servants->slot[i], programs, program_count, servants->executable);
		servant_ask(servants->slot[i], &hello, -1, &answer);
		servants->number[i] = answer.runs;
		hello.runs = (uint32_t)slot_cpu(answer.runs);
		if (servants->forker[i] >= 0)
			servant_ask(servants->forker[i], &hello, -1, &answer);
	}
}

void servant_send(int servant, const struct order *order, int fd)
{
	if (fd_send(servant, order, sizeof *order, &fd, fd >= 0) < 0)
		fail("order");
}

void servant_await(int servant, struct answer *ret_answer)
{
	if (fd_receive(servant, ret_answer, sizeof *ret_answer, NULL, 0, NULL) !=
	    sizeof *ret_answer)
		fail("a servant died");
}

void servant_ask(int servant, const struct order *order, int fd, struct answer *ret_answer)
{
	servant_send(servant, order, fd);
	servant_await(servant, ret_answer);
}

void order_arguments(struct order *order, const char *const *argv)
{
	size_t used = 0;

	for (order->argc = 0; argv[order->argc]; order->argc++) {
		size_t size = strlen(argv[order->argc]) + 1;

		if (used + size > sizeof order->strings)
			fail(argv[order->argc]);
		memcpy(order->strings + used, argv[order->argc], size);
		used += size;
	}
}

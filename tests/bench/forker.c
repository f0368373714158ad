/*
 * forker SOCKET: starts programs bare, with fork, exec and wait, as orders on the socket ask for
 * (see common/servant.h), and says how long each took: from before its pipe is made until it has
 * been waited for and its output read to the end.
 *
 * Static and with next to nothing in memory, since fork copies what is mapped: no judge that uses
 * any library can start a program by fork in less.
 */
#include "common/servant_protocol.h"
#include "util/clock.h"
#include "util/fd.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 64, READ_BYTES = 65536 };

static _Noreturn void start(int input, int output, int executable, char *const *argv)
{
	char *envp[] = { (char *)(uintptr_t)"PATH=/usr/bin:/bin", (char *)(uintptr_t)"LANG=C.UTF-8",
			 (char *)(uintptr_t)"HOME=/work", NULL };

	if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0)
		_exit(127);
	if (executable >= 0)
		syscall(SYS_execveat, executable, "", argv, envp, AT_EMPTY_PATH);
	else
		execve(argv[0], argv, envp);
	_exit(127);
}

static void run(int input, int executable, char *const *argv, struct answer *answer)
{
	int64_t begin = clock_ns();
	char buffer[READ_BYTES];
	int ends[2];
	ssize_t n;
	pid_t pid;

	answer->output_bytes = 0;
	if (pipe2(ends, O_CLOEXEC) < 0)
		exit(3);
	pid = fork();
	if (pid < 0)
		exit(3);
	if (pid == 0)
		start(input, ends[1], executable, argv);
	close(ends[1]);
	while ((n = read(ends[0], buffer, sizeof buffer)) > 0)
		answer->output_bytes += (uint64_t)n;
	close(ends[0]);
	if (waitpid(pid, &answer->wait_status, 0) != pid)
		exit(3);
	answer->ns = clock_ns() - begin;
	answer->runs++;
}

static void serve(struct order *order, int executable, struct answer *answer)
{
	char *argv[ARGUMENTS_MAX] = { (char *)(uintptr_t)"program", NULL };
	char *at = order->strings;
	int64_t begin = clock_ns(), end = begin + order->loop_ns;

	for (uint32_t i = 0; i < order->argc && i + 1 < ARGUMENTS_MAX; i++, at += strlen(at) + 1) {
		argv[i] = at;
		argv[i + 1] = NULL;
	}
	do {
		int input = fd_sealed("input", "3 4\n", 4);

		run(input, executable, argv, answer);
		close(input);
	} while (answer->runs < order->runs || (order->loop_ns && clock_ns() < end));
	if (answer->runs > 1)
		answer->ns = clock_ns() - begin;
}

static void pin(unsigned cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof set, &set) < 0)
		exit(3);
}

int main(int argc, char **argv)
{
	int socket = argc == 2 ? (int)strtol(argv[1], NULL, 10) : -1, executable;
	struct order order;
	size_t count;

	fcntl(socket, F_SETFD, FD_CLOEXEC);
	while (fd_receive(socket, &order, sizeof order, &executable, 1, &count) == sizeof order) {
		struct answer answer = { 0 };

		if (order.program == ORDER_HELLO)
			pin(order.runs);
		else
			serve(&order, count ? executable : -1, &answer);
		if (count)
			close(executable);
		if (fd_send(socket, &answer, sizeof answer, NULL, 0) < 0)
			return 1;
	}
	return 0;
}

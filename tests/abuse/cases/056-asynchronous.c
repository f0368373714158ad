/*
 * Lets the kernel send the signal: ownership of a descriptor, timers, ends of messages.
 *
 * @verdict AC
 * @tests first second
 */
#include "attack.h"

#include <signal.h>
#include <sys/socket.h>

static void own(int fd, int type, pid_t whom)
{
	struct f_owner_ex owner = { type, whom };

	if (fcntl(fd, F_SETOWN_EX, &owner) < 0 && fcntl(fd, F_SETOWN, whom) < 0)
		return;
	fcntl(fd, F_SETSIG, SIGKILL);
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_ASYNC);
}

static void poke(int from, int to)
{
	char byte;

	must(write(from, "x", 1) == 1 && read(to, &byte, 1) == 1, "no pipe");
}

int main(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGKILL };
	int pipes[2], pair[2];
	timer_t timer;

	must(pipe(pipes) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "no pipe");
	for (int type = F_OWNER_TID; type <= F_OWNER_PGRP; type++) {
		/* Our own group is the supervisor's, and SIGKILL would reach us as well. */
		if (type == F_OWNER_PGRP)
			must(setpgid(0, 0) == 0, "no process group");
		own(pipes[0], type, 1);
		own(pair[0], type, 1);
		own(1, type, 1);
		poke(pipes[1], pipes[0]);
		poke(pair[1], pair[0]);
		send(pair[1], "x", 1, MSG_OOB);
	}
	event._sigev_un._tid = 1;
	refuse(timer_create(CLOCK_MONOTONIC, &event, &timer), EINVAL);
	return finish();
}

/*
 * Hides memory in the kernel's buffers: pipes as large as they get, and sockets. It is charged.
 *
 * @verdict MLE
 * @reason memory over the limit of 24 MiB
 * @each pipes sockets datagrams
 * @memory 24MiB
 * @layout
 */
#include "attack.h"

#include <sys/socket.h>

enum { PAIRS = 1000 };

static char block[1 << 16];

static void fill(int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (write(fd, block, sizeof block) > 0)
		;
	while (write(fd, block, 1) > 0)
		;
}

static int fill_pipe(void)
{
	int ends[2];

	if (pipe(ends) < 0)
		return -1;
	fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
	fill(ends[1]);
	return 0;
}

static int fill_sockets(int type)
{
	int ends[2], size = 1 << 24;

	if (socketpair(AF_UNIX, type, 0, ends) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
		setsockopt(ends[i], SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
		fill(ends[i]);
	}
	return 0;
}

int main(void)
{
	for (int i = 0; i < PAIRS; i++)
		if ((test_is("pipes") ? fill_pipe() :
		     fill_sockets(test_is("sockets") ? SOCK_STREAM : SOCK_DGRAM)) < 0)
			break;
	return finish();
}

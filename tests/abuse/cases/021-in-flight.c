/*
 * Keeps descriptors open without holding them: they are in flight, in messages over sockets that
 * are in flight themselves. Their number is capped, and what full pipes hold is charged.
 *
 * @verdict AC MLE
 * @memory 32MiB
 * @layout
 */
#include "attack.h"

#include <sys/socket.h>

enum { ROUNDS = 5000, ALLOWED = 1024 };

static char block[4096];

static int send_away(int socket, int fd)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { .header = { CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
	struct iovec byte = { "", 1 };
	struct msghdr message = { .msg_iov = &byte, .msg_iovlen = 1,
				  .msg_control = control.space,
				  .msg_controllen = sizeof control.space };

	memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
	return sendmsg(socket, &message, MSG_DONTWAIT) == 1 ? 0 : -1;
}

/*
 * Sends a pipe with a page in it away. When the queue of the socket is full, its other end goes
 * into the queue of a new one; both are then held by nobody.
 */
static int put_in_flight(int *sockets, int pipe_end)
{
	int fresh[2];

	if (send_away(sockets[0], pipe_end) == 0)
		return 1;
	if (errno != EAGAIN || socketpair(AF_UNIX, SOCK_DGRAM, 0, fresh) < 0 ||
	    send_away(fresh[0], sockets[1]) < 0)
		return 0;
	close(sockets[0]);
	close(sockets[1]);
	sockets[0] = fresh[0];
	sockets[1] = fresh[1];
	return 1;
}

int main(void)
{
	int sockets[2], ends[2], sent = 0;

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, sockets) < 0)
		return 1;
	while (sent < ROUNDS && pipe(ends) == 0) {
		int more;

		must(write(ends[1], block, sizeof block) == sizeof block, "no pipe");
		close(ends[1]);
		more = put_in_flight(sockets, ends[0]);
		close(ends[0]);
		if (!more)
			break;
		sent += more;
	}
	must(sent > 100, "only %d descriptors could be sent", sent);
	must(sent <= ALLOWED, "%d descriptors in flight", sent);
	return finish();
}

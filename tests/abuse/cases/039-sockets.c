/*
 * What a server or a client of a unix socket calls: each ends the run.
 *
 * @verdict RTE
 * @each socket bind connect listen accept accept4
 * @reason system call {}(
 */
#include "attack.h"

#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
	static const struct sockaddr_un address = { AF_UNIX, "\0assize" };
	int pair[2] = { 3, 4 };

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);

	const struct named_call calls[] = {
		{ "socket", SYS_socket, { AF_UNIX, SOCK_STREAM, 0 } },
		{ "bind", SYS_bind, { pair[0], (long)&address, sizeof address } },
		{ "connect", SYS_connect, { pair[0], (long)&address, sizeof address } },
		{ "listen", SYS_listen, { pair[0], 1 } },
		{ "accept", SYS_accept, { pair[0], 0, 0 } },
		{ "accept4", SYS_accept4, { pair[0], 0, 0, 0 } },
	};

	return make_named_call(calls, COUNT(calls));
}

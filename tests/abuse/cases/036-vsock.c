/*
 * Sockets between virtual machines, which no network namespace keeps apart: by socket and by
 * io_uring, whose operations no filter sees.
 *
 * @verdict RTE
 * @each socket io_uring_setup
 * @reason system call {}(
 */
#include "attack.h"

#include <sys/socket.h>

int main(void)
{
	static char parameters[120];
	const struct named_call calls[] = {
		{ "socket", SYS_socket, { AF_VSOCK, SOCK_STREAM, 0 } },
		{ "io_uring_setup", SYS_io_uring_setup, { 8, (long)parameters } },
	};

	return make_named_call(calls, COUNT(calls));
}

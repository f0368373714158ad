/*
 * Sockets of every family that leads out: making one ends the run.
 *
 * @verdict RTE
 * @each tcp udp raw tcp6 raw6 packet netlink generic-netlink alg vsock unix bluetooth can tipc
 * @each xdp qipcrtr kcm rds phonet ppp
 * @reason system call socket(
 */
#include "attack.h"

#include <sys/socket.h>

int main(void)
{
	const struct named_call calls[] = {
		{ "tcp", SYS_socket, { AF_INET, SOCK_STREAM, 6 } },
		{ "udp", SYS_socket, { AF_INET, SOCK_DGRAM, 17 } },
		{ "raw", SYS_socket, { AF_INET, SOCK_RAW, 1 } },
		{ "tcp6", SYS_socket, { AF_INET6, SOCK_STREAM, 6 } },
		{ "raw6", SYS_socket, { AF_INET6, SOCK_RAW, 58 } },
		{ "packet", SYS_socket, { AF_PACKET, SOCK_RAW, 0x300 } },
		{ "netlink", SYS_socket, { AF_NETLINK, SOCK_RAW, 0 } },
		{ "generic-netlink", SYS_socket, { AF_NETLINK, SOCK_RAW, 16 } },
		{ "alg", SYS_socket, { AF_ALG, SOCK_SEQPACKET, 0 } },
		{ "vsock", SYS_socket, { AF_VSOCK, SOCK_STREAM, 0 } },
		{ "unix", SYS_socket, { AF_UNIX, SOCK_STREAM, 0 } },
		{ "bluetooth", SYS_socket, { AF_BLUETOOTH, SOCK_RAW, 1 } },
		{ "can", SYS_socket, { AF_CAN, SOCK_RAW, 1 } },
		{ "tipc", SYS_socket, { AF_TIPC, SOCK_STREAM, 0 } },
		{ "xdp", SYS_socket, { 44, SOCK_RAW, 0 } },
		{ "qipcrtr", SYS_socket, { 42, SOCK_DGRAM, 0 } },
		{ "kcm", SYS_socket, { 41, SOCK_DGRAM, 0 } },
		{ "rds", SYS_socket, { 21, SOCK_SEQPACKET, 0 } },
		{ "phonet", SYS_socket, { 35, SOCK_DGRAM, 0 } },
		{ "ppp", SYS_socket, { 24, SOCK_DGRAM, 0 } },
	};

	return make_named_call(calls, COUNT(calls));
}

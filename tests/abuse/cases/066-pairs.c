/*
 * Pairs of sockets, which stay within the box: of the unix family, and of no other, since even
 * asking for another makes the host load its module.
 *
 * @verdict AC
 */
#include "attack.h"

#include <sys/socket.h>

enum { FAMILIES = 64 };

int main(void)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET };
	int pair[2];

	for (int family = 0; family < FAMILIES; family++)
		for (size_t t = 0; t < COUNT(types) && family != AF_UNIX; t++) {
			int result = socketpair(family, types[t], 0, pair);

			must(result < 0 && errno == EAFNOSUPPORT, "socketpair of family %d: %s", family,
			     result < 0 ? strerror(errno) : "made");
		}
	must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "no pair of the unix family");
	return finish();
}

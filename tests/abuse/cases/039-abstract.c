/*
 * A message to a unix socket outside, by an abstract name or by path. A program has no socket of
 * its own to connect with, but one end of a pair can be told to send elsewhere.
 *
 * @verdict AC
 */
#include "attack.h"

#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static const char *const names[] = {
	"@assize", "@/tmp/.X11-unix/X0", "@/tmp/dbus-", "@ISCSIADM_ABSTRACT_NAMESPACE", "@a",
	"/dev/log", "/run/systemd/journal/socket", "/run/systemd/notify", "/run/docker.sock",
	"/var/run/postgresql/.s.PGSQL.5432", "/run/dbus/system_bus_socket",
};

static void send_to(int from, const char *name)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
	struct iovec data = { (void *)"x", 1 };
	struct msghdr message = { .msg_name = &to, .msg_namelen = size, .msg_iov = &data,
				  .msg_iovlen = 1 };

	memcpy(to.sun_path, name, strlen(name));
	if (name[0] == '@')
		to.sun_path[0] = '\0';
	refuse(sendto(from, "x", 1, 0, (struct sockaddr *)&to, size), ECONNREFUSED, ENOENT, EPERM);
	refuse(sendmsg(from, &message, 0), ECONNREFUSED, ENOENT, EPERM);
}

/* All sockets of the network namespace, named or not: but for our pair there is none. */
static void list_sockets(void)
{
	FILE *list = fopen("/proc/self/net/unix", "re");
	char line[256];

	for (int i = 0; list && fgets(line, sizeof line, list); i++)
		must(i < 3, "another socket: %s", line);
	if (list)
		fclose(list);
}

int main(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) < 0)
		return finish();
	for (size_t i = 0; i < COUNT(names); i++)
		send_to(pair[0], names[i]);
	list_sockets();
	refuse(access("/run", F_OK), ENOENT);
	return finish();
}

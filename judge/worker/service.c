#include "worker/service.h"

#include "util/clock.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A path, or "@name" for the abstract namespace, in which the first byte is zero. */
static int connect_to(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = name ? strlen(name) : 0;
	socklen_t size;
	int fd;

	if (length < 2 || length >= sizeof address.sun_path)
		return -1;
	memcpy(address.sun_path, name, length);
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, size) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The watchdog is for the process that the manager started: the launcher, our parent. */
static int64_t watchdog_ns(void)
{
	const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");

	if (!usec || (pid && strtol(pid, NULL, 10) != getppid()))
		return 0;
	return (int64_t)strtoull(usec, NULL, 10) * NS_PER_US;
}

void service_open(struct service *service)
{
	*service = (struct service){ .socket = connect_to(getenv("NOTIFY_SOCKET")),
				     .ping_at = INT64_MAX };
	service->every_ns = service->socket < 0 ? 0 : watchdog_ns() / 2;
	if (service->every_ns > 0)
		service->ping_at = clock_ns();
}

void service_tell(const struct service *service, const char *state)
{
	if (service->socket >= 0)
		send(service->socket, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void service_ping(struct service *service)
{
	if (clock_ns() < service->ping_at)
		return;
	service_tell(service, "WATCHDOG=1");
	service->ping_at = clock_ns() + service->every_ns;
}

void service_close(struct service *service)
{
	if (service->socket >= 0)
		close(service->socket);
	service->socket = -1;
}

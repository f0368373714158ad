#include "worker/service.h"

#include "util/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

/* A service manager's end, at a name of the abstract namespace that nobody else has. */
struct manager {
	int socket;
	char name[64];
};

static int open_manager(void **state)
{
	struct manager *m = calloc(1, sizeof *m);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length;

	snprintf(m->name, sizeof m->name, "@assize-test-%d", getpid());
	length = strlen(m->name);
	memcpy(address.sun_path, m->name, length);
	address.sun_path[0] = '\0';
	m->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (bind(m->socket, (struct sockaddr *)&address,
		 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)) < 0)
		return -1;
	setenv("NOTIFY_SOCKET", m->name, 1);
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	*state = m;
	return 0;
}

static int close_manager(void **state)
{
	struct manager *m = *state;

	close(m->socket);
	free(m);
	unsetenv("NOTIFY_SOCKET");
	return 0;
}

/* What the manager was told next; "" if nothing. */
static const char *told(const struct manager *m, char *text, size_t size)
{
	ssize_t n = recv(m->socket, text, size - 1, MSG_DONTWAIT);

	text[n > 0 ? n : 0] = '\0';
	return text;
}

static void the_manager_hears_what_is_told(void **state)
{
	struct service service;
	char text[64];

	service_open(&service);
	service_tell(&service, "READY=1");
	assert_string_equal(told(*state, text, sizeof text), "READY=1");
	assert_true(service.ping_at == INT64_MAX);
	service_ping(&service);
	assert_string_equal(told(*state, text, sizeof text), "");
	service_close(&service);
}

static void a_watchdog_is_fed_at_half_its_time(void **state)
{
	struct service service;
	char text[64];

	setenv("WATCHDOG_USEC", "60000000", 1);
	service_open(&service);
	service_ping(&service);
	assert_string_equal(told(*state, text, sizeof text), "WATCHDOG=1");
	assert_true(service.ping_at > clock_ns() + 29 * NS_PER_S);
	assert_true(service.ping_at <= clock_ns() + 30 * NS_PER_S);
	service_ping(&service);
	assert_string_equal(told(*state, text, sizeof text), "");
	service.ping_at = clock_ns();
	service_ping(&service);
	assert_string_equal(told(*state, text, sizeof text), "WATCHDOG=1");
	service_close(&service);
}

/* The manager started the launcher, which is the front's parent. */
static void a_watchdog_of_another_process_is_not_ours(void **state)
{
	struct service service;
	char pid[16];

	(void)state;
	setenv("WATCHDOG_USEC", "60000000", 1);
	setenv("WATCHDOG_PID", "1", 1);
	service_open(&service);
	assert_true(service.ping_at == INT64_MAX);
	service_close(&service);
	snprintf(pid, sizeof pid, "%d", getppid());
	setenv("WATCHDOG_PID", pid, 1);
	service_open(&service);
	assert_true(service.ping_at != INT64_MAX);
	service_close(&service);
}

static void without_a_manager_nothing_happens(void **state)
{
	static const char *const names[] = { NULL, "", "/", "/nowhere/at/all" };

	(void)state;
	setenv("WATCHDOG_USEC", "60000000", 1);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct service service;

		if (names[i])
			setenv("NOTIFY_SOCKET", names[i], 1);
		else
			unsetenv("NOTIFY_SOCKET");
		service_open(&service);
		assert_int_equal(service.socket, -1);
		assert_true(service.ping_at == INT64_MAX);
		service_tell(&service, "READY=1");
		service_ping(&service);
		service_close(&service);
	}
}

static void a_manager_that_went_away_harms_nothing(void **state)
{
	struct manager *m = *state;
	struct service service;

	service_open(&service);
	shutdown(m->socket, SHUT_RDWR);
	close(m->socket);
	m->socket = socket(AF_UNIX, SOCK_DGRAM, 0);
	service_tell(&service, "STOPPING=1");
	service_close(&service);
}

#define WITH_MANAGER(test) cmocka_unit_test_setup_teardown(test, open_manager, close_manager)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MANAGER(the_manager_hears_what_is_told),
		WITH_MANAGER(a_watchdog_is_fed_at_half_its_time),
		WITH_MANAGER(a_watchdog_of_another_process_is_not_ours),
		WITH_MANAGER(without_a_manager_nothing_happens),
		WITH_MANAGER(a_manager_that_went_away_harms_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "worker/web.h"

#include "util/cleanup.h"
#include "util/clock.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { CONNECTION_BYTES = 8192, BACKLOG = 64 };

struct web {
	struct MHD_Daemon *daemon;
	int epoll;
	struct web_pages pages;
	size_t count;			/* of what is open */
	struct open_connection {
		int socket;		/* the library's */
		int64_t since_ns;
	} open[WEB_CONNECTIONS];
};

/* ---- answers ---- */

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status,
			      struct strbuf *text)
{
	size_t length = text->length;
	struct MHD_Response *response = MHD_create_response_from_buffer(length, strbuf_take(text),
									MHD_RESPMEM_MUST_FREE);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
	MHD_add_response_header(response, "Connection", "close");
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, "Allow", "GET, HEAD");
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
				  const char *url, const char *method, const char *version,
				  /* NOLINTNEXTLINE(readability-non-const-parameter): theirs */
				  const char *body, size_t *body_size, void **state)
{
	const struct web *web = context;
	autostrbuf struct strbuf text = { 0 };
	unsigned status = MHD_HTTP_OK;

	(void)version, (void)body, (void)body_size, (void)state;
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
		status = MHD_HTTP_METHOD_NOT_ALLOWED;
		strbuf_printf(&text, "only GET and HEAD\n");
	} else if (strcmp(url, "/metrics") == 0) {
		web->pages.metrics(web->pages.context, &text);
	} else if (strcmp(url, "/healthz") == 0) {
		if (!web->pages.is_healthy(web->pages.context, &text))
			status = MHD_HTTP_SERVICE_UNAVAILABLE;
		strbuf_append(&text, "\n", 1);
	} else {
		status = MHD_HTTP_NOT_FOUND;
		strbuf_printf(&text, "there are /metrics and /healthz\n");
	}
	return answer(connection, status, &text);
}

/* ---- who is connected ---- */

static int socket_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static void on_connection(void *context, struct MHD_Connection *connection, void **state,
			  enum MHD_ConnectionNotificationCode code)
{
	struct web *web = context;
	int socket = socket_of(connection);

	(void)state;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		if (web->count < WEB_CONNECTIONS)
			web->open[web->count++] = (struct open_connection){ socket, clock_ns() };
		return;
	}
	for (size_t i = 0; i < web->count; i++)
		if (web->open[i].socket == socket) {
			memmove(&web->open[i], &web->open[i + 1],
				(--web->count - i) * sizeof web->open[0]);
			return;
		}
}

static int64_t life_ns(const struct web *web)
{
	return (web->count < WEB_CONNECTIONS ? WEB_LIFE_S : WEB_LIFE_FULL_S) * NS_PER_S;
}

/* The library sees the end of the connection and frees it. The oldest come first. */
static void cut_off_old(struct web *web)
{
	int64_t now = clock_ns(), life = life_ns(web);

	for (size_t i = 0; i < web->count && web->open[i].since_ns + life <= now; i++)
		shutdown(web->open[i].socket, SHUT_RDWR);
}

/* ---- the socket ---- */

static int bind_to(const struct worker_listen *listen_at, bool share, struct error *err)
{
	const struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(listen_at->port),
					.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
					 .sin6_port = htons(listen_at->port),
					 .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	const struct sockaddr *address = listen_at->ipv6 ? (const struct sockaddr *)&v6 :
							   (const struct sockaddr *)&v4;
	autoclose int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	const int yes = 1;

	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0 ||
	    (share && setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) < 0) ||
	    bind(fd, address, listen_at->ipv6 ? sizeof v6 : sizeof v4) < 0 || listen(fd, BACKLOG) < 0)
		return error_system(err, "metrics: cannot listen on %s:%u; give each worker of this "
				    "host a port of its own", listen_at->ipv6 ? "[::1]" : "127.0.0.1",
				    listen_at->port);
	return TAKE_FD(fd);
}

/*
 * Every socket of ours may be shared, as a successor will want to; but whoever is none must find
 * the port free: two workers with one address would each be asked every other time.
 */
static int open_socket(const struct worker_listen *listen_at, bool is_successor, struct error *err)
{
	if (!is_successor) {
		autoclose int probe = bind_to(listen_at, false, err);

		if (probe < 0)
			return -1;
	}
	return bind_to(listen_at, true, err);
}

int web_open(const struct worker_listen *listen, bool is_successor, const struct web_pages *pages,
	     struct web **ret_web, struct error *err)
{
	autoclose int fd = open_socket(listen, is_successor, err);
	struct web *web;

	if (fd < 0)
		return -1;
	web = calloc(1, sizeof *web);
	if (!web)
		abort();	/* see util/string.h */
	web->pages = *pages;
	web->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request, web,
				       MHD_OPTION_LISTEN_SOCKET, fd,
				       MHD_OPTION_CONNECTION_LIMIT, (unsigned)WEB_CONNECTIONS,
				       MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
				       MHD_OPTION_NOTIFY_CONNECTION, on_connection, web,
				       MHD_OPTION_END);
	if (!web->daemon) {
		free(web);
		return error_system(err, "metrics: the HTTP server does not start");
	}
	TAKE_FD(fd);		/* the daemon's */
	web->epoll = MHD_get_daemon_info(web->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	*ret_web = web;
	return 0;
}

int web_socket(const struct web *web)
{
	return web ? web->epoll : -1;
}

int64_t web_due(const struct web *web)
{
	MHD_UNSIGNED_LONG_LONG ms;
	int64_t due = INT64_MAX;

	if (!web)
		return INT64_MAX;
	if (web->count)
		due = web->open[0].since_ns + life_ns(web);
	if (MHD_get_timeout(web->daemon, &ms) == MHD_YES && ms < 3600000 &&
	    clock_ns() + (int64_t)ms * NS_PER_MS < due)
		due = clock_ns() + (int64_t)ms * NS_PER_MS;
	return due;
}

void web_run(struct web *web)
{
	if (!web)
		return;
	cut_off_old(web);
	MHD_run(web->daemon);
}

void web_close(struct web *web)
{
	if (!web)
		return;
	MHD_stop_daemon(web->daemon);
	free(web);
}

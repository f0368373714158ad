/*
 * service: tells the service manager that started us that we are ready, alive or stopping:
 * sd_notify(3), whose protocol is one datagram to $NOTIFY_SOCKET. Without a manager nothing happens.
 *
 *	service_open(&service);			once, while the environment is there
 *	service_tell(&service, "READY=1");
 *	service_ping(&service);			in the loop; at the latest at service.ping_at
 *	service_close(&service);
 */
#ifndef WORKER_SERVICE_H
#define WORKER_SERVICE_H

#include <stdint.h>

struct service {
	int socket;		/* connected; -1: nobody wants to know */
	int64_t every_ns;	/* half of what the watchdog allows; 0: there is none */
	int64_t ping_at;	/* CLOCK_MONOTONIC; INT64_MAX without a watchdog */
};

void service_open(struct service *service);

/* state: "READY=1", "STOPPING=1", "STATUS=...". Nobody depends on its arrival. */
void service_tell(const struct service *service, const char *state);

void service_ping(struct service *service);
void service_close(struct service *service);

#endif

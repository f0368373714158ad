/*
 * web: /metrics and /healthz over HTTP, on loopback. The only user of libmicrohttpd.
 *
 *	web_open(&listen, is_successor, &pages, &web, err);	before the role's filter: it listens
 *	for ever:
 *		poll web_socket(web) and wait no longer than until web_due(web)
 *		web_run(web);
 *	web_close(web);
 *
 * No thread: the library is driven from the caller's loop, which asks nobody twice and waits for
 * nobody: sockets do not block, and what one turn does is bounded. Whoever connects and says
 * nothing, or one byte a second, is cut off: after WEB_LIFE_S in any case, and at once by age when
 * WEB_CONNECTIONS are open, so that somebody who asks in earnest gets in. Each connection has 8 KiB
 * for what is sent to us, and one answer.
 */
#ifndef WORKER_WEB_H
#define WORKER_WEB_H

#include "config/config.h"
#include "util/error.h"
#include "util/string.h"

#include <stdbool.h>
#include <stdint.h>

enum { WEB_CONNECTIONS = 32, WEB_LIFE_S = 10, WEB_LIFE_FULL_S = 1 };

struct web;

/* What is answered; called while web_run() runs. */
struct web_pages {
	void (*metrics)(void *context, struct strbuf *text);
	bool (*is_healthy)(void *context, struct strbuf *reason);
	void *context;
};

/*
 * Another process that listens there is ERROR_SYSTEM with the cure. Only a successor may share the
 * port with its predecessor, until that one closes. pages is copied.
 */
int web_open(const struct worker_listen *listen, bool is_successor, const struct web_pages *pages,
	     struct web **ret_web, struct error *err);

/* For poll(); -1 if web is NULL. */
int web_socket(const struct web *web);

/* When web_run() is due without anything to read, by CLOCK_MONOTONIC; INT64_MAX: not. */
int64_t web_due(const struct web *web);

void web_run(struct web *web);		/* NULL is fine, here and below */
void web_close(struct web *web);

#endif

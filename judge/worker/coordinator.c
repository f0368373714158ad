#include "worker/coordinator.h"

#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "worker/dispatch.h"
#include "worker/examine.h"
#include "worker/presence.h"
#include "worker/results.h"
#include "worker/state.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { DRAIN_S = 5 };

/* All that is due with the database, in one place, so that its faults are met in one place. */
static int converse(struct coordinator *c, struct error *err)
{
	unsigned channels = 0;

	if (queue_consume(c->queue, &channels, err) < 0)
		return -1;
	if (channels & QUEUE_READY)
		c->may_claim = true;
	if (results_write(c, err) < 0)
		return -1;
	if (clock_ns() >= c->heartbeat_at && presence_beat(c, err) < 0)
		return -1;
	if (clock_ns() >= c->maintain_at) {
		if (queue_maintain(c->queue, c->config->lease_ns, err) < 0)
			return -1;
		c->maintain_at = clock_ns() + c->config->heartbeat_ns;
		c->may_claim = true;
	}
	if (clock_ns() >= c->poll_at)
		c->may_claim = true;
	if (examine_tell(c, err) < 0)
		return -1;
	if (!c->stops && !c->draining && c->may_claim && health_may_claim(&c->health))
		return dispatch_claim(c, err);
	return 0;
}

static int until(int64_t when)
{
	int64_t left = when - clock_ns();

	return left <= 0 ? 0 : (int)(left / NS_PER_MS) + 1;
}

static int timeout_ms(const struct coordinator *c)
{
	int64_t next = c->connected ? c->heartbeat_at : c->retry_at;

	if (c->connected && results_waiting(c))
		return 0;
	if (c->connected && c->poll_at < next)
		next = c->poll_at;
	if (c->connected && c->pool.count && !dispatch_is_idle(c) &&
	    clock_ns() + RESULTS_PROGRESS_MS * NS_PER_MS < next)
		next = clock_ns() + RESULTS_PROGRESS_MS * NS_PER_MS;
	if (c->stops && c->drain_at < next)
		next = c->drain_at;
	if (c->service.ping_at < next)
		next = c->service.ping_at;
	if (c->health.state == HEALTH_SICK && c->health.test_at < next)
		next = c->health.test_at;
	return until(next);
}

static int wait_for_news(struct coordinator *c, struct error *err)
{
	struct pollfd extra[] = {
		{ .fd = c->signals, .events = POLLIN },
		{ .fd = c->connected ? queue_socket(c->queue) : -1, .events = POLLIN },
	};
	struct signalfd_siginfo info;

	if (pool_wait(&c->pool, extra, ARRAY_SIZE(extra), timeout_ms(c), err) < 0)
		return -1;
	if (extra[0].revents && read(c->signals, &info, sizeof info) == sizeof info) {
		c->stops++;
		c->drain_at = clock_ns() + (c->stops > 1 ? 0 : DRAIN_S * NS_PER_S);
		log_text(&c->log, LOG_LEVEL_INFO, "stopping");
		service_tell(&c->service, "STOPPING=1");
	}
	return 0;
}

static bool is_over(const struct coordinator *c)
{
	if (c->stops)
		return dispatch_is_idle(c) || clock_ns() >= c->drain_at;
	if (c->draining)
		return dispatch_is_idle(c);
	if (c->task->once && c->health.state == HEALTH_SICK)
		return true;
	return c->task->once && c->connected && !c->may_claim && dispatch_is_idle(c);
}

static int loop(struct coordinator *c, struct error *err)
{
	while (!is_over(c)) {
		int result = 0;

		if (c->connected)
			result = converse(c, err);
		else if (clock_ns() >= c->retry_at)
			result = presence_connect(c, err);
		if (result < 0 && presence_recover(c, err) < 0)
			return -1;
		presence_give_up(c);
		examine_step(c);
		service_ping(&c->service);
		if (is_over(c))
			break;
		if (wait_for_news(c, err) < 0)
			return -1;
	}
	return 0;
}

static int open_signals(struct error *err)
{
	sigset_t mask;
	int fd;

	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTERM);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &mask, SFD_CLOEXEC);
	return fd < 0 ? error_system(err, "signals") : fd;
}

static int run(struct coordinator *c, struct error *err)
{
	char text[64];

	c->signals = open_signals(err);
	if (c->signals < 0 ||
	    store_open(&c->store, c->config->packages, &c->log, err) < 0 ||
	    pool_start(&c->pool, c->task->control, (unsigned)c->config->slots,
		       c->task->profiles, dispatch_ended, c, err) < 0 ||
	    launcher_drop_privileges(err) < 0 || presence_join(c, err) < 0)
		return -1;
	c->pool.on_broken = dispatch_broken;
	snprintf(text, sizeof text, "%lld", (long long)c->config->slots);
	log_event(&c->log, LOG_LEVEL_INFO, "ready", "name", c->config->name, "slots", text);
	service_tell(&c->service, "READY=1");
	if (loop(c, err) < 0)
		return -1;
	presence_leave(c);
	if (c->task->once && c->health.state == HEALTH_SICK)
		return error_set(err, ERROR_SYSTEM, 0, "this worker cannot judge: %s",
				 c->health.reason);
	return 0;
}

int coordinator_run(const struct coordinator_task *task, struct error *err)
{
	struct coordinator *c = calloc(1, sizeof *c);
	int status;

	if (!c)
		return error_system(err, "worker");
	c->task = task;
	c->examination.slot = -1;
	c->config = task->config;
	c->log = (struct log){ .level = task->config->log, .component = "worker" };
	gethostname(c->host, sizeof c->host - 1);
	c->identity = (struct queue_worker){ .name = c->config->name, .host = c->host,
					     .program = "assize",
					     .slots = (unsigned)c->config->slots,
					     .pools = c->config->pools };
	service_open(&c->service);
	status = run(c, err);
	service_close(&c->service);
	for (unsigned i = 0; i < POOL_SLOTS; i++)
		lane_clear(&c->lane[i]);
	queue_close(c->queue);
	store_close(&c->store);
	free(c);
	return status;
}

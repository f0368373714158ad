#include "worker/coordinator.h"

#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/version.h"
#include "worker/dispatch.h"
#include "worker/examine.h"
#include "worker/fetch.h"
#include "worker/prefetch.h"
#include "worker/presence.h"
#include "worker/results.h"
#include "worker/state.h"
#include "worker/succession.h"
#include "worker/watch.h"
#include "worker/web.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { STOP_MARGIN_S = 20 };	/* of the service manager's patience, beyond draining */

static int maintain(struct coordinator *c, struct error *err)
{
	int64_t expired;

	if (queue_maintain(c->queue, &expired, err) < 0)
		return -1;
	metrics_add(c->metrics, METER_LEASES_EXPIRED, METRIC_PLAIN, (double)expired);
	/* Twice a heartbeat: who vanished is found within a lease and half a heartbeat. */
	c->maintain_at = clock_ns() + c->config->heartbeat_ns / 2;
	c->may_claim = true;
	return 0;
}

static bool is_leaving(const struct coordinator *c)
{
	return c->stops || c->succession != SUCCESSION_NONE;
}

/* For --drain: jobs that wait after a failure are still to come; what others hold is theirs. */
static int look_for_the_end(struct coordinator *c, struct error *err)
{
	bool has_work;

	if (!c->task->drain || c->may_claim || !dispatch_is_idle(c))
		return 0;
	if (queue_has_work(c->queue, &has_work, err) < 0)
		return -1;
	c->drained = !has_work;
	return 0;
}

/* Whether it claims then or not, the next time comes: who may not claim must not spin. */
static void poll_at_times(struct coordinator *c)
{
	int64_t now = clock_ns();

	if (health_resumes(&c->health, now))
		c->may_claim = true;
	if (now < c->poll_at)
		return;
	c->may_claim = true;
	c->poll_at = now + c->config->poll_ns / 4 * 3 +
		     now % (c->config->poll_ns / 2 + 1);	/* workers spread */
}

/* All that is due with the database, in one place, so that its faults are met in one place. */
static int converse(struct coordinator *c, struct error *err)
{
	unsigned channels = 0;

	if (queue_consume(c->queue, &channels, err) < 0)
		return -1;
	if (channels & QUEUE_READY)
		c->may_claim = true;
	/* Before results, which may wait for a lock: all leases hang on it. */
	if (clock_ns() >= c->heartbeat_at && presence_beat(c, err) < 0)
		return -1;
	if (results_write(c, err) < 0)
		return -1;
	if (clock_ns() >= c->maintain_at && maintain(c, err) < 0)
		return -1;
	if (succession_step_aside(c, err) < 0 || watch_queue(c, err) < 0)
		return -1;
	poll_at_times(c);
	if (examine_tell(c, err) < 0)
		return -1;
	if (!is_leaving(c) && !c->draining && c->may_claim && health_may_claim(&c->health) &&
	    dispatch_claim(c, err) < 0)
		return -1;
	if (fetch_step(c, err) < 0)
		return -1;
	if (prefetch_step(c, err) < 0)
		return -1;
	return look_for_the_end(c, err);
}

static int until(int64_t when)
{
	int64_t left = when - clock_ns();

	return left <= 0 ? 0 : (int)(left / NS_PER_MS) + 1;
}

static int timeout_ms(const struct coordinator *c)
{
	int64_t next = c->connected ? c->heartbeat_at : c->retry_at;

	if (c->connected && (results_waiting(c) || fetch_is_due(c) || prefetch_is_due(c)))
		return 0;
	if (c->connected && c->poll_at < next)
		next = c->poll_at;
	if (c->connected && c->health.claim_at && c->health.claim_at < next)
		next = c->health.claim_at;
	if (c->connected && c->pool.count && !dispatch_is_idle(c) &&
	    clock_ns() + RESULTS_PROGRESS_MS * NS_PER_MS < next)
		next = clock_ns() + RESULTS_PROGRESS_MS * NS_PER_MS;
	if (is_leaving(c) && c->drain_at < next)
		next = c->drain_at;
	if (watch_due(c) < next)
		next = watch_due(c);
	if (c->service.ping_at < next)
		next = c->service.ping_at;
	if (examine_due(c) < next)
		next = examine_due(c);
	return until(next);
}

/* SIGHUP is the supervisor's: it comes here only from a terminal that ends. */
static void serve_signal(struct coordinator *c)
{
	struct signalfd_siginfo info;
	char text[80];
	int64_t drain_at;

	if (read(c->signals, &info, sizeof info) != sizeof info || info.ssi_signo == SIGHUP)
		return;
	c->stops++;
	drain_at = clock_ns() + (c->stops > 1 ? 0 : c->config->drain_ns);
	if (c->succession == SUCCESSION_NONE || drain_at < c->drain_at)
		c->drain_at = drain_at;
	log_text(&c->log, LOG_LEVEL_INFO, "stopping");
	snprintf(text, sizeof text, "STOPPING=1\nEXTEND_TIMEOUT_USEC=%lld",
		 (long long)(c->config->drain_ns / NS_PER_US + STOP_MARGIN_S * 1000000LL));
	service_tell(&c->service, text);
}

static int wait_for_news(struct coordinator *c, struct error *err)
{
	struct pollfd extra[] = {
		{ .fd = c->signals, .events = POLLIN },
		{ .fd = c->connected ? queue_socket(c->queue) : -1, .events = POLLIN },
		{ .fd = c->task->handover, .events = POLLIN },
		{ .fd = web_socket(c->web), .events = POLLIN },
	};

	if (pool_wait(&c->pool, extra, ARRAY_SIZE(extra), timeout_ms(c), err) < 0)
		return -1;
	if (extra[0].revents)
		serve_signal(c);
	if (extra[2].revents)
		succession_receive(c);
	watch_turn(c);
	return 0;
}

static bool is_over(const struct coordinator *c)
{
	/* The name is given up while there is a connection: the successor waits for that. */
	if (is_leaving(c))
		return (c->succession != SUCCESSION_ASKED && dispatch_is_idle(c)) ||
		       clock_ns() >= c->drain_at;
	if (c->draining)
		return dispatch_is_idle(c);
	if (c->drained || ((c->task->once || c->task->drain) && c->health.state == HEALTH_SICK))
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
		succession_tell(c);
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
	sigaddset(&mask, SIGHUP);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &mask, SFD_CLOEXEC);
	return fd < 0 ? error_system(err, "signals") : fd;
}

/* Slots and all that needs the starting user's rights first; then it is one of the unprivileged. */
static int prepare(struct coordinator *c, struct error *err)
{
	c->signals = open_signals(err);
	if (c->signals < 0 ||
	    store_open(&c->store, c->config->packages, &c->log, err) < 0 ||
	    fetch_open(c, err) < 0 ||
	    pool_start(&c->pool, c->task->control, (unsigned)c->config->slots,
		       c->task->profiles, dispatch_ended, c, err) < 0 ||
	    watch_open(c, err) < 0)
		return -1;
	c->pool.on_broken = dispatch_broken;
	return launcher_drop_privileges(err);
}

static int run(struct coordinator *c, struct error *err)
{
	char text[64];
	int joined;

	if (prepare(c, err) < 0)
		return -1;
	joined = presence_join(c, err);
	if (joined != 0)
		return joined < 0 ? -1 : 0;
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
	c->log = (struct log){ .level = task->config->log, .component = "worker",
			       .format = task->config->log_format };
	gethostname(c->host, sizeof c->host - 1);
	c->identity = (struct queue_worker){ .name = c->config->name, .host = c->host,
					     .program = "assize " ASSIZE_VERSION,
					     .slots = (unsigned)c->config->slots,
					     .pools = c->config->pools,
					     .lease_ns = c->config->lease_ns };
	service_open(&c->service);
	status = run(c, err);
	service_close(&c->service);
	watch_close(c);
	for (unsigned i = 0; i < POOL_SLOTS; i++)
		lane_clear(&c->lane[i]);
	queue_close(c->queue);
	metrics_free(c->metrics);
	fetch_close(c);
	store_close(&c->store);
	free(c);
	return status;
}

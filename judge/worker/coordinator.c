#include "worker/coordinator.h"

#include "queue/queue.h"
#include "report/json.h"
#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/log.h"
#include "worker/intake.h"
#include "worker/lane.h"
#include "worker/pool.h"
#include "worker/service.h"
#include "worker/store.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { PROGRESS_MS = 250, DRAIN_S = 5, RETRY_FIRST_MS = 50, RETRY_MOST_MS = 5000 };

struct coordinator {
	const struct coordinator_task *task;
	const struct worker_config *config;
	struct log log;
	struct store store;
	struct pool pool;
	struct lane lane[POOL_SLOTS];
	struct queue *queue;
	struct service service;
	struct queue_worker identity;
	char host[65];
	int signals;
	bool connected, may_claim;
	int stops;			/* signals to stop that were received */
	int64_t poll_at, heartbeat_at, maintain_at, retry_at, retry_ms, drain_at;
	int64_t heard_ns;		/* when the database last knew that we live */
};

static void say(struct coordinator *c, enum log_level level, const struct lane *lane,
		const char *what, const char *detail)
{
	char judgement[24];

	snprintf(judgement, sizeof judgement, "%lld", (long long)lane->job.lease.judgement);
	log_event(&c->log, level, what, "judgement", judgement, "problem",
		  lane->job.submission.problem, "detail", detail);
}

/* ---- slots ---- */

static void ended(void *context, unsigned slot, const struct error *failure)
{
	struct coordinator *c = context;

	lane_end(&c->lane[slot], failure);
	c->may_claim = true;
}

static void on_broken(void *context, const char *package, const struct error *failure)
{
	const struct coordinator *c = context;
	char text[1024], many[16];

	snprintf(many, sizeof many, "%d", BROKEN_AFTER);
	log_event(&c->log, LOG_LEVEL_ERROR, "package broken", "problem", package, "submissions",
		  many, "detail", error_text(failure, text, sizeof text));
}

/* The lease is somebody else's, or is to be given back: what the slot does is not wanted. */
static void drop(struct coordinator *c, unsigned slot)
{
	struct lane *lane = &c->lane[slot];

	if (lane->state == LANE_JUDGING) {
		lane->state = LANE_DROPPED;
		pool_abort(&c->pool, slot);
	} else if (lane->state == LANE_JUDGED || lane->state == LANE_FAILED) {
		lane_clear(lane);
	}
}

static void drop_all(struct coordinator *c)
{
	for (unsigned i = 0; i < c->pool.count; i++)
		drop(c, i);
}

static int start(struct coordinator *c, unsigned slot, struct queue_job *job)
{
	const struct judge_options options = {
		.full = job->full,
		.reruns = (uint32_t)c->config->borderline_reruns,
		.time_ns = c->config->limits.time_ns,
		.memory_bytes = (uint64_t)c->config->limits.memory_bytes,
		.output_bytes = (uint64_t)c->config->limits.output_bytes,
		.processes = (uint32_t)c->config->limits.processes,
	};
	struct lane *lane = &c->lane[slot];
	const struct profile *profile;
	const struct tree *tree;
	struct error err = { 0 };

	lane_start(lane, job);
	tree = store_find(&c->store, lane->job.submission.problem, &err);
	if (!tree ||
	    intake_submission(c->task->profiles, lane->job.submission.language, "",
			      &lane->job.submission, &profile, &err) < 0 ||
	    pool_judge(&c->pool, slot, &lane->job.submission, profile, tree, &options,
		       &lane->reporter, &err) < 0) {
		lane_end(lane, &err);
		return -1;
	}
	return 0;
}

/* ---- the queue ---- */

/* What a failed call means for the connection; -1 if nothing can be done about it. */
static int recover(struct coordinator *c, struct error *err)
{
	enum queue_fault fault = queue_fault(c->queue);

	if (fault == QUEUE_FAULT_TRANSIENT) {
		log_text(&c->log, LOG_LEVEL_WARNING, "database: %s", err->message);
		c->connected = false;
		c->retry_at = clock_ns() + c->retry_ms * NS_PER_MS;
		c->retry_ms = c->retry_ms * 2 < RETRY_MOST_MS ? c->retry_ms * 2 : RETRY_MOST_MS;
		return 0;
	}
	if (fault == QUEUE_FAULT_FENCED) {
		log_text(&c->log, LOG_LEVEL_WARNING, "silent for too long: all leases are lost");
		drop_all(c);
		if (queue_register(c->queue, &c->identity, err) == 0)
			return 0;
		if (queue_fault(c->queue) == QUEUE_FAULT_TRANSIENT)
			return recover(c, err);
	}
	return -1;
}

static int connect_again(struct coordinator *c, struct error *err)
{
	if (queue_connect(c->queue, err) < 0)
		return recover(c, err);
	log_text(&c->log, LOG_LEVEL_INFO, "database: connected again");
	c->connected = c->may_claim = true;
	c->retry_ms = RETRY_FIRST_MS;
	c->heartbeat_at = 0;
	return 0;
}

static int claim(struct coordinator *c, struct error *err)
{
	struct queue_job jobs[POOL_SLOTS];
	size_t idle = 0, count = 0;

	for (unsigned i = 0; i < c->pool.count; i++)
		idle += c->lane[i].state == LANE_IDLE && c->pool.slot[i].jobs >= 0 &&
			!c->pool.slot[i].reporter;
	if (idle == 0)
		return 0;
	if (queue_claim(c->queue, idle, jobs, &count, err) < 0)
		return -1;
	for (size_t k = 0; k < count; k++) {
		unsigned slot = 0;

		while (c->lane[slot].state != LANE_IDLE || c->pool.slot[slot].jobs < 0 ||
		       c->pool.slot[slot].reporter)
			slot++;
		start(c, slot, &jobs[k]);
	}
	c->may_claim = count == idle;
	c->poll_at = clock_ns() + c->config->poll_ns / 4 * 3 +
		     clock_ns() % (c->config->poll_ns / 2 + 1);	/* workers spread */
	return 0;
}

static int heartbeat(struct coordinator *c, struct error *err)
{
	struct queue_lease leases[POOL_SLOTS];
	enum queue_hold holds[POOL_SLOTS];
	unsigned slots[POOL_SLOTS];
	size_t count = 0;

	for (unsigned i = 0; i < c->pool.count; i++)
		if (c->lane[i].state != LANE_IDLE && c->lane[i].state != LANE_DROPPED) {
			slots[count] = i;
			leases[count++] = c->lane[i].job.lease;
		}
	if (queue_heartbeat(c->queue, leases, count, holds, err) < 0)
		return -1;
	c->heard_ns = clock_ns();
	c->heartbeat_at = c->heard_ns + c->config->heartbeat_ns;
	for (size_t k = 0; k < count; k++) {
		enum queue_outcome ignored;

		if (holds[k] == QUEUE_HELD)
			continue;
		say(c, LOG_LEVEL_WARNING, &c->lane[slots[k]],
		    holds[k] == QUEUE_LOST ? "lease lost" : "cancelled", "");
		drop(c, slots[k]);
		if (holds[k] == QUEUE_CANCELLED_NOW &&
		    queue_return(c->queue, &leases[k], &ignored, err) < 0)
			return -1;
	}
	return 0;
}

static int tell_progress(struct coordinator *c, unsigned slot, struct error *err)
{
	struct lane *lane = &c->lane[slot];
	size_t count = lane->test_count - lane->tests_told;
	enum queue_hold hold;

	if (clock_ns() < lane->told_ns + PROGRESS_MS * NS_PER_MS || count == 0)
		return 0;
	if (queue_progress(c->queue, &lane->job.lease, lane->tests + lane->tests_told, count, &hold,
			   err) < 0)
		return -1;
	lane->tests_told += count;
	lane->told_ns = clock_ns();
	if (hold == QUEUE_LOST) {
		say(c, LOG_LEVEL_WARNING, lane, "lease lost", "");
		drop(c, slot);
	}
	return 0;
}

static int write_judgement(struct coordinator *c, struct lane *lane, enum queue_outcome *outcome,
			   struct error *err)
{
	static const struct compile_result nothing = { .verdict = VERDICT_NONE };
	char receipt[RECEIPT_JSON_MAX];

	if (receipt_json(&lane->judgement.receipt, receipt, sizeof receipt, err) < 0)
		return -1;
	return queue_finish(c->queue, &lane->job.lease, lane->compile ? lane->compile : &nothing,
			    lane->tests, lane->test_count, &lane->judgement, receipt, outcome, err);
}

/* Writes a result; a result that the database cannot take is a failure of the judge's. */
static int publish(struct coordinator *c, struct lane *lane, struct error *err)
{
	enum queue_outcome outcome = QUEUE_REFUSED;
	char text[1024];

	if (lane->state == LANE_JUDGED && write_judgement(c, lane, &outcome, err) < 0) {
		if (queue_fault(c->queue) != QUEUE_FAULT_REQUEST)
			return -1;
		lane->failure = *err;
		lane->state = LANE_FAILED;
	}
	if (lane->state == LANE_FAILED) {
		bool lost = lane->failure.kind == ERROR_LOST;

		error_text(&lane->failure, text, sizeof text);
		say(c, lost ? LOG_LEVEL_WARNING : LOG_LEVEL_ERROR, lane,
		    lost ? "died under the job" : "judge error", text);
		if ((lost ? queue_lose : queue_fail)(c->queue, &lane->job.lease, text, &outcome,
						     err) < 0)
			return -1;
	} else {
		say(c, LOG_LEVEL_INFO, lane,
		    outcome == QUEUE_REFUSED ? "too late: the lease was lost" : "judged",
		    verdict_code(lane->judgement.verdict));
	}
	lane_clear(lane);
	return 0;
}

static int write_results(struct coordinator *c, struct error *err)
{
	for (unsigned i = 0; i < c->pool.count; i++) {
		struct lane *lane = &c->lane[i];
		int result = 0;

		if (lane->state == LANE_JUDGED || lane->state == LANE_FAILED)
			result = publish(c, lane, err);
		else if (lane->state == LANE_JUDGING)
			result = tell_progress(c, i, err);
		if (result < 0)
			return -1;
	}
	return 0;
}

/* All that is due with the database, in one place, so that its faults are met in one place. */
static int converse(struct coordinator *c, struct error *err)
{
	unsigned channels = 0;

	if (queue_consume(c->queue, &channels, err) < 0)
		return -1;
	if (channels & QUEUE_READY)
		c->may_claim = true;
	if (write_results(c, err) < 0)
		return -1;
	if (clock_ns() >= c->heartbeat_at && heartbeat(c, err) < 0)
		return -1;
	if (clock_ns() >= c->maintain_at) {
		if (queue_maintain(c->queue, c->config->lease_ns, err) < 0)
			return -1;
		c->maintain_at = clock_ns() + c->config->heartbeat_ns;
		c->may_claim = true;
	}
	if (clock_ns() >= c->poll_at)
		c->may_claim = true;
	if (!c->stops && c->may_claim)
		return claim(c, err);
	return 0;
}

/* ---- the loop ---- */

static bool is_idle(const struct coordinator *c)
{
	for (unsigned i = 0; i < c->pool.count; i++)
		if (c->lane[i].state != LANE_IDLE)
			return false;
	return true;
}

static bool has_results(const struct coordinator *c)
{
	for (unsigned i = 0; i < c->pool.count; i++)
		if (c->lane[i].state == LANE_JUDGED || c->lane[i].state == LANE_FAILED)
			return true;
	return false;
}

static int until(int64_t when)
{
	int64_t left = when - clock_ns();

	return left <= 0 ? 0 : (int)(left / NS_PER_MS) + 1;
}

static int timeout_ms(const struct coordinator *c)
{
	int64_t next = c->connected ? c->heartbeat_at : c->retry_at;

	if (c->connected && has_results(c))
		return 0;
	if (c->connected && c->poll_at < next)
		next = c->poll_at;
	if (c->connected && c->pool.count && !is_idle(c) &&
	    clock_ns() + PROGRESS_MS * NS_PER_MS < next)
		next = clock_ns() + PROGRESS_MS * NS_PER_MS;
	if (c->stops && c->drain_at < next)
		next = c->drain_at;
	if (c->service.ping_at < next)
		next = c->service.ping_at;
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

/* Away for so long that others have been given our jobs. */
static void give_up_leases(struct coordinator *c)
{
	if (c->connected || is_idle(c) || clock_ns() < c->heard_ns + c->config->lease_ns)
		return;
	log_text(&c->log, LOG_LEVEL_WARNING, "no database for so long that all leases are lost");
	drop_all(c);
}

static bool is_over(const struct coordinator *c)
{
	if (c->stops)
		return is_idle(c) || clock_ns() >= c->drain_at;
	return c->task->once && c->connected && !c->may_claim && is_idle(c);
}

static int loop(struct coordinator *c, struct error *err)
{
	while (!is_over(c)) {
		int result = 0;

		if (c->connected)
			result = converse(c, err);
		else if (clock_ns() >= c->retry_at)
			result = connect_again(c, err);
		if (result < 0 && recover(c, err) < 0)
			return -1;
		give_up_leases(c);
		service_ping(&c->service);
		if (is_over(c))
			break;
		if (wait_for_news(c, err) < 0)
			return -1;
	}
	return 0;
}

/* Leases that are still held go back with the registration. */
static void leave(struct coordinator *c)
{
	struct error ignored;

	if (c->connected && queue_unregister(c->queue, &ignored) < 0)
		log_text(&c->log, LOG_LEVEL_WARNING, "could not sign off: %s", ignored.message);
	drop_all(c);
	log_text(&c->log, LOG_LEVEL_INFO, "stopped");
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

static int join_queue(struct coordinator *c, struct error *err)
{
	c->queue = queue_open(c->config->database);
	if (queue_connect(c->queue, err) < 0 ||
	    queue_register(c->queue, &c->identity, err) < 0 ||
	    queue_listen(c->queue, QUEUE_READY, err) < 0)
		return -1;
	c->connected = c->may_claim = true;
	c->retry_ms = RETRY_FIRST_MS;
	c->heard_ns = clock_ns();
	return 0;
}

static int run(struct coordinator *c, struct error *err)
{
	char text[64];

	c->signals = open_signals(err);
	if (c->signals < 0 ||
	    store_open(&c->store, c->config->packages, &c->log, err) < 0 ||
	    pool_start(&c->pool, c->task->control, (unsigned)c->config->slots,
		       c->task->profiles, ended, c, err) < 0 ||
	    launcher_drop_privileges(err) < 0 || join_queue(c, err) < 0)
		return -1;
	c->pool.on_broken = on_broken;
	snprintf(text, sizeof text, "%lld", (long long)c->config->slots);
	log_event(&c->log, LOG_LEVEL_INFO, "ready", "name", c->config->name, "slots", text);
	service_tell(&c->service, "READY=1");
	if (loop(c, err) < 0)
		return -1;
	leave(c);
	return 0;
}

int coordinator_run(const struct coordinator_task *task, struct error *err)
{
	struct coordinator *c = calloc(1, sizeof *c);
	int status;

	if (!c)
		return error_system(err, "worker");
	c->task = task;
	c->config = task->config;
	c->log = (struct log){ .level = task->config->log, .component = "worker" };
	gethostname(c->host, sizeof c->host - 1);
	c->identity = (struct queue_worker){ .name = c->config->name, .host = c->host,
					     .program = "assize",
					     .slots = (unsigned)c->config->slots };
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

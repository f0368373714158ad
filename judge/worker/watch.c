#include "worker/watch.h"

#include "util/clock.h"
#include "worker/dispatch.h"
#include "worker/web.h"

#include <stdio.h>
#include <string.h>

enum { DEPTH_S = 5, STATUS_S = 5 };

/* NULL: it is well. A worker that was sick still is while it is tested again. */
static const char *sickness(const struct coordinator *c)
{
	return c->health.reason[0] ? c->health.reason : NULL;
}

static unsigned busy_slots(const struct coordinator *c)
{
	unsigned busy = 0;

	for (unsigned i = 0; i < c->pool.count; i++)
		busy += c->lane[i].state != LANE_IDLE;
	return busy;
}

/* ---- pages ---- */

static void write_metrics(void *context, struct strbuf *text)
{
	const struct coordinator *c = context;

	metrics_set(c->metrics, METER_SLOTS, METRIC_PLAIN, c->pool.count);
	metrics_set(c->metrics, METER_SLOTS_BUSY, METRIC_PLAIN, busy_slots(c));
	metrics_set(c->metrics, METER_CONNECTED, METRIC_PLAIN, c->connected);
	meters_sick(c->metrics, sickness(c));
	meters_look(c->metrics);
	metrics_write(c->metrics, text);
}

/* This loop answers: a worker that hangs is one that does not. */
static bool is_healthy(void *context, struct strbuf *reason)
{
	const struct coordinator *c = context;
	int64_t silent = clock_ns() - c->heard_ns;

	if (sickness(c)) {
		strbuf_printf(reason, "sick: %s", sickness(c));
		return false;
	}
	if (!c->connected && silent > c->config->lease_ns) {
		strbuf_printf(reason, "no database for %lld s", (long long)(silent / NS_PER_S));
		return false;
	}
	strbuf_printf(reason, "ok");
	return true;
}

int watch_open(struct coordinator *c, struct error *err)
{
	const struct web_pages pages = { .metrics = write_metrics, .is_healthy = is_healthy,
					 .context = c };

	c->metrics = meters_new();
	c->turned_ns = clock_ns();
	if (!c->config->metrics.port)
		return 0;
	return web_open(&c->config->metrics, c->task->is_successor, &pages, &c->web, err);
}

void watch_close(struct coordinator *c)
{
	web_close(c->web);
	c->web = NULL;
}

/* ---- the loop ---- */

static void tell_status(struct coordinator *c)
{
	char text[200];

	if (c->service.socket < 0 || clock_ns() < c->status_at ||
	    c->succession == SUCCESSION_ASIDE)
		return;
	c->status_at = clock_ns() + STATUS_S * NS_PER_S;
	snprintf(text, sizeof text, "STATUS=%s, judging %u of %u, %.0f verdicts, %.0f judge errors",
		 c->stops ? "stopping" : sickness(c) ? "sick" : c->connected ? "connected" :
		 "no database", busy_slots(c), c->pool.count,
		 metrics_total(c->metrics, METER_VERDICTS),
		 metrics_value(c->metrics, METER_ATTEMPTS, METRIC_LABELS("failed")));
	if (strcmp(text, c->status) == 0)
		return;
	memcpy(c->status, text, sizeof c->status);
	service_tell(&c->service, text);
}

void watch_turn(struct coordinator *c)
{
	int64_t now = clock_ns();

	metrics_add(c->metrics, METER_SLOT_SECONDS, METRIC_PLAIN,
		    (double)busy_slots(c) * (double)(now - c->turned_ns) / NS_PER_S);
	c->turned_ns = now;
	web_run(c->web);
	tell_status(c);
}

int64_t watch_due(const struct coordinator *c)
{
	int64_t due = web_due(c->web);

	if (c->connected && c->web && c->depth_at < due)
		due = c->depth_at;
	return due;
}

/* ---- what happens ---- */

void watch_round_trip(void *context, int64_t ns, bool ok)
{
	const struct coordinator *c = context;

	metrics_observe(c->metrics, METER_ROUND_TRIP, METRIC_PLAIN, (double)ns / NS_PER_S);
	if (!ok)
		metrics_add(c->metrics, METER_DATABASE_FAULTS, METRIC_PLAIN, 1);
}

int watch_queue(struct coordinator *c, struct error *err)
{
	struct queue_depth depth[QUEUE_CLASSES];
	size_t count;

	if (!c->web || clock_ns() < c->depth_at)
		return 0;
	if (queue_depth(c->queue, depth, &count, err) < 0)
		return -1;
	c->depth_at = clock_ns() + DEPTH_S * NS_PER_S;
	for (size_t i = 0; i < count; i++) {
		const struct queue_depth *d = &depth[i];

		metrics_set(c->metrics, METER_QUEUE_JOBS, METRIC_LABELS(d->class, "ready"),
			    (double)d->ready);
		metrics_set(c->metrics, METER_QUEUE_JOBS, METRIC_LABELS(d->class, "delayed"),
			    (double)d->delayed);
		metrics_set(c->metrics, METER_QUEUE_JOBS, METRIC_LABELS(d->class, "leased"),
			    (double)d->leased);
		metrics_set(c->metrics, METER_QUEUE_JOBS, METRIC_LABELS(d->class, "paused"),
			    (double)d->paused);
		metrics_set(c->metrics, METER_QUEUE_OLDEST, METRIC_LABELS(d->class), d->oldest_s);
	}
	return 0;
}

void watch_claimed(struct coordinator *c, const struct queue_job *job)
{
	metrics_add(c->metrics, METER_CLAIMS, METRIC_PLAIN, 1);
	if (job->claims == 1)	/* later ones had waited for the earlier */
		metrics_observe(c->metrics, METER_WAIT, METRIC_PLAIN,
				(double)job->queued_ns / NS_PER_S);
}

void watch_ended(struct coordinator *c, const struct lane *lane, enum queue_outcome outcome)
{
	static const char *const failures[] = {
		[QUEUE_ACCEPTED] = "failed", [QUEUE_DUPLICATE] = "failed",
		[QUEUE_CANCELLED] = "cancelled", [QUEUE_REFUSED] = "refused", [QUEUE_DEAD] = "dead",
	};
	bool is_verdict = lane->state == LANE_JUDGED &&
			  (outcome == QUEUE_ACCEPTED || outcome == QUEUE_DUPLICATE);

	if (!is_verdict) {
		bool was_killed = lane->state == LANE_FAILED && lane->failure.kind == ERROR_LOST &&
				  outcome != QUEUE_REFUSED && outcome != QUEUE_DEAD;

		meters_attempt(c->metrics, was_killed ? "killed" : failures[outcome]);
		if (outcome == QUEUE_DEAD)
			meters_given_up(c->metrics, lane->job.submission.language);
		return;
	}
	meters_attempt(c->metrics, "judged");
	meters_judged(c->metrics, lane->job.submission.language, lane->compile, lane->tests,
		      lane->test_count, &lane->judgement);
	metrics_observe(c->metrics, METER_JUDGING, METRIC_PLAIN,
			(double)(clock_ns() - lane->started_ns) / NS_PER_S);
}

#include "worker/examine.h"

#include "util/clock.h"
#include "worker/dispatch.h"
#include "worker/fetch.h"

#include <stdio.h>
#include <string.h>

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	struct examination *examination = (struct examination *)reporter;

	examination->verdict = judgement->verdict;
	memcpy(examination->reason, judgement->reason, sizeof examination->reason);
}

static void conclude(struct coordinator *c, const char *reason)
{
	health_tested(&c->health, reason, clock_ns());
	log_event(&c->log, reason ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO,
		  reason ? "sick: the self-test failed" : "the self-test passed", "detail",
		  reason ? reason : "");
	c->may_claim = true;
	/* Who is sick has blamed them wrongly; who is well has the database pause them. */
	memset(&c->pool.broken, 0, sizeof c->pool.broken);
}

static void stop_hanging(struct coordinator *c)
{
	struct examination *e = &c->examination;

	if (e->slot < 0 || clock_ns() < e->end_at)
		return;
	e->hangs = true;
	pool_abort(&c->pool, (unsigned)e->slot);
}

void examine_step(struct coordinator *c)
{
	static const struct judge_options options = { .reruns = 0 };
	const struct profile *profile;
	struct examination *e = &c->examination;
	struct error err;
	int slot;

	stop_hanging(c);
	if (!health_wants_test(&c->health, clock_ns()) || c->stops)
		return;
	if (fetch_test(c, &err) < 0) {
		conclude(c, err.message);
		return;
	}
	if (!c->task->self_test) {
		conclude(c, NULL);
		return;
	}
	slot = dispatch_idle_slot(c);
	if (slot < 0)
		return;
	*e = (struct examination){ .reporter = { .on_done = on_done }, .slot = slot,
				    .end_at = clock_ns() + EXAMINE_MOST_S * NS_PER_S,
				    .blame_at = e->blame_at };
	health_begin(&c->health);
	if (profile_find(c->task->profiles, c->task->self_test->language, &profile, &err) < 0 ||
	    pool_judge(&c->pool, (unsigned)slot, c->task->self_test, profile,
		       c->task->self_test_package, &options, &e->reporter, &err) < 0) {
		e->slot = -1;
		conclude(c, err.message);
	}
}

int64_t examine_due(const struct coordinator *c)
{
	if (c->examination.slot >= 0)
		return c->examination.end_at;
	if (c->health.state != HEALTH_SICK || c->stops || dispatch_idle_slot(c) < 0)
		return INT64_MAX;
	return c->health.test_at;
}

bool examine_ended(struct coordinator *c, unsigned slot, const struct error *failure)
{
	struct examination *e = &c->examination;
	char text[REASON_BYTES];

	if (e->slot != (int)slot)
		return false;
	e->slot = -1;
	if (e->hangs) {
		conclude(c, "the self-test hangs");
	} else if (failure && failure->kind == ERROR_LOST) {
		/* Somebody may have killed it; not each time. */
		snprintf(text, sizeof text, "the self-test died %d times", HEALTH_DEATHS);
		if (!health_put_off(&c->health))
			conclude(c, text);
	} else if (failure) {
		conclude(c, error_text(failure, text, sizeof text));
	} else if (e->verdict != VERDICT_AC) {
		snprintf(text, sizeof text, "%s: %.200s", verdict_code(e->verdict), e->reason);
		conclude(c, text);
	} else {
		conclude(c, NULL);
	}
	return true;
}

int examine_tell(struct coordinator *c, struct error *err)
{
	struct health *health = &c->health;

	if (health->is_news &&
	    queue_set_sick(c->queue, health->reason[0] ? health->reason : NULL, err) < 0)
		return -1;
	health->is_news = false;
	while (health->state == HEALTH_WELL && health->blamed_count &&
	       clock_ns() >= c->examination.blame_at) {
		unsigned last = health->blamed_count - 1;

		if (queue_report_broken(c->queue, health->blamed[last].problem,
					health->blamed[last].reason, err) < 0) {
			c->examination.blame_at = clock_ns() + EXAMINE_BLAME_AGAIN_S * NS_PER_S;
			return queue_was_locked(c->queue) ? 0 : -1;
		}
		health->blamed_count--;
	}
	return 0;
}

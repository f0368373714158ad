#include "worker/dispatch.h"

#include "util/clock.h"
#include "worker/intake.h"

#include <stdio.h>

void dispatch_say(const struct coordinator *c, enum log_level level, const struct lane *lane,
		  const char *what, const char *detail)
{
	char judgement[24];

	snprintf(judgement, sizeof judgement, "%lld", (long long)lane->job.lease.judgement);
	log_event(&c->log, level, what, "judgement", judgement, "problem",
		  lane->job.submission.problem, "detail", detail);
}

bool dispatch_is_idle(const struct coordinator *c)
{
	for (unsigned i = 0; i < c->pool.count; i++)
		if (c->lane[i].state != LANE_IDLE)
			return false;
	return true;
}

void dispatch_ended(void *context, unsigned slot, const struct error *failure)
{
	struct coordinator *c = context;

	lane_end(&c->lane[slot], failure);
	c->may_claim = true;
}

void dispatch_broken(void *context, const char *package, const struct error *failure)
{
	const struct coordinator *c = context;
	char text[1024], many[16];

	snprintf(many, sizeof many, "%d", BROKEN_AFTER);
	log_event(&c->log, LOG_LEVEL_ERROR, "package broken", "problem", package, "submissions",
		  many, "detail", error_text(failure, text, sizeof text));
}

void dispatch_drop(struct coordinator *c, unsigned slot)
{
	struct lane *lane = &c->lane[slot];

	if (lane->state == LANE_JUDGING) {
		lane->state = LANE_DROPPED;
		pool_abort(&c->pool, slot);
	} else if (lane->state == LANE_JUDGED || lane->state == LANE_FAILED) {
		lane_clear(lane);
	}
}

void dispatch_drop_all(struct coordinator *c)
{
	for (unsigned i = 0; i < c->pool.count; i++)
		dispatch_drop(c, i);
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

int dispatch_claim(struct coordinator *c, struct error *err)
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

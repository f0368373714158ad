#include "worker/dispatch.h"

#include "util/clock.h"
#include "worker/examine.h"
#include "worker/intake.h"
#include "worker/succession.h"
#include "worker/trial.h"
#include "worker/watch.h"

#include <stdio.h>

void dispatch_say(const struct coordinator *c, enum log_level level, const struct lane *lane,
		  const char *what, const char *detail)
{
	char judgement[24], submission[24], test[16];
	bool has_test = lane->test_count > 0;

	snprintf(judgement, sizeof judgement, "%lld", (long long)lane->job.lease.judgement);
	snprintf(submission, sizeof submission, "%lld", (long long)lane->job.submission_id);
	snprintf(test, sizeof test, "%u", has_test ? lane->tests[lane->test_count - 1].index : 0);
	log_event(&c->log, level, what, "judgement", judgement, "submission", submission,
		  "problem", lane->job.submission.problem, "worker", c->config->name,
		  "detail", detail, has_test ? "test" : NULL, test);
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
	struct lane *lane = &c->lane[slot];

	c->may_claim = true;
	if (examine_ended(c, slot, failure))
		return;
	/* What was stopped says nothing of the worker. */
	if (lane->state == LANE_JUDGING && failure && failure->kind == ERROR_LOST)
		health_died(&c->health, lane->job.submission_id, clock_ns());
	else if (lane->state == LANE_JUDGING)
		health_note(&c->health, lane->job.submission_id, failure);
	if (lane->state == LANE_JUDGING && !failure && !lane->job.is_try)
		health_absolve(&c->health, c->pool.slot[slot].package);
	lane_end(lane, failure);
}

void dispatch_broken(void *context, const char *package, const struct error *failure)
{
	struct coordinator *c = context;
	char text[1024], many[16];

	snprintf(many, sizeof many, "%d", BROKEN_AFTER);
	log_event(&c->log, LOG_LEVEL_ERROR, "package broken", "problem", package, "submissions",
		  many, "worker", c->config->name, "detail", error_text(failure, text, sizeof text));
	health_blame(&c->health, package, text);
}

void dispatch_drop(struct coordinator *c, unsigned slot)
{
	struct lane *lane = &c->lane[slot];

	if (lane->state == LANE_JUDGING) {
		lane->state = LANE_DROPPED;
		pool_abort(&c->pool, slot);
	} else if (lane->state == LANE_FETCHING || lane->state == LANE_JUDGED ||
		   lane->state == LANE_FAILED) {
		lane_clear(lane);
	}
}

void dispatch_drop_all(struct coordinator *c)
{
	for (unsigned i = 0; i < c->pool.count; i++)
		dispatch_drop(c, i);
}

static int hand_down(struct coordinator *c, unsigned slot, const struct profile *profile,
		     const struct tree *tree, struct error *err)
{
	const struct judge_options options = {
		.full = c->lane[slot].job.full,
		.summary = true,
		.only_run = c->lane[slot].job.is_try,
		.reruns = (uint32_t)c->config->borderline_reruns,
		.time_ns = c->config->limits.time_ns,
		.memory_bytes = (uint64_t)c->config->limits.memory_bytes,
		.output_bytes = (uint64_t)c->config->limits.output_bytes,
		.processes = (uint32_t)c->config->limits.processes,
	};

	return pool_judge(&c->pool, slot, &c->lane[slot].job.submission, profile, tree, &options,
			  &c->lane[slot].reporter, err);
}

static int try_it(struct coordinator *c, unsigned slot, const struct profile *profile,
		  const struct tree *base, struct error *err)
{
	const struct queue_job *job = &c->lane[slot].job;
	struct tree tree;
	int result;

	if (trial_open(base, job->input, job->input_size, &tree, err) < 0)
		return -1;
	result = hand_down(c, slot, profile, &tree, err);
	trial_close(&tree);
	return result;
}

void dispatch_judge(struct coordinator *c, unsigned slot, const struct tree *tree)
{
	struct lane *lane = &c->lane[slot];
	struct submission *submission = &lane->job.submission;
	const struct profile *profile;
	struct error err = { 0 };

	lane->state = LANE_JUDGING;
	lane->started_ns = clock_ns();
	if (intake_submission(c->task->profiles, submission->language, "", submission, &profile,
			      &err) < 0 ||
	    (lane->job.is_try ? try_it : hand_down)(c, slot, profile, tree, &err) < 0)
		lane_end(lane, &err);
}

/* A package that is not in the worker's directories is looked for in the database. */
static void take(struct coordinator *c, unsigned slot, struct queue_job *job)
{
	struct lane *lane = &c->lane[slot];
	const char *problem = lane->job.submission.problem;
	const struct tree *tree = NULL;
	struct error err;
	int found = 1;

	lane_start(lane, job);
	if (*problem)
		found = store_find(&c->store, problem, &tree, &err);
	if (found > 0)
		dispatch_judge(c, slot, tree);
	else if (found == 0)
		lane->state = LANE_FETCHING;
	else
		lane_end(lane, &err);
}

static bool can_take(const struct coordinator *c, unsigned slot)
{
	return c->lane[slot].state == LANE_IDLE && c->pool.slot[slot].jobs >= 0 &&
	       !c->pool.slot[slot].reporter && !succession_is_taken(c, slot);
}

int dispatch_idle_slot(const struct coordinator *c)
{
	for (unsigned i = 0; i < c->pool.count; i++)
		if (can_take(c, i))
			return (int)i;
	return -1;
}

/* After so many live jobs in a row one place is for a background job. */
static size_t reserved(const struct coordinator *c)
{
	int64_t every = c->config->background_every;

	return every && c->live_in_row + 1 >= every;
}

int dispatch_claim(struct coordinator *c, struct error *err)
{
	struct queue_job jobs[POOL_SLOTS];
	size_t idle = 0, count = 0;

	for (unsigned i = 0; i < c->pool.count; i++)
		idle += can_take(c, i);
	if (idle == 0)
		return 0;
	if (queue_claim(c->queue, idle, reserved(c), jobs, &count, err) < 0)
		return -1;
	for (size_t k = 0; k < count; k++) {
		c->live_in_row = jobs[k].background ? 0 : c->live_in_row + 1;
		watch_claimed(c, &jobs[k]);
		take(c, (unsigned)dispatch_idle_slot(c), &jobs[k]);
	}
	c->may_claim = count == idle;
	return 0;
}

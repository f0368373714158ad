#include "worker/results.h"

#include "report/json.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "worker/dispatch.h"
#include "worker/watch.h"

#include <stdlib.h>

/* What a judge said cannot be taken: it is ended, and that is a failure as any other of a judge. */
static void end_judge(struct coordinator *c, unsigned slot, const struct error *err)
{
	const struct error failure = *err;

	pool_abort(&c->pool, slot);
	c->lane[slot].failure = failure;
}

static int tell_progress(struct coordinator *c, unsigned slot, struct error *err)
{
	struct lane *lane = &c->lane[slot];
	size_t count = lane->test_count - lane->tests_told;
	int64_t pause_ns = count ? RESULTS_PROGRESS_MS * NS_PER_MS : RESULTS_SIGN_S * NS_PER_S;
	enum queue_hold hold;

	if (clock_ns() < lane->told_ns + pause_ns ||
	    (!count && clock_ns() > lane->heard_ns + RESULTS_SILENCE_S * NS_PER_S))
		return 0;
	if (queue_progress(c->queue, &lane->job.lease, lane->tests + lane->tests_told, count, &hold,
			   err) < 0) {
		if (queue_fault(c->queue) != QUEUE_FAULT_REQUEST)
			return -1;
		end_judge(c, slot, err);
		return 0;
	}
	lane->tests_told += count;
	lane->told_ns = clock_ns();
	if (hold == QUEUE_LOST) {
		metrics_add(c->metrics, METER_LEASES_LOST, METRIC_PLAIN, 1);
		dispatch_say(c, LOG_LEVEL_WARNING, lane, "lease lost", "");
		dispatch_drop(c, slot);
	}
	return 0;
}

static const struct compile_result nothing = { .verdict = VERDICT_NONE };

static int write_judgement(struct coordinator *c, struct lane *lane, enum queue_outcome *outcome,
			   struct error *err)
{
	char receipt[RECEIPT_JSON_MAX];

	if (receipt_json(&lane->judgement.receipt, receipt, sizeof receipt, err) < 0)
		return -1;
	return queue_finish(c->queue, &lane->job.lease, lane->compile ? lane->compile : &nothing,
			    lane->tests, lane->test_count, &lane->judgement, receipt,
			    lane->summary.length ? lane->summary.text : NULL, outcome, err);
}

/* The database has answered: the lane is done with, however its result was written. */
static void settle(struct coordinator *c, struct lane *lane, enum queue_outcome outcome)
{
	if (lane->state == LANE_JUDGED)
		dispatch_say(c, LOG_LEVEL_INFO, lane,
			     outcome == QUEUE_REFUSED ? "too late: the lease was lost" : "judged",
			     verdict_code(lane->judgement.verdict));
	watch_ended(c, lane, outcome);
	lane_clear(lane);
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
		dispatch_say(c, lost ? LOG_LEVEL_WARNING : LOG_LEVEL_ERROR, lane,
			     lost ? "died under the job" : "judge error", text);
		if ((lost ? queue_lose : queue_fail)(c->queue, &lane->job.lease, text, &outcome,
						     err) < 0)
			return -1;
	}
	settle(c, lane, outcome);
	return 0;
}

/* Its result can be written together with others'. */
static bool is_judged(const struct lane *lane)
{
	return lane->state == LANE_JUDGED && !lane->alone;
}

/*
 * Those that are judged at the same time, in one commit. What cannot be is left for publish(). 1:
 * whose row is locked is not known, and each is to be tried by itself, the next time.
 */
static int publish_together(struct coordinator *c, struct error *err)
{
	struct queue_result results[POOL_SLOTS];
	struct lane *lanes[POOL_SLOTS];
	autofree char *receipts = malloc((size_t)POOL_SLOTS * RECEIPT_JSON_MAX);
	size_t count = 0;

	if (!receipts)
		return error_system(err, "results");
	for (unsigned i = 0; i < c->pool.count; i++) {
		struct lane *lane = &c->lane[i];
		char *receipt = receipts + count * RECEIPT_JSON_MAX;

		if (!is_judged(lane) ||
		    receipt_json(&lane->judgement.receipt, receipt, RECEIPT_JSON_MAX, err) < 0)
			continue;
		results[count] = (struct queue_result){
			&lane->job.lease, lane->compile ? lane->compile : &nothing, lane->tests,
			lane->test_count, &lane->judgement, receipt,
			lane->summary.length ? lane->summary.text : NULL, QUEUE_REFUSED };
		lanes[count++] = lane;
	}
	if (count == 0)
		return 0;
	if (queue_finish_many(c->queue, results, count, err) < 0) {
		for (size_t k = 0; k < count; k++)
			lanes[k]->alone = queue_was_locked(c->queue);
		return queue_was_locked(c->queue) ? 1 :
		       queue_fault(c->queue) == QUEUE_FAULT_REQUEST ? 0 : -1;
	}
	for (size_t k = 0; k < count; k++)
		settle(c, lanes[k], results[k].outcome);
	return 0;
}

static unsigned judged_count(const struct coordinator *c)
{
	unsigned count = 0;

	for (unsigned i = 0; i < c->pool.count; i++)
		count += is_judged(&c->lane[i]);
	return count;
}

static bool is_put_off(const struct lane *lane)
{
	return clock_ns() < lane->locked_until;
}

static int write_lane(struct coordinator *c, unsigned slot, struct error *err)
{
	struct lane *lane = &c->lane[slot];

	if (is_put_off(lane))
		return 0;
	if (lane->state == LANE_JUDGED || lane->state == LANE_FAILED)
		return publish(c, lane, err);
	return lane->state == LANE_JUDGING ? tell_progress(c, slot, err) : 0;
}

int results_write(struct coordinator *c, struct error *err)
{
	int status = judged_count(c) > 1 ? publish_together(c, err) : 0;

	for (unsigned i = 0; i < c->pool.count && status == 0; i++) {
		status = write_lane(c, i, err);
		if (status == 0 || !queue_was_locked(c->queue))
			continue;
		/* The heartbeat may be due: the others come after it. */
		dispatch_say(c, LOG_LEVEL_WARNING, &c->lane[i], "put off", err->message);
		c->lane[i].alone = true;
		c->lane[i].locked_until = clock_ns() + RESULTS_LOCKED_S * NS_PER_S;
		return 0;
	}
	return status < 0 ? -1 : 0;
}

bool results_waiting(const struct coordinator *c)
{
	for (unsigned i = 0; i < c->pool.count; i++)
		if ((c->lane[i].state == LANE_JUDGED || c->lane[i].state == LANE_FAILED) &&
		    !is_put_off(&c->lane[i]))
			return true;
	return false;
}

#include "worker/presence.h"

#include "util/clock.h"
#include "worker/dispatch.h"
#include "worker/succession.h"
#include "worker/watch.h"

enum { RETRY_FIRST_MS = 50, RETRY_MOST_MS = 5000 };

static int sign_on(struct coordinator *c, struct error *err)
{
	if (queue_register(c->queue, &c->identity, err) < 0)
		return -1;
	c->registered = true;
	health_repeat(&c->health);
	return 0;
}

int presence_recover(struct coordinator *c, struct error *err)
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
		dispatch_drop_all(c);
		metrics_add(c->metrics, METER_LEASES_LOST, METRIC_PLAIN, 1);
		if (c->succession == SUCCESSION_ASIDE)
			return 0;	/* the name is a successor's: there is nothing left to do */
		if (sign_on(c, err) == 0)
			return 0;
		if (queue_fault(c->queue) == QUEUE_FAULT_TRANSIENT)
			return presence_recover(c, err);
	}
	/* Started again it would end the other one in turn, and so on: no service manager shall. */
	if (fault == QUEUE_FAULT_REPLACED)
		return error_usage(err, "another worker has registered under this worker's name, %s; "
				   "give each worker a name: of its own", c->config->name);
	return -1;
}

int presence_connect(struct coordinator *c, struct error *err)
{
	if (queue_connect(c->queue, err) < 0 || (!c->registered && sign_on(c, err) < 0))
		return presence_recover(c, err);
	log_text(&c->log, LOG_LEVEL_INFO, "database: connected again");
	c->connected = c->may_claim = true;
	c->retry_ms = RETRY_FIRST_MS;
	c->heartbeat_at = 0;
	metrics_add(c->metrics, METER_CONNECTS, METRIC_PLAIN, 1);
	return 0;
}

/* What is left of our name: a successor's predecessor gives it up; others' are ended. */
static int make_room(struct coordinator *c, struct error *err)
{
	return c->task->is_successor ? succession_wait(c, err) :
				       queue_fence(c->queue, c->config->name, err);
}

int presence_join(struct coordinator *c, struct error *err)
{
	int status;

	c->queue = queue_open(c->config->database);
	queue_observe(c->queue, watch_round_trip, c);
	queue_listen_by(c->queue, c->config->listen);
	if (queue_connect(c->queue, err) < 0)
		return -1;
	status = make_room(c, err);
	if (status != 0)
		return status;
	metrics_add(c->metrics, METER_CONNECTS, METRIC_PLAIN, 1);
	c->connected = c->may_claim = true;
	c->retry_ms = RETRY_FIRST_MS;
	c->heard_ns = clock_ns();
	if (queue_listen(c->queue, QUEUE_READY, err) == 0 && sign_on(c, err) == 0)
		return 0;
	/* A predecessor has made room already: there is nobody to go back to. */
	return c->task->is_successor ? presence_recover(c, err) : -1;
}

int presence_beat(struct coordinator *c, struct error *err)
{
	struct queue_lease leases[POOL_SLOTS];
	enum queue_hold holds[POOL_SLOTS];
	unsigned slots[POOL_SLOTS];
	size_t count = 0;
	bool drain;

	for (unsigned i = 0; i < c->pool.count; i++)
		if (c->lane[i].state != LANE_IDLE && c->lane[i].state != LANE_DROPPED) {
			slots[count] = i;
			leases[count++] = c->lane[i].job.lease;
		}
	if (queue_heartbeat(c->queue, leases, count, holds, &drain, err) < 0)
		return -1;
	if (drain && !c->draining)
		log_text(&c->log, LOG_LEVEL_INFO, "asked to leave");
	c->draining = drain;
	c->heard_ns = clock_ns();
	c->heartbeat_at = c->heard_ns + c->config->heartbeat_ns;
	for (size_t k = 0; k < count; k++) {
		enum queue_outcome ignored;

		if (holds[k] == QUEUE_HELD)
			continue;
		if (holds[k] == QUEUE_LOST)
			metrics_add(c->metrics, METER_LEASES_LOST, METRIC_PLAIN, 1);
		else
			meters_attempt(c->metrics, "cancelled");
		dispatch_say(c, LOG_LEVEL_WARNING, &c->lane[slots[k]],
			     holds[k] == QUEUE_LOST ? "lease lost" : "cancelled", "");
		dispatch_drop(c, slots[k]);
		if (holds[k] == QUEUE_CANCELLED_NOW &&
		    queue_return(c->queue, &leases[k], &ignored, err) < 0)
			return -1;
	}
	return 0;
}

void presence_give_up(struct coordinator *c)
{
	if (c->connected || dispatch_is_idle(c) || clock_ns() < c->heard_ns + c->config->lease_ns)
		return;
	log_text(&c->log, LOG_LEVEL_WARNING, "no database for so long that all leases are lost");
	dispatch_drop_all(c);
}

void presence_leave(struct coordinator *c)
{
	struct error ignored;

	if (c->connected && queue_unregister(c->queue, &ignored) < 0)
		log_text(&c->log, LOG_LEVEL_WARNING, "could not sign off: %s", ignored.message);
	dispatch_drop_all(c);
	log_text(&c->log, LOG_LEVEL_INFO, "stopped");
}

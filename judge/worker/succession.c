#include "worker/succession.h"

#include "util/clock.h"
#include "worker/handover.h"
#include "worker/watch.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

static void send_message(const struct coordinator *c, enum handover_kind kind,
			 const cpu_set_t *cpus)
{
	struct handover_message message;

	memset(&message, 0, sizeof message);
	message.kind = kind;
	if (cpus)
		message.cpus = *cpus;
	send(c->task->handover, &message, sizeof message, MSG_NOSIGNAL);
}

/* The kind, or 0 when there is nothing, or nobody any more. */
static unsigned receive(struct coordinator *c)
{
	struct handover_message message;

	if (recv(c->task->handover, &message, sizeof message, MSG_DONTWAIT) != sizeof message)
		return 0;
	if (message.kind == HANDOVER_BUSY) {
		c->taken = message.cpus;
		c->may_claim = true;	/* a slot may have become usable */
	}
	return message.kind;
}

static void busy_cpus(const struct coordinator *c, cpu_set_t *ret_cpus)
{
	CPU_ZERO(ret_cpus);
	for (unsigned i = 0; i < c->pool.count; i++)
		if (c->lane[i].state != LANE_IDLE && c->pool.slot[i].cpu >= 0)
			CPU_SET((size_t)c->pool.slot[i].cpu, ret_cpus);
}

/* The supervisor cannot vanish: it takes us along. */
int succession_wait(struct coordinator *c, struct error *err)
{
	struct pollfd polled[] = {
		{ .fd = c->task->handover, .events = POLLIN },
		{ .fd = c->signals, .events = POLLIN },
	};
	struct signalfd_siginfo info;

	send_message(c, HANDOVER_PREPARED, NULL);
	for (;;) {
		if (poll(polled, 2, -1) < 0 && errno != EINTR)
			return error_system(err, "cannot wait for the predecessor");
		if (polled[1].revents && read(c->signals, &info, sizeof info) == sizeof info &&
		    info.ssi_signo != SIGHUP)
			return 1;
		if (polled[0].revents && receive(c) == HANDOVER_GO)
			return 0;
	}
}

void succession_receive(struct coordinator *c)
{
	switch (receive(c)) {
	case HANDOVER_HAND_OVER:
		log_text(&c->log, LOG_LEVEL_INFO, "a successor takes over: draining");
		c->succession = SUCCESSION_ASKED;
		c->drain_at = clock_ns() + c->config->drain_ns;
		break;
	case HANDOVER_FAILED:
		log_text(&c->log, LOG_LEVEL_ERROR, "reload failed, for the reason above: the worker "
			 "goes on with its old configuration");
		break;
	default:
		break;
	}
}

int succession_step_aside(struct coordinator *c, struct error *err)
{
	if (c->succession != SUCCESSION_ASKED)
		return 0;
	if (queue_step_aside(c->queue, err) < 0)
		return -1;
	c->succession = SUCCESSION_ASIDE;
	watch_close(c);		/* who asks for metrics is the successor's */
	busy_cpus(c, &c->told);
	send_message(c, HANDOVER_ASIDE, &c->told);
	return 0;
}

void succession_tell(struct coordinator *c)
{
	cpu_set_t busy;

	if (c->succession != SUCCESSION_ASIDE)
		return;
	busy_cpus(c, &busy);
	if (CPU_EQUAL(&busy, &c->told))
		return;
	c->told = busy;
	send_message(c, HANDOVER_BUSY, &busy);
}

bool succession_is_taken(const struct coordinator *c, unsigned slot)
{
	int cpu = c->pool.slot[slot].cpu;

	return cpu >= 0 && CPU_ISSET((size_t)cpu, &c->taken);
}

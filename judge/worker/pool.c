#include "worker/pool.h"

#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "worker/event.h"
#include "worker/job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int pool_start(struct pool *pool, int control, unsigned count,
	       const struct profile_table *languages, pool_ended *ended, void *context,
	       struct error *err)
{
	int jobs[POOL_SLOTS], cpus[POOL_SLOTS];

	*pool = (struct pool){ .control = control, .languages = languages, .ended = ended,
			       .context = context };
	if (launcher_start_slots(control, count, jobs, cpus, err) < 0)
		return -1;
	for (unsigned i = 0; i < count; i++) {
		pool->slot[i].jobs = jobs[i];
		pool->slot[i].cpu = cpus[i];
	}
	pool->count = count;
	return 0;
}

int pool_idle(const struct pool *pool)
{
	for (unsigned i = 0; i < pool->count; i++)
		if (!pool->slot[i].reporter && pool->slot[i].jobs >= 0)
			return (int)i;
	return -1;
}

bool pool_is_busy(const struct pool *pool)
{
	for (unsigned i = 0; i < pool->count; i++)
		if (pool->slot[i].reporter)
			return true;
	return false;
}

int pool_judge(struct pool *pool, unsigned slot, const struct submission *submission,
	       const struct profile *profile, const struct tree *tree,
	       const struct judge_options *options, struct reporter *reporter, struct error *err)
{
	struct broken_job job;
	struct error failure;

	broken_job_make(&job, tree, submission);
	if (!options->only_run && broken_refuses(&pool->broken, &job, &failure)) {
		pool->ended(pool->context, slot, &failure);
		return 0;
	}
	if (job_send(pool->slot[slot].jobs, submission, profile, pool->languages, tree,
		     options, err) < 0)
		return -1;
	pool->slot[slot].sent++;
	pool->slot[slot].reporter = reporter;
	pool->slot[slot].is_try = options->only_run;
	pool->slot[slot].job = job;
	memcpy(pool->slot[slot].package, tree->name, sizeof tree->name);
	return 0;
}

static void end(struct pool *pool, unsigned slot, const struct error *failure)
{
	if (!pool->slot[slot].reporter)
		return;
	pool->slot[slot].reporter = NULL;
	if (!pool->slot[slot].is_try &&
	    broken_note(&pool->broken, &pool->slot[slot].job, failure) && pool->on_broken)
		pool->on_broken(pool->context, pool->slot[slot].package, failure);
	pool->ended(pool->context, slot, failure);
}

/* The slot sees the end of its socket and leaves; the launcher starts another. */
static void give_up(struct pool *pool, unsigned slot, const char *why)
{
	struct error failure;

	close(pool->slot[slot].jobs);
	pool->slot[slot].jobs = -1;
	error_set(&failure, ERROR_LOST, 0, "%s", why);
	end(pool, slot, &failure);
}

int pool_abort(struct pool *pool, unsigned slot)
{
	if (!pool->slot[slot].reporter)
		return -1;
	give_up(pool, slot, "aborted");
	return 0;
}

static void tell(struct pool *pool, unsigned slot, const struct event *event)
{
	struct reporter *reporter = pool->slot[slot].reporter;

	/* A judge may say that it is done, and die before it has ended: the next job is not told. */
	if (!reporter || event->job != pool->slot[slot].sent)
		return;
	switch (event->kind) {
	case EVENT_COMPILE:
		report_compile(reporter, &event->u.compile);
		break;
	case EVENT_TEST:
		report_test(reporter, &event->u.test);
		break;
	case EVENT_TRANSCRIPT:
		report_transcript(reporter, &event->u.transcript);
		break;
	case EVENT_GROUP:
		report_group(reporter, &event->u.group);
		break;
	case EVENT_SUMMARY:
		report_summary(reporter, &event->u.summary);
		break;
	case EVENT_DONE:
		report_done(reporter, &event->u.judgement);
		end(pool, slot, NULL);
		break;
	case EVENT_FAILED:
		end(pool, slot, &event->u.error);
		break;
	}
}

static int serve_slot(struct pool *pool, unsigned slot, struct error *err)
{
	autofree struct event *event = malloc(sizeof *event);

	if (!event)
		return error_system(err, "events");
	switch (event_receive(pool->slot[slot].jobs, event)) {
	case 1:
		tell(pool, slot, event);
		break;
	case 0:
		give_up(pool, slot, "the slot died");
		break;
	default:
		give_up(pool, slot, "the slot sent nonsense");
	}
	return 0;
}

static int serve_launcher(struct pool *pool, struct error *err)
{
	struct launcher_event event;
	int jobs;

	if (launcher_next_event(pool->control, &event, &jobs) < 0)
		return error_set(err, ERROR_SYSTEM, 0, "the launcher has gone");
	if (event.index >= pool->count) {
		close(jobs);
		return 0;
	}
	if (pool->slot[event.index].jobs >= 0)
		give_up(pool, event.index, "the slot died");
	pool->slot[event.index].jobs = jobs;
	pool->slot[event.index].sent = 0;
	return 0;
}

int pool_wait(struct pool *pool, struct pollfd *extra, size_t extra_count, int timeout_ms,
	      struct error *err)
{
	struct pollfd polled[1 + POOL_SLOTS + POOL_EXTRA];
	size_t count = 0;

	polled[count++] = (struct pollfd){ .fd = pool->control, .events = POLLIN };
	for (unsigned i = 0; i < pool->count; i++)
		polled[count++] = (struct pollfd){ .fd = pool->slot[i].jobs, .events = POLLIN };
	for (size_t i = 0; i < extra_count; i++)
		polled[count + i] = extra[i];
	if (poll(polled, count + extra_count, timeout_ms) < 0) {
		for (size_t i = 0; i < extra_count; i++)
			extra[i].revents = 0;
		return errno == EINTR ? 0 : error_system(err, "cannot wait for slots");
	}
	for (size_t i = 0; i < extra_count; i++)
		extra[i].revents = polled[count + i].revents;
	for (unsigned i = 0; i < pool->count; i++)
		if (polled[1 + i].revents && serve_slot(pool, i, err) < 0)
			return -1;
	return polled[0].revents ? serve_launcher(pool, err) : 0;
}

#include "worker/prefetch.h"

#include "util/clock.h"
#include "worker/dispatch.h"

enum { ASK_S = 60 };

static bool may_fetch(const struct coordinator *c)
{
	return c->config->cache.prefetch && c->depot.unusable.kind == ERROR_NONE && !c->stops &&
	       c->succession == SUCCESSION_NONE && !c->draining &&
	       c->health.state == HEALTH_WELL && dispatch_is_idle(c);
}

bool prefetch_is_due(const struct coordinator *c)
{
	return may_fetch(c) && (c->prefetch.next < c->prefetch.count ||
				clock_ns() >= c->prefetch.ask_at);
}

static int ask(struct coordinator *c, struct error *err)
{
	struct prefetch *prefetch = &c->prefetch;

	if (queue_package_recent(c->queue, prefetch->wanted, PREFETCH_PACKAGES, &prefetch->count,
				 err) < 0)
		return -1;
	prefetch->next = 0;
	prefetch->ask_at = clock_ns() + ASK_S * NS_PER_S;
	return 0;
}

/* What is in a directory of the worker's is not fetched, as it would not be used. */
static bool is_needed(struct coordinator *c, const struct package_recent *wanted)
{
	const struct tree *tree;
	struct error ignored;

	return c->depot.cache.used + wanted->version.size <= c->depot.cache.limit &&
	       store_find(&c->store, wanted->name, &tree, &ignored) == 0;
}

int prefetch_step(struct coordinator *c, struct error *err)
{
	struct prefetch *prefetch = &c->prefetch;
	const struct package_recent *wanted = &prefetch->wanted[prefetch->next];
	const struct tree *tree;
	struct error failure;

	if (!prefetch_is_due(c))
		return 0;
	if (prefetch->next >= prefetch->count)
		return ask(c, err);
	if (!prefetch->started && !is_needed(c, wanted)) {
		prefetch->next++;
		return 0;
	}
	prefetch->started = true;
	switch (depot_step(&c->depot, c->queue, wanted->name, &wanted->version, &tree, &failure)) {
	case DEPOT_MORE:
		return 0;
	case DEPOT_OFFLINE:
		*err = failure;
		return -1;
	case DEPOT_FAILED:
		log_event(&c->log, LOG_LEVEL_WARNING, "package not fetched", "problem", wanted->name,
			  "detail", failure.message);
		break;
	case DEPOT_READY:
	case DEPOT_FETCHED:
	case DEPOT_GONE:
		break;
	}
	prefetch->started = false;
	prefetch->next++;
	return 0;
}

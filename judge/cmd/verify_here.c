/*
 * verify in slots of our own. A package that states no time limit is judged in two steps: first
 * those submissions that must be within any limit, with plenty of time; from what they take the
 * limit follows, and with that the others are judged. Lines of the first step wait for it.
 *
 * Submissions that must be too slow are given more time than the limit, by the format's margin,
 * so that it shows whether they are slow enough; the limit itself is applied to what they took.
 * Where groups have scores this cannot be done afterwards: there they are judged with the limit,
 * and those of the first step once more if they took longer somewhere.
 */
#include "cmd/verify.h"
#include "problem/limits.h"
#include "report/collect.h"
#include "report/jury_check.h"
#include "report/progress.h"
#include "sandbox/launcher.h"
#include "sandbox/slot_lock.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "worker/pool.h"

#include <stdlib.h>
#include <string.h>

/* For submissions from which the limit is to follow: far more than contests allow. */
#define GENEROUS_NS (60 * NS_PER_S)

enum item_state {
	ITEM_WAITING,
	ITEM_RUNNING,
	ITEM_HELD,	/* judged, but its package's limit is not known yet */
	ITEM_DONE,
};

struct item {
	enum item_state state;
	const struct jury_item *jury;
	struct package *package;
	struct collection collection;
	int64_t judged_ns;		/* the limit it was given, before the language's factor */
	bool full;
	char failure[2 * REASON_BYTES];	/* "": it was judged */
};

struct package {
	const struct problem *problem;
	int64_t limit_ns;	/* before the language's factor; 0: not known yet */
	size_t unmeasured;	/* submissions that must be judged before it is known */
	struct time_bounds bounds;
};

struct verify {
	const struct verify_options *options;
	struct pool pool;
	struct verify_output output;
	struct progress progress;
	struct package *packages;
	size_t package_count;
	struct item *items;
	size_t count, done;
	struct item *lane[POOL_SLOTS];
};

static bool must_be_measured(const struct item *item)
{
	return !item->jury->package->problem.limits.time_is_stated &&
	       time_bounds_below(item->jury->jury);
}

/* ---- Results --------------------------------------------------------------------------------- */

static void emit(struct verify *verify, struct item *item)
{
	const struct profile *profile = item->jury->profile;
	const struct verify_outcome outcome = {
		.item = item->jury,
		.judgement = &item->collection.judgement,
		.tests = item->collection.tests, .test_count = item->collection.test_count,
		.groups = item->collection.groups, .group_count = item->collection.group_count,
		.full = item->full,
		.limit_ns = time_limit_of(profile, item->package->limit_ns),
		.judged_ns = time_limit_of(profile, item->judged_ns),
		.failure = *item->failure ? item->failure : NULL,
	};

	progress_hide(&verify->progress);
	verify_output_add(&verify->output, &outcome);
	collection_free(&item->collection);
	item->state = ITEM_DONE;
	verify->done++;
}

/* Whether the limit changes what came with plenty of time in a way that only judging can tell. */
static bool must_be_judged_again(const struct item *item)
{
	int64_t limit_ns = time_limit_of(item->jury->profile, item->package->limit_ns);

	if (*item->failure || !item->package->problem->type.scoring)
		return false;
	for (size_t i = 0; i < item->collection.test_count; i++)
		if (item->collection.tests[i].cpu_ns > limit_ns)
			return true;
	return false;
}

/* All that the limit follows from is known: those that waited for it can be told. */
static void fix_limit(struct verify *verify, struct package *package)
{
	struct time_limit limit = time_limit_derive(package->problem, &package->bounds);

	package->limit_ns = limit.state == TIME_LIMIT_UNKNOWN ? package->problem->limits.time_ns :
								limit.limit_ns;
	for (size_t i = 0; i < verify->count; i++) {
		struct item *item = &verify->items[i];

		if (item->package != package || item->state != ITEM_HELD)
			continue;
		if (!must_be_judged_again(item)) {
			emit(verify, item);
			continue;
		}
		collection_free(&item->collection);
		item->state = ITEM_WAITING;
	}
}

/* A stopped submission says how slow it is only if it was given more than the limit. */
static bool tells_bounds(const struct item *item)
{
	return !*item->failure && (item->package->limit_ns == 0 ||
				   item->judged_ns > item->package->limit_ns);
}

static void ended(void *context, unsigned slot, const struct error *failure)
{
	struct verify *verify = context;
	struct item *item = verify->lane[slot];
	struct package *package = item->package;

	if (failure)
		error_text(failure, item->failure, sizeof item->failure);
	if (tells_bounds(item))
		time_bounds_add(&package->bounds, package->problem, item->jury->jury,
				item->jury->profile,
				time_limit_of(item->jury->profile, item->judged_ns),
				item->collection.tests, item->collection.test_count);
	if (package->limit_ns) {
		emit(verify, item);
		return;
	}
	item->state = ITEM_HELD;
	if (--package->unmeasured == 0)
		fix_limit(verify, package);
}

/* ---- What is judged next ---------------------------------------------------------------------- */

static int64_t limit_for(const struct item *item)
{
	const struct package *package = item->package;
	double above_ns = (double)package->limit_ns * time_limit_margin_above(package->problem);

	if (!package->limit_ns)
		return GENEROUS_NS;
	if (time_bounds_above(item->jury->jury) && !package->problem->type.scoring)
		return above_ns < (double)LIMITS_TIME_MAX_NS ? (int64_t)above_ns :
							       LIMITS_TIME_MAX_NS;
	return package->limit_ns;
}

/* Those first on whom others wait. NULL: there is none, or it must wait. */
static struct item *next_item(struct verify *verify)
{
	struct item *next = NULL;

	for (size_t i = 0; i < verify->count; i++) {
		struct item *item = &verify->items[i];

		if (item->state != ITEM_WAITING)
			continue;
		if (!item->package->limit_ns && must_be_measured(item))
			return item;
		if (!next && item->package->limit_ns)
			next = item;
	}
	return next;
}

static int start(struct verify *verify, unsigned slot, struct item *item, struct error *err)
{
	const struct jury_item *jury = item->jury;
	struct judge_options judging = { .reruns = 2 };

	item->state = ITEM_RUNNING;
	item->judged_ns = limit_for(item);
	item->full = verify->options->full || jury_needs_full(jury->jury);
	judging.time_limit_ns = item->judged_ns;
	judging.full = item->full;
	collection_init(&item->collection, item->package->problem);
	verify->lane[slot] = item;
	progress_show(&verify->progress, verify->done, jury->jury->name);
	return pool_judge(&verify->pool, slot, &jury->submission, jury->profile,
			  &jury->package->tree, &judging, &item->collection.reporter, err);
}

static int judge_all(struct verify *verify, struct error *err)
{
	for (;;) {
		int idle = pool_idle(&verify->pool);
		struct item *item = idle >= 0 ? next_item(verify) : NULL;

		if (item) {
			if (start(verify, (unsigned)idle, item, err) < 0)
				return -1;
			continue;
		}
		if (verify->done == verify->count)
			return 0;
		if (pool_wait(&verify->pool, NULL, 0, -1, err) < 0)
			return -1;
	}
}

/* ---- The whole -------------------------------------------------------------------------------- */

static int set_up(struct verify *verify, const struct jury_list *list, struct error *err)
{
	verify->count = list->count;
	verify->package_count = list->package_count;
	verify->items = calloc(list->count, sizeof *verify->items);
	verify->packages = calloc(list->package_count, sizeof *verify->packages);
	if (!verify->items || !verify->packages)
		return error_system(err, "submissions");
	for (size_t i = 0; i < list->package_count; i++) {
		const struct problem *problem = &list->packages[i].problem;

		verify->packages[i].problem = problem;
		if (problem->limits.time_is_stated)
			verify->packages[i].limit_ns = problem->limits.time_ns;
	}
	for (size_t i = 0; i < list->count; i++) {
		struct item *item = &verify->items[i];

		item->jury = &list->items[i];
		item->package = &verify->packages[item->jury->package - list->packages];
		item->package->unmeasured += must_be_measured(item);
	}
	for (size_t i = 0; i < list->package_count; i++)
		if (!verify->packages[i].limit_ns && !verify->packages[i].unmeasured)
			fix_limit(verify, &verify->packages[i]);
	return 0;
}

static void tell_limits(struct verify *verify)
{
	for (size_t i = 0; i < verify->package_count; i++) {
		const struct package *package = &verify->packages[i];
		const struct verify_limit limit = {
			.package = package->problem->name, .problem = package->problem,
			.derived = time_limit_derive(package->problem, &package->bounds),
			.bounds = package->bounds, .used_ns = package->limit_ns,
		};

		if (!package->problem->limits.time_is_stated)
			verify_output_limit(&verify->output, &limit);
	}
}

static unsigned default_slots(const struct jury_list *list)
{
	unsigned cores = slot_cores(), slots = cores > POOL_SLOTS ? POOL_SLOTS : cores;

	return list->count && list->count < slots ? (unsigned)list->count : slots;
}

static int run(struct verify *verify, const struct invocation *invocation,
	       const struct profile_table *table, const struct jury_list *list, FILE *junit_file,
	       struct error *err)
{
	unsigned slots = verify->options->slots ? verify->options->slots : default_slots(list);
	int status;

	if (set_up(verify, list, err) < 0 ||
	    pool_start(&verify->pool, invocation->control, slots, table, ended, verify,
		       err) < 0 ||
	    launcher_drop_privileges(err) < 0)
		return -1;
	verify_output_start(&verify->output, list, verify->options->json, junit_file);
	progress_init(&verify->progress, terminal_of(stderr), list->count);
	status = judge_all(verify, err);
	progress_hide(&verify->progress);
	if (status < 0)
		return -1;
	tell_limits(verify);
	return verify_output_end(&verify->output, err);
}

int verify_here(const struct invocation *invocation, const struct verify_options *options,
		const struct profile_table *table, const struct jury_list *list, FILE *junit_file,
		struct error *err)
{
	struct verify *verify = calloc(1, sizeof *verify);
	int status;

	if (!verify)
		return error_system(err, "verify");
	verify->options = options;
	status = run(verify, invocation, table, list, junit_file, err);
	for (size_t i = 0; verify->items && i < verify->count; i++)
		collection_free(&verify->items[i].collection);
	free(verify->items);
	free(verify->packages);
	free(verify);
	return status;
}

#include "worker/fetch.h"

#include "sandbox/launcher.h"
#include "util/clock.h"
#include "worker/dispatch.h"
#include "worker/meters.h"
#include "worker/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- The cache ----------------------------------------------------------------------------- */

static int default_directory(char *path, size_t size, struct error *err)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (geteuid() == 0)
		snprintf(path, size, "/var/cache/assize/packages");
	else if (cache && *cache == '/')
		snprintf(path, size, "%s/assize/packages", cache);
	else if (home && *home == '/')
		snprintf(path, size, "%s/.cache/assize/packages", home);
	else
		return error_usage(err, "no directory for the cache: HOME is not set");
	return 0;
}

int fetch_open(struct coordinator *c, struct error *err)
{
	const struct worker_cache *config = &c->config->cache;
	struct error unusable = { 0 };
	char path[1024];
	int fd = -1;

	snprintf(path, sizeof path, "%s", config->directory);
	if (*path || default_directory(path, sizeof path, &unusable) == 0)
		fd = launcher_directory(path, &unusable);
	if (fd < 0) {
		error_context(&unusable, "no cache for packages from the database");
		if (config->directory[0]) {
			*err = unusable;
			return -1;
		}
		log_text(&c->log, LOG_LEVEL_WARNING, "%s", unusable.message);
		unusable.kind = ERROR_SYSTEM;	/* for jobs it is the host's fault */
	}
	return depot_open(&c->depot, fd, path, (uint64_t)config->bytes, &unusable, &c->log, err);
}

void fetch_close(struct coordinator *c)
{
	depot_close(&c->depot);
}

int fetch_test(struct coordinator *c, struct error *err)
{
	return depot_test(&c->depot, err);
}

/* ---- Versions ------------------------------------------------------------------------------ */

static bool is_unknown(const struct lane *lane)
{
	return lane->state == LANE_FETCHING && !lane->version.version;
}

static void tell_version(struct lane *lane, const struct package_version *version)
{
	struct error err;

	if (version->version && version->version == lane->gone) {
		error_set(&err, ERROR_SYSTEM, 0, "contents of package %s, version %d, are not in the "
			  "database; push the package again", lane->job.submission.problem, lane->gone);
		lane_end(lane, &err);
		return;
	}
	if (version->version) {
		lane->version = *version;
		return;
	}
	error_usage(&err, "this worker has no package %s, and none was pushed into the database; "
		    "see assize package push --help", lane->job.submission.problem);
	lane_end(lane, &err);
}

/* One question for all that were claimed together. */
static int ask_versions(struct coordinator *c, struct error *err)
{
	struct package_version versions[POOL_SLOTS];
	const char *names[POOL_SLOTS];
	unsigned lanes[POOL_SLOTS];
	size_t count = 0;

	for (unsigned i = 0; i < c->pool.count; i++)
		if (is_unknown(&c->lane[i])) {
			lanes[count] = i;
			names[count++] = c->lane[i].job.submission.problem;
		}
	if (!count)
		return 0;
	if (queue_package_current(c->queue, names, count, versions, err) < 0)
		return -1;
	for (size_t k = 0; k < count; k++)
		tell_version(&c->lane[lanes[k]], &versions[k]);
	return 0;
}

/* ---- Jobs ---------------------------------------------------------------------------------- */

/* The job that waits for longest, so that the packages of two do not push each other out. */
static long next_lane(const struct coordinator *c)
{
	long oldest = -1;

	for (unsigned i = 0; i < c->pool.count; i++)
		if (c->lane[i].state == LANE_FETCHING && c->lane[i].version.version &&
		    c->pool.slot[i].jobs >= 0 &&
		    (oldest < 0 || c->lane[i].since_ns < c->lane[oldest].since_ns))
			oldest = i;
	return oldest;
}

bool fetch_is_due(const struct coordinator *c)
{
	for (unsigned i = 0; i < c->pool.count; i++)
		if (is_unknown(&c->lane[i]))
			return true;
	return next_lane(c) >= 0;
}

/* A lease lasts ten minutes from the last sign of progress; a large package may take longer. */
static int keep_leases(struct coordinator *c, struct error *err)
{
	for (unsigned i = 0; i < c->pool.count; i++) {
		struct lane *lane = &c->lane[i];
		enum queue_hold hold;

		if (lane->state != LANE_FETCHING ||
		    clock_ns() < lane->told_ns + RESULTS_SIGN_S * NS_PER_S)
			continue;
		if (queue_progress(c->queue, &lane->job.lease, NULL, 0, &hold, err) < 0) {
			if (queue_fault(c->queue) != QUEUE_FAULT_REQUEST)
				return -1;
			lane_end(lane, err);
			continue;
		}
		lane->told_ns = clock_ns();
		if (hold == QUEUE_LOST)
			dispatch_drop(c, i);
	}
	return 0;
}

static int give_back(struct coordinator *c, struct error *err)
{
	for (unsigned i = 0; i < c->pool.count; i++) {
		enum queue_outcome ignored;

		if (c->lane[i].state != LANE_FETCHING)
			continue;
		if (queue_return(c->queue, &c->lane[i].job.lease, &ignored, err) < 0)
			return -1;
		lane_clear(&c->lane[i]);
	}
	return 0;
}

/* 1: a job got its package or its failure, there may be another; 0: more is to be fetched. */
static int serve(struct coordinator *c, unsigned slot, struct error *err)
{
	struct lane *lane = &c->lane[slot];
	const struct tree *tree = NULL;
	struct error failure;
	enum depot_progress progress = depot_step(&c->depot, c->queue, lane->job.submission.problem,
						  &lane->version, &tree, &failure);

	switch (progress) {
	case DEPOT_READY:
	case DEPOT_FETCHED:
		meters_cache(c->metrics, "package", progress == DEPOT_READY);
		dispatch_judge(c, slot, tree);
		return 1;
	case DEPOT_GONE:
		lane->gone = lane->version.version;
		lane->version.version = 0;
		return 0;
	case DEPOT_FAILED:
		health_note(&c->health, lane->job.submission_id, true);
		lane_end(lane, &failure);
		return 1;
	case DEPOT_OFFLINE:
		*err = failure;
		return -1;
	case DEPOT_MORE:
		break;
	}
	return 0;
}

int fetch_step(struct coordinator *c, struct error *err)
{
	int served = 1;
	long slot;

	if (c->stops)
		return give_back(c, err);
	if (ask_versions(c, err) < 0 || keep_leases(c, err) < 0)
		return -1;
	while (served == 1 && (slot = next_lane(c)) >= 0)
		served = serve(c, (unsigned)slot, err);
	return served < 0 ? -1 : 0;
}

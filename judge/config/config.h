/*
 * config: worker.yaml, what a worker is told about its host, its queue and its packages.
 *
 *	struct worker_config config;
 *
 *	if (config_load(path, &config, err) < 0)	path may be NULL: the built-in settings
 *		return -1;
 *
 * worker.yaml.example beside this file has all keys with their defaults. Plain data without
 * pointers. Packed strings are those of util/string.h.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "util/error.h"
#include "util/log.h"

#include <stdbool.h>
#include <stdint.h>

enum { CONFIG_SLOTS_MAX = 64 };

/* For packages that state none, and stronger than a profile's; 0: not set. */
struct worker_limits {
	int64_t time_ns;		/* CPU, per test */
	int64_t memory_bytes, output_bytes;
	int64_t processes;
};

/* Where metrics are served: on this host alone. */
struct worker_listen {
	bool ipv6;			/* [::1], else 127.0.0.1 */
	uint16_t port;			/* 0: nowhere */
};

/* Contents of packages that were fetched from the database. */
struct worker_cache {
	char directory[1024];		/* "": a default */
	int64_t bytes;
	bool prefetch;			/* while there is nothing to judge */
};

struct worker_config {
	char database[1024];		/* conninfo; "": libpq takes it from PGHOST and the like */
	char listen[1024];		/* conninfo for notifications; "": database */
	char name[65];			/* in the list of workers */
	int64_t slots;			/* submissions at once; 0: one per physical core */
	char packages[4096];		/* packed directories */
	struct worker_cache cache;
	char langs[1024];		/* directory of the profiles; "": not set */
	enum log_level log;
	enum log_format log_format;
	int64_t poll_ns;		/* looks at the queue as often without a notification */
	int64_t heartbeat_ns;
	int64_t lease_ns;		/* silent as long, a worker loses its submissions */
	char pools[1024];		/* packed; that it takes jobs from */
	int64_t background_every;	/* one claim of so many is a background job's; 0: none is */
	int64_t drain_ns;		/* told to stop, it finishes what it judges for at most as long */
	struct worker_listen metrics;
	int64_t borderline_reruns;	/* at most, of a run that is near its limit */
	struct worker_limits limits;
};

/*
 * Directories that are relative in the file are relative to the file's own directory. ERROR_USAGE
 * with file, line and column for what is wrong in the file.
 */
int config_load(const char *path, struct worker_config *ret_config, struct error *err);

#endif

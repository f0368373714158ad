/*
 * cgroup: one face over the v1, hybrid and v2 layouts, found out per controller.
 *
 * A box has one group, named assize-SLOT-CLASS, in every hierarchy used (FACTS: created, limited
 * and removed through libcgroup; read and reset through descriptors kept open, because the run
 * path must neither open files nor attach anyone). The spawner joins by itself, once, through the
 * join descriptors; programs are born inside.
 *
 *	cgroup_layout_find(&layout, err);			once
 *	cgroup_create(&layout, "assize-0-native", &group, err);	per box
 *	... group.join[] and group.counter[] go to the spawner, group.limit[] to the judge ...
 *	cgroup_close(&group);
 *	cgroup_remove(&layout, "assize-0-native", err);		when nobody is left inside
 *
 * The v2 side follows FACTS §4 and §7 and has not yet been run on a v2 host.
 *
 * Never call cgroup_unload_cgroups(): it deletes every group of the host.
 */
#ifndef SANDBOX_CGROUP_H
#define SANDBOX_CGROUP_H

#include "sandbox/protocol.h"
#include "util/error.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum cgroup_controller_id { CGROUP_CPU, CGROUP_MEMORY, CGROUP_PIDS, CGROUP_CONTROLLERS };

struct cgroup_layout {
	struct {
		bool v2;
		char name[16];		/* as libcgroup calls it: cpuacct, cpu, memory, pids */
		char mount[256];
	} controller[CGROUP_CONTROLLERS];
};

enum cgroup_counter { COUNTER_CPU, COUNTER_PEAK, COUNTER_USAGE, COUNTER_OOM, COUNTERS };
enum cgroup_limit { LIMIT_MEMORY, LIMIT_SWAP, LIMIT_PIDS, LIMITS };

struct cgroup_group {
	int join[CGROUP_CONTROLLERS];	/* write "0" to be inside; the last may be -1 */
	int counter[COUNTERS];		/* in the order of the spawner's descriptors */
	int limit[LIMITS];		/* LIMIT_SWAP is -1 on v2: set once, to 0 */
};

/* ERROR_SYSTEM, with the cure, when a controller is not mounted. */
int cgroup_layout_find(struct cgroup_layout *ret_layout, struct error *err);

/* "v1", "v2" or "mixed", for the receipt. */
const char *cgroup_layout_name(const struct cgroup_layout *layout);

/* The group has built-in limits from the start: a box without a pids limit never exists. */
int cgroup_create(const struct cgroup_layout *layout, const char *name,
		  struct cgroup_group *ret_group, struct error *err);
void cgroup_close(struct cgroup_group *group);

/* As far as they can be read; zeros else. */
void cgroup_read_totals(const struct cgroup_layout *layout, const char *name,
			struct box_totals *ret_totals);

/* Kills what is inside, waits until it is gone (at most a second) and removes the group. */
int cgroup_remove(const struct cgroup_layout *layout, const char *name, struct error *err);

/* cgroup_remove() of every group whose name begins with prefix. */
int cgroup_remove_all(const struct cgroup_layout *layout, const char *prefix, struct error *err);

#endif

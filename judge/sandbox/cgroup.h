/*
 * cgroup: one face over the v1, hybrid and v2 layouts, found out per controller.
 *
 * A box has one group, named assize-SLOT-CLASS, in every hierarchy used (FACTS: created, limited
 * and read back through libcgroup; read and reset through descriptors kept open, because the run
 * path must neither open files nor attach anyone). The spawner joins by itself, once, through the
 * join descriptors; programs are born inside.
 *
 *	cgroup_layout_find(&layout, err);				once
 *	cgroup_create(&layout, "assize-0-native", cpu, &group, err);	per box
 *	... group.join[] and group.counter[] go to the spawner, group.limit[] to the judge ...
 *	cgroup_close(&group);
 *	cgroup_remove(&layout, "assize-0-native", err);		when nobody is left inside
 *
 * On v1 the groups are made at the top of each hierarchy. On v2 they are made at the top where the
 * host has no systemd, or else in the subtree that systemd delegated to us: cgroup_base.h.
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

/* CGROUP_CPU is whatever counts CPU time: cpuacct on v1; on v2 every group does. */
enum cgroup_controller_id {
	CGROUP_CPU, CGROUP_MEMORY, CGROUP_PIDS,
	CGROUP_CPUSET,			/* the only one that may be missing */
	CGROUP_CONTROLLERS
};

struct cgroup_layout {
	struct {
		bool v2;
		char name[16];		/* as libcgroup calls it */
		char mount[256];	/* "": there is none */
	} controller[CGROUP_CONTROLLERS];
	bool unified;			/* a v2 hierarchy is mounted, with or without controllers */
	char base[512];			/* on v2, where our groups are: "" or "/assize.service" */
	char mems[64];			/* on v1, what cpuset.mems of a new group must be */
};

enum cgroup_counter { COUNTER_CPU, COUNTER_PEAK, COUNTER_USAGE, COUNTER_STAT, COUNTER_OOM,
		      COUNTER_PIDS, COUNTERS };
enum cgroup_limit { LIMIT_MEMORY, LIMIT_SWAP, LIMIT_PIDS, LIMITS };

struct cgroup_group {
	int join[CGROUP_CONTROLLERS];	/* write "0" to be inside; -1: another has joined it */
	int counter[COUNTERS];		/* COUNTER_PEAK is -1 on v2 before Linux 5.19 */
	int limit[LIMITS];		/* LIMIT_SWAP is -1 on v2: set once, to 0 */
};

/*
 * ERROR_SYSTEM, with the cure, when a controller cannot be used. On v2 under systemd the caller
 * may find itself moved into a scope of its own, or into a group of its unit's.
 */
int cgroup_layout_find(struct cgroup_layout *ret_layout, struct error *err);

/*
 * For the receipt: "v1"; "hybrid", which is v1 with a v2 hierarchy mounted beside it; "v2"; or
 * "mixed", when some of our controllers are on v1 and some on v2.
 */
const char *cgroup_layout_name(const struct cgroup_layout *layout);

/*
 * The group has built-in limits from the start: a box without a pids limit never exists. cpu is
 * the core that it is confined to, where there is a cpuset controller; -1: to none.
 */
int cgroup_create(const struct cgroup_layout *layout, const char *name, int cpu,
		  struct cgroup_group *ret_group, struct error *err);
void cgroup_close(struct cgroup_group *group);

/* As far as they can be read; zeros else. */
void cgroup_read_totals(const struct cgroup_layout *layout, const char *name,
			struct box_totals *ret_totals);

/* Kills what is inside, waits until it is gone (at most a second) and removes the group. */
int cgroup_remove(const struct cgroup_layout *layout, const char *name, struct error *err);

/* cgroup_remove() of every group whose name begins with prefix. */
int cgroup_remove_all(const struct cgroup_layout *layout, const char *prefix, struct error *err);

/* The path of a file of a group; 0, or -1 with errno. For the files of cgroup*.c. */
int cgroup_path(const struct cgroup_layout *layout, enum cgroup_controller_id id,
		const char *group, const char *file, char path[PATH_MAX]);

#endif

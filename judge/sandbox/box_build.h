/*
 * box_build: makes one box: its namespaces, root and cgroups, and the spawner inside.
 *
 * Called by the launcher only, which is single-threaded and privileged. FACTS §7 is the order of
 * system calls; the child it clones is PID 1 of the box from the start, builds its own root inside
 * its user namespace (so that nothing is mounted by the host's root) and becomes the spawner.
 */
#ifndef SANDBOX_BOX_BUILD_H
#define SANDBOX_BOX_BUILD_H

#include "sandbox/cgroup.h"
#include "sandbox/class.h"
#include "sandbox/launcher_protocol.h"
#include "util/error.h"

#include <sys/types.h>

struct box_recipe {
	const struct cgroup_layout *layout;
	int spawner;		/* memory file with the static spawner */
	int filter;		/* the class's compiled filter */
	int argument_filter;	/* that of all classes */
	int lock;		/* the slot's lock */
	unsigned slot, class;
	int cpu;		/* core that the slot is pinned to; -1: not pinned */
};

struct built_box {
	pid_t pid;		/* of the spawner; 0 if there is none */
	int pidfd;
	int control;		/* our end, for the slot */
	int limit[LIMITS];	/* for the slot as well */
	struct box_facts facts;
};

/* Takes 2 to 30 ms, most of it in the kernel. On failure nothing is left behind. */
int box_build(const struct box_recipe *recipe, struct built_box *ret_box, struct error *err);

/* Kills the box if it lives, waits for it, and removes its groups. */
int box_destroy(const struct cgroup_layout *layout, unsigned slot, unsigned class,
		struct built_box *box, struct error *err);

/* "assize-SLOT-CLASS". Returns name. */
const char *box_group_name(unsigned slot, unsigned class, char *name, size_t size);

#endif

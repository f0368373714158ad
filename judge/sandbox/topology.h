/*
 * topology: which cores slots are pinned to. Pure: what it needs to know is given to it.
 *
 * Two threads of one physical core slow each other down, by a factor that depends on what the other
 * one runs. So that CPU times do not depend on the neighbour, slots get one thread of each physical
 * core, and its siblings are left idle; only more slots than cores get those as well.
 */
#ifndef SANDBOX_TOPOLOGY_H
#define SANDBOX_TOPOLOGY_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

struct topology {
	cpu_set_t allowed;		/* that we may run on */
	int core[CPU_SETSIZE];		/* the lowest thread of the same physical core */
};

/* The lowest number in a list as the kernel writes it, "2-3,6"; -1 if it is not one. */
int topology_first(const char *list);

/*
 * The threads in the order in which slots take them: the first allowed one of every physical core,
 * then the second ones, and so on. Returns their number; *ret_cores is that of physical cores.
 */
size_t topology_order(const struct topology *topology, int ret_cpus[CPU_SETSIZE],
		      size_t *ret_cores);

/*
 * The thread for one more slot: of those with the fewest slots one whose core has the fewest, the
 * first in the order. busy: how many slots each thread has; core must be set for these too. -1 if
 * no thread is allowed.
 */
int topology_choose(const struct topology *topology, const unsigned busy[CPU_SETSIZE]);

#endif

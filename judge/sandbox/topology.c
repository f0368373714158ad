#include "sandbox/topology.h"

#include <limits.h>
#include <stdlib.h>

int topology_first(const char *list)
{
	int lowest = -1;

	while (*list && *list != '\n') {
		char *end;
		long first = strtol(list, &end, 10), last = first;

		if (end == list || first < 0)
			return -1;
		if (*end == '-') {
			list = end + 1;
			last = strtol(list, &end, 10);
			if (end == list)
				return -1;
		}
		if (last < first || last >= CPU_SETSIZE || (*end && *end != ',' && *end != '\n'))
			return -1;
		if (lowest < 0 || first < lowest)
			lowest = (int)first;
		list = *end == ',' ? end + 1 : end;
	}
	return lowest;
}

size_t topology_order(const struct topology *topology, int ret_cpus[CPU_SETSIZE],
		      size_t *ret_cores)
{
	int rank[CPU_SETSIZE], seen[CPU_SETSIZE] = { 0 };
	size_t count = 0, total = (size_t)CPU_COUNT(&topology->allowed);

	*ret_cores = 0;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET((size_t)cpu, &topology->allowed))
			continue;
		rank[cpu] = seen[topology->core[cpu]]++;
		*ret_cores += rank[cpu] == 0;
	}
	for (int wanted = 0; count < total; wanted++)
		for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
			if (CPU_ISSET((size_t)cpu, &topology->allowed) && rank[cpu] == wanted)
				ret_cpus[count++] = cpu;
	return count;
}

int topology_choose(const struct topology *topology, const unsigned busy[CPU_SETSIZE])
{
	unsigned on_core[CPU_SETSIZE] = { 0 };
	int cpus[CPU_SETSIZE], best = -1;
	size_t cores, count = topology_order(topology, cpus, &cores);

	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (busy[cpu])
			on_core[topology->core[cpu]] += busy[cpu];
	for (size_t i = 0; i < count; i++) {
		int cpu = cpus[i];

		if (best < 0 || busy[cpu] < busy[best] ||
		    (busy[cpu] == busy[best] &&
		     on_core[topology->core[cpu]] < on_core[topology->core[best]]))
			best = cpu;
	}
	return best;
}

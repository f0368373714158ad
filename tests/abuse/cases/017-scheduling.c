/*
 * Asks for a better place in the queue, and for other cores: refused, or without effect.
 *
 * @verdict AC
 * @layout
 */
#include "attack.h"

#include <sched.h>
#include <sys/resource.h>

struct attributes {		/* struct sched_attr, which the C library does not have */
	unsigned size, policy;
	unsigned long flags;
	int nice;
	unsigned priority;
	unsigned long runtime, deadline, period;
};

static void ask_for_classes(void)
{
	static const int policies[] = { SCHED_FIFO, SCHED_RR };
	const struct sched_param priority = { .sched_priority = 1 };
	struct attributes deadline = { .size = sizeof deadline, .policy = 6 /* SCHED_DEADLINE */,
				       .runtime = 900000, .deadline = 1000000, .period = 1000000 };

	for (size_t i = 0; i < COUNT(policies); i++) {
		refuse(sched_setscheduler(0, policies[i], &priority), EPERM);
		refuse(call(sched_setscheduler, getppid(), policies[i], &priority), EPERM);
	}
	refuse(call(sched_setattr, 0, &deadline, 0), EPERM);
	refuse(setpriority(PRIO_PROCESS, 0, -10), EPERM, EACCES);
	refuse(setpriority(PRIO_USER, 0, -10), EPERM, EACCES);
	refuse(call(ioprio_set, 1, 0, 1 << 13), EPERM);
	must(sched_getscheduler(0) == SCHED_OTHER, "the class is %d", sched_getscheduler(0));
	must(getpriority(PRIO_PROCESS, 0) == 0, "nice %d", getpriority(PRIO_PROCESS, 0));
}

static void raise_limits(void)
{
	static const int limits[] = { RLIMIT_NICE, RLIMIT_RTPRIO, RLIMIT_MEMLOCK };
	const struct rlimit more = { 40, 40 };

	for (size_t i = 0; i < COUNT(limits); i++)
		refuse(setrlimit(limits[i], &more), EPERM);
}

static void leave_the_core(void)
{
	cpu_set_t all, before, after;

	memset(&all, 0xff, sizeof all);
	if (sched_getaffinity(0, sizeof before, &before) < 0)
		came_through("no affinity");
	sched_setaffinity(0, sizeof all, &all);
	sched_setaffinity(getppid(), sizeof all, &all);
	if (sched_getaffinity(0, sizeof after, &after) < 0)
		came_through("no affinity");
	must(CPU_EQUAL(&before, &after), "%d cores instead of %d", CPU_COUNT(&after),
	     CPU_COUNT(&before));
	must(CPU_COUNT(&after) == 1, "%d cores", CPU_COUNT(&after));
}

int main(void)
{
	ask_for_classes();
	raise_limits();
	leave_the_core();
	return finish();
}

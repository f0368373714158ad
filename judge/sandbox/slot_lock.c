#include "sandbox/slot_lock.h"

#include "sandbox/topology.h"
#include "util/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static void lock_path(unsigned slot, char *path, size_t size)
{
	snprintf(path, size, SLOT_RUN_DIRECTORY "/slot-%u.lock", slot);
}

int slot_lock_prepare(struct error *err)
{
	static const char *const directories[] = { SLOT_RUN_DIRECTORY, SLOT_RUN_DIRECTORY "/root" };

	for (size_t i = 0; i < ARRAY_SIZE(directories); i++) {
		if (mkdir(directories[i], 0755) < 0 && errno != EEXIST)
			return error_system(err, "cannot make %s (run as root)", directories[i]);
		/* The umask of the caller must not lock the boxes out. */
		if (chmod(directories[i], 0755) < 0)
			return error_system(err, "cannot use %s (run as root)", directories[i]);
	}
	return 0;
}

int slot_lock_take(unsigned slot, bool *ret_busy, struct error *err)
{
	char path[PATH_MAX];
	autoclose int fd = -1;

	*ret_busy = false;
	lock_path(slot, path, sizeof path);
	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_system(err, "cannot open %s", path);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return TAKE_FD(fd);
	*ret_busy = errno == EWOULDBLOCK;
	return *ret_busy ? -1 : error_system(err, "cannot lock %s", path);
}

bool slot_lock_exists(unsigned slot)
{
	char path[PATH_MAX];

	lock_path(slot, path, sizeof path);
	return access(path, F_OK) == 0;
}

/* Without a word from the kernel every thread is a core of its own. */
static int core_of(int cpu)
{
	char path[80], list[256];
	autoclose int fd = -1;
	ssize_t n;
	int first;

	snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list",
		 cpu);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? 0 : read(fd, list, sizeof list - 1);
	list[n < 0 ? 0 : n] = '\0';
	first = topology_first(list);
	return first < 0 ? cpu : first;
}

static size_t cpu_order(int cpus[CPU_SETSIZE], size_t *ret_cores)
{
	struct topology topology = { 0 };

	if (sched_getaffinity(0, sizeof topology.allowed, &topology.allowed) < 0)
		return 0;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET((size_t)cpu, &topology.allowed))
			topology.core[cpu] = core_of(cpu);
	return topology_order(&topology, cpus, ret_cores);
}

int slot_cpu(unsigned slot)
{
	int cpus[CPU_SETSIZE];
	size_t cores, count = cpu_order(cpus, &cores);

	return count ? cpus[slot % count] : -1;
}

unsigned slot_cores(void)
{
	int cpus[CPU_SETSIZE];
	size_t cores = 0;

	return cpu_order(cpus, &cores) ? (unsigned)cores : 1;
}

void slot_pin(pid_t pid, int cpu)
{
	cpu_set_t set;

	if (cpu < 0)
		return;
	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	sched_setaffinity(pid, sizeof set, &set);
}

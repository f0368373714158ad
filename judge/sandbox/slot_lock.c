#include "sandbox/slot_lock.h"

#include "sandbox/topology.h"
#include "util/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
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

/* Without an answer no thread is allowed. */
static void find_topology(struct topology *ret_topology)
{
	*ret_topology = (struct topology){ .core = { 0 } };
	if (sched_getaffinity(0, sizeof ret_topology->allowed, &ret_topology->allowed) < 0)
		CPU_ZERO(&ret_topology->allowed);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET((size_t)cpu, &ret_topology->allowed))
			ret_topology->core[cpu] = core_of(cpu);
}

static size_t cpu_order(int cpus[CPU_SETSIZE], size_t *ret_cores)
{
	struct topology topology;

	find_topology(&topology);
	return topology_order(&topology, cpus, ret_cores);
}

int slot_cpu(unsigned place)
{
	int cpus[CPU_SETSIZE];
	size_t cores, count = cpu_order(cpus, &cores);

	return count ? cpus[place % count] : -1;
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

/* ---- Which slots, and where ---------------------------------------------------------------- */

/* The slots of the host that are taken, but for those of our own worker. */
struct seats {
	struct topology topology;
	unsigned busy[CPU_SETSIZE];
	pid_t owner;			/* we */
};

/* The supervisor of the worker's trees, which is the same program; without one, this process. */
static pid_t find_owner(void)
{
	struct stat self, parent;
	char path[40];

	snprintf(path, sizeof path, "/proc/%d/exe", getppid());
	if (stat("/proc/self/exe", &self) == 0 && stat(path, &parent) == 0 &&
	    self.st_dev == parent.st_dev && self.st_ino == parent.st_ino)
		return getppid();
	return getpid();
}

/* "OWNER CPU\n"; the number of a thread, or -1. */
static int read_seat(int fd, pid_t *ret_owner)
{
	char text[40] = "", *end;
	long cpu;

	if (read(fd, text, sizeof text - 1) <= 0)
		return -1;
	*ret_owner = (pid_t)strtol(text, &end, 10);
	if (end == text || *end != ' ')
		return -1;
	cpu = strtol(end + 1, &end, 10);
	return *end == '\n' && cpu >= 0 && cpu < CPU_SETSIZE ? (int)cpu : -1;
}

static void look_at(struct seats *seats, unsigned slot)
{
	char path[PATH_MAX];
	autoclose int fd = -1;
	pid_t owner;
	int cpu;

	lock_path(slot, path, sizeof path);
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
		return;
	cpu = read_seat(fd, &owner);
	if (cpu < 0 || owner == seats->owner)
		return;
	seats->busy[cpu]++;
	seats->topology.core[cpu] = core_of(cpu);
}

static int sit_down(struct seats *seats, struct slot_lock *lock, struct error *err)
{
	char text[40];
	int size;

	/* A worker's own slots are spread before those of others matter: they work at once. */
	lock->cpu = topology_choose(&seats->topology, seats->busy);
	if (lock->cpu >= 0)
		seats->busy[lock->cpu] += SLOT_MAX;
	size = snprintf(text, sizeof text, "%d %d\n", seats->owner, lock->cpu);
	if (ftruncate(lock->fd, 0) < 0 || pwrite(lock->fd, text, (size_t)size, 0) != size)
		return error_system(err, "cannot write " SLOT_RUN_DIRECTORY "/slot-%u.lock",
				    lock->number);
	return 0;
}

int slot_lock_all(struct error *err)
{
	autoclose int fd = open(SLOT_RUN_DIRECTORY, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return error_system(err, "cannot open " SLOT_RUN_DIRECTORY);
	while (flock(fd, LOCK_EX) < 0)
		if (errno != EINTR)
			return error_system(err, "cannot lock " SLOT_RUN_DIRECTORY);
	return TAKE_FD(fd);
}

static int take_free(struct seats *seats, unsigned count, struct slot_lock *locks,
		     unsigned *taken, struct error *err)
{
	for (unsigned number = 0; number < SLOT_MAX && *taken < count; number++) {
		struct slot_lock *lock = &locks[*taken];
		bool busy;

		lock->number = number;
		lock->fd = slot_lock_take(number, &busy, err);
		if (lock->fd < 0 && !busy)
			return -1;
		if (lock->fd < 0)
			continue;
		(*taken)++;
		if (sit_down(seats, lock, err) < 0)
			return -1;
	}
	return *taken == count ? 0 : error_set(err, ERROR_SYSTEM, 0, "all %d slots of this host "
					       "are taken", SLOT_MAX);
}

int slot_lock_choose(unsigned count, struct slot_lock *ret_locks, struct error *err)
{
	struct seats seats = { .owner = find_owner() };
	unsigned taken = 0;

	find_topology(&seats.topology);
	for (unsigned slot = 0; slot < SLOT_MAX && slot_lock_exists(slot); slot++)
		look_at(&seats, slot);
	if (take_free(&seats, count, ret_locks, &taken, err) == 0)
		return 0;
	while (taken > 0)
		close(ret_locks[--taken].fd);
	return -1;
}

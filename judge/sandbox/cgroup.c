#include "sandbox/cgroup.h"

#include "util/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libcgroup.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>

#define DEFAULT_MEMORY (2ull << 30)
#define DEFAULT_PROCESSES 64

static const struct {
	enum cgroup_controller_id controller;
	const char *v1, *v2;
	int flags;
} counter_files[COUNTERS] = {
	[COUNTER_CPU] = { CGROUP_CPU, "cpuacct.usage", "cpu.stat", O_RDWR },
	[COUNTER_PEAK] = { CGROUP_MEMORY, "memory.max_usage_in_bytes", "memory.peak", O_RDWR },
	[COUNTER_USAGE] = { CGROUP_MEMORY, "memory.usage_in_bytes", "memory.current", O_RDONLY },
	[COUNTER_OOM] = { CGROUP_MEMORY, "memory.oom_control", "memory.events", O_RDONLY },
}, limit_files[LIMITS] = {
	[LIMIT_MEMORY] = { CGROUP_MEMORY, "memory.limit_in_bytes", "memory.max", O_WRONLY },
	[LIMIT_SWAP] = { CGROUP_MEMORY, "memory.memsw.limit_in_bytes", NULL, O_WRONLY },
	[LIMIT_PIDS] = { CGROUP_PIDS, "pids.max", "pids.max", O_WRONLY },
};

static int find_controller(struct cgroup_layout *layout, enum cgroup_controller_id id,
			   const char *name)
{
	char *mount = NULL;
	struct statfs fs;

	if (cgroup_get_subsys_mount_point(name, &mount) != 0 || !mount)
		return -1;
	if (statfs(mount, &fs) < 0 || strlen(mount) >= sizeof layout->controller[id].mount) {
		free(mount);
		return -1;
	}
	layout->controller[id].v2 = fs.f_type == CGROUP2_SUPER_MAGIC;
	snprintf(layout->controller[id].name, sizeof layout->controller[id].name, "%s", name);
	snprintf(layout->controller[id].mount, sizeof layout->controller[id].mount, "%s", mount);
	free(mount);
	return 0;
}

int cgroup_layout_find(struct cgroup_layout *ret_layout, struct error *err)
{
	struct cgroup_layout layout = { 0 };
	int status = cgroup_init();

	if (status)
		return error_set(err, ERROR_SYSTEM, 0,
				 "no control groups: %s (mount them on /sys/fs/cgroup)",
				 cgroup_strerror(status));
	if (find_controller(&layout, CGROUP_CPU, "cpuacct") < 0 &&
	    find_controller(&layout, CGROUP_CPU, "cpu") < 0)
		return error_set(err, ERROR_SYSTEM, 0,
				 "no cgroup controller for CPU time (cpuacct or cpu): mount it");
	if (find_controller(&layout, CGROUP_MEMORY, "memory") < 0)
		return error_set(err, ERROR_SYSTEM, 0,
				 "no cgroup controller memory: mount it, or boot with "
				 "cgroup_enable=memory");
	if (find_controller(&layout, CGROUP_PIDS, "pids") < 0)
		return error_set(err, ERROR_SYSTEM, 0, "no cgroup controller pids: mount it");
	*ret_layout = layout;
	return 0;
}

const char *cgroup_layout_name(const struct cgroup_layout *layout)
{
	bool cpu = layout->controller[CGROUP_CPU].v2, memory = layout->controller[CGROUP_MEMORY].v2;

	return cpu != memory ? "mixed" : cpu ? "v2" : "v1";
}

static int file_path(const struct cgroup_layout *layout, enum cgroup_controller_id id,
		     const char *group, const char *file, char *path)
{
	int n = snprintf(path, PATH_MAX, "%s/%s/%s", layout->controller[id].mount, group,
			 file);

	if (n < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

static int open_file(const struct cgroup_layout *layout, enum cgroup_controller_id id,
		     const char *group, const char *file, int flags, struct error *err)
{
	char path[PATH_MAX];
	int fd = -1;

	if (file_path(layout, id, group, file, path) == 0)
		fd = open(path, flags | O_CLOEXEC);
	/* cpu.stat can never be written, memory.peak only from Linux 6.12 on. */
	if (fd < 0 && errno == EACCES && flags == O_RDWR)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? error_system(err, "cannot open %s", path) : fd;
}

static int fill_memory(struct cgroup_controller *memory, bool v2)
{
	if (v2)
		return cgroup_add_value_uint64(memory, "memory.max", DEFAULT_MEMORY) ||
		       cgroup_add_value_string(memory, "memory.swap.max", "0");
	return cgroup_add_value_uint64(memory, "memory.limit_in_bytes", DEFAULT_MEMORY);
}

/* Makes the directories and sets the limits of every controller, through libcgroup. */
static int create_group(const struct cgroup_layout *layout, const char *name, struct error *err)
{
	struct cgroup *group;
	struct cgroup_controller *c[CGROUP_CONTROLLERS];
	int status = 0;

	group = cgroup_new_cgroup(name);
	if (!group)
		return error_system(err, "cgroup %s", name);
	for (size_t i = 0; i < CGROUP_CONTROLLERS && !status; i++) {
		c[i] = cgroup_add_controller(group, layout->controller[i].name);
		status = c[i] ? 0 : ECGFAIL;
	}
	if (!status)
		status = fill_memory(c[CGROUP_MEMORY], layout->controller[CGROUP_MEMORY].v2) ||
			 cgroup_add_value_uint64(c[CGROUP_PIDS], "pids.max",
						 DEFAULT_PROCESSES + 1);
	if (!status)
		status = cgroup_create_cgroup(group, 0);
	cgroup_free(&group);
	if (status)
		return error_set(err, ERROR_SYSTEM, 0,
				 "cannot create control group %s: %s%s%s (run as root, or in a "
				 "delegated cgroup)", name, cgroup_strerror(status),
				 status == ECGOTHER ? ": " : "",
				 status == ECGOTHER ? strerror(cgroup_get_last_errno()) : "");
	return 0;
}

static int open_all(const struct cgroup_layout *layout, const char *name,
		    struct cgroup_group *group, struct error *err)
{
	for (int i = 0; i < CGROUP_CONTROLLERS; i++) {
		/* On v2 all controllers share the directory: joining once is enough. */
		if (i > 0 && layout->controller[i].v2 && layout->controller[0].v2)
			continue;
		group->join[i] = open_file(layout, (enum cgroup_controller_id)i, name,
					   "cgroup.procs", O_WRONLY, err);
		if (group->join[i] < 0)
			return -1;
	}
	for (int i = 0; i < COUNTERS; i++) {
		enum cgroup_controller_id c = counter_files[i].controller;
		bool v2 = layout->controller[c].v2;

		group->counter[i] = open_file(layout, c, name,
					      v2 ? counter_files[i].v2 : counter_files[i].v1,
					      counter_files[i].flags, err);
		if (group->counter[i] < 0)
			return -1;
	}
	for (int i = 0; i < LIMITS; i++) {
		enum cgroup_controller_id c = limit_files[i].controller;
		const char *file = layout->controller[c].v2 ? limit_files[i].v2 : limit_files[i].v1;

		if (!file)
			continue;
		group->limit[i] = open_file(layout, c, name, file, limit_files[i].flags, err);
		/* Kernels built without swap accounting have no such file, and no swap to limit. */
		if (group->limit[i] < 0 && (i != LIMIT_SWAP || err->errnum != ENOENT))
			return -1;
	}
	return 0;
}

int cgroup_create(const struct cgroup_layout *layout, const char *name,
		  struct cgroup_group *ret_group, struct error *err)
{
	struct cgroup_group group;
	char limit[32];

	memset(&group, 0xff, sizeof group);	/* every descriptor -1 */
	if (create_group(layout, name, err) < 0)
		return -1;
	if (open_all(layout, name, &group, err) < 0) {
		cgroup_close(&group);
		return -1;
	}
	snprintf(limit, sizeof limit, "%llu", DEFAULT_MEMORY);
	if (group.limit[LIMIT_SWAP] >= 0 &&
	    pwrite(group.limit[LIMIT_SWAP], limit, strlen(limit), 0) < 0) {
		cgroup_close(&group);
		return error_system(err, "cannot switch off swap for %s", name);
	}
	*ret_group = group;
	return 0;
}

static void close_array(int *fds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fds[i] >= 0) {
			close(fds[i]);
			fds[i] = -1;
		}
}

void cgroup_close(struct cgroup_group *group)
{
	close_array(group->join, CGROUP_CONTROLLERS);
	close_array(group->counter, COUNTERS);
	close_array(group->limit, LIMITS);
}

/* The number behind key in a counter's file, or its only number. */
static uint64_t read_counter(const struct cgroup_layout *layout, const char *name,
			     enum cgroup_counter counter, const char *key)
{
	enum cgroup_controller_id c = counter_files[counter].controller;
	struct error ignored;
	autoclose int fd = open_file(layout, c, name, layout->controller[c].v2 ?
				     counter_files[counter].v2 : counter_files[counter].v1,
				     O_RDONLY, &ignored);
	char text[2048];
	ssize_t n = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);
	const char *at = text;

	if (n <= 0)
		return 0;
	text[n] = '\0';
	if (key)
		at = strstr(text, key);
	return at ? strtoull(at + (key ? strlen(key) : 0), NULL, 10) : 0;
}

void cgroup_read_totals(const struct cgroup_layout *layout, const char *name,
			struct box_totals *ret_totals)
{
	bool v2 = layout->controller[CGROUP_CPU].v2;
	uint64_t cpu = read_counter(layout, name, COUNTER_CPU, v2 ? "usage_usec " : NULL);

	/* v1 has "oom_kill_disable N" before it, hence the line feed. */
	ret_totals->oom_kills = read_counter(layout, name, COUNTER_OOM, "\noom_kill ");
	ret_totals->cpu_ns = (int64_t)(v2 ? cpu * 1000 : cpu);
}

static void kill_members(const char *directory)
{
	char path[PATH_MAX], line[32];
	autofclose FILE *file = NULL;

	if (snprintf(path, sizeof path, "%s/cgroup.procs", directory) >= (int)sizeof path)
		return;
	file = fopen(path, "re");
	while (file && fgets(line, sizeof line, file)) {
		long pid = strtol(line, NULL, 10);

		if (pid > 0)	/* 0 is a process that our pid namespace cannot see */
			kill((pid_t)pid, SIGKILL);
	}
}

/*
 * libcgroup's delete is only safe with EMPTY_ONLY (by default it moves live tasks to the parent,
 * out of their limits), and then it hides a busy group; for one empty directory, rmdir says more.
 */
static int remove_directory(const char *directory)
{
	const struct timespec pause = { .tv_nsec = 2000000 };

	for (int i = 0; i < 500; i++) {
		if (rmdir(directory) == 0 || errno == ENOENT)
			return 0;
		if (errno != EBUSY)
			return -1;
		kill_members(directory);
		nanosleep(&pause, NULL);
	}
	return -1;
}

int cgroup_remove(const struct cgroup_layout *layout, const char *name, struct error *err)
{
	char path[PATH_MAX];

	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		if (file_path(layout, (enum cgroup_controller_id)i, name, "", path) < 0 ||
		    remove_directory(path) < 0)
			return error_system(err, "cannot remove control group %s", path);
	return 0;
}

int cgroup_remove_all(const struct cgroup_layout *layout, const char *prefix, struct error *err)
{
	for (int i = 0; i < CGROUP_CONTROLLERS; i++) {
		char path[PATH_MAX];
		struct dirent *entry;
		int result = 0;
		DIR *directory;

		if (file_path(layout, (enum cgroup_controller_id)i, "", "", path) < 0)
			return error_system(err, "control groups");
		directory = opendir(path);
		while (directory && result == 0 && (entry = readdir(directory)))
			if (!strncmp(entry->d_name, prefix, strlen(prefix)))
				result = cgroup_remove(layout, entry->d_name, err);
		if (directory)
			closedir(directory);
		if (result < 0)
			return -1;
	}
	return 0;
}

#include "sandbox/cgroup.h"

#include "sandbox/counter_file.h"
#include "util/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libcgroup.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
	[COUNTER_STAT] = { CGROUP_MEMORY, "memory.stat", "memory.stat", O_RDONLY },
	[COUNTER_OOM] = { CGROUP_MEMORY, "memory.oom_control", "memory.events", O_RDONLY },
	[COUNTER_PIDS] = { CGROUP_PIDS, "pids.current", "pids.current", O_RDONLY },
}, limit_files[LIMITS] = {
	[LIMIT_MEMORY] = { CGROUP_MEMORY, "memory.limit_in_bytes", "memory.max", O_WRONLY },
	[LIMIT_SWAP] = { CGROUP_MEMORY, "memory.memsw.limit_in_bytes", "memory.swap.max", O_WRONLY },
	[LIMIT_PIDS] = { CGROUP_PIDS, "pids.max", "pids.max", O_WRONLY },
};

int cgroup_path(const struct cgroup_layout *layout, enum cgroup_controller_id id,
		const char *group, const char *file, char path[PATH_MAX])
{
	const char *base = layout->controller[id].v2 ? layout->base : "";
	int n = snprintf(path, PATH_MAX, "%s%s/%s/%s", layout->controller[id].mount, base, group,
			 file);

	if (n < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

static bool is_used(const struct cgroup_layout *layout, int id)
{
	return layout->controller[id].mount[0] != '\0';
}

static int open_file(const struct cgroup_layout *layout, enum cgroup_controller_id id,
		     const char *group, const char *file, int flags, struct error *err)
{
	char path[PATH_MAX];
	int fd = -1;

	if (cgroup_path(layout, id, group, file, path) == 0)
		fd = open(path, flags | O_CLOEXEC);
	/* cpu.stat can never be written, memory.peak only from Linux 6.12 on. */
	if (fd < 0 && errno == EACCES && flags == O_RDWR)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? error_system(err, "cannot open %s", path) : fd;
}

/* The controllers' values, as libcgroup writes them: each as a text, in this order. */
struct value {
	enum cgroup_controller_id controller;
	const char *v1, *v2;
	char text[64];
};

enum { VALUE_MEMORY, VALUE_PIDS, VALUE_CPUS, VALUE_MEMS, VALUES };

static void fill_values(const struct cgroup_layout *layout, int cpu, struct value *values)
{
	const struct value names[VALUES] = {
		[VALUE_MEMORY] = { CGROUP_MEMORY, "memory.limit_in_bytes", "memory.max", "" },
		[VALUE_PIDS] = { CGROUP_PIDS, "pids.max", "pids.max", "" },
		[VALUE_CPUS] = { CGROUP_CPUSET, "cpuset.cpus", "cpuset.cpus", "" },
		[VALUE_MEMS] = { CGROUP_CPUSET, "cpuset.mems", NULL, "" },
	};

	memcpy(values, names, sizeof names);
	snprintf(values[VALUE_MEMORY].text, sizeof values->text, "%llu", DEFAULT_MEMORY);
	snprintf(values[VALUE_PIDS].text, sizeof values->text, "%d", DEFAULT_PROCESSES + 1);
	snprintf(values[VALUE_CPUS].text, sizeof values->text, "%d", cpu);
	snprintf(values[VALUE_MEMS].text, sizeof values->text, "%s", layout->mems);
}

static bool wants_controller(const struct cgroup_layout *layout, int id, bool v2, int cpu)
{
	return is_used(layout, id) && layout->controller[id].v2 == v2 &&
	       (id != CGROUP_CPUSET || cpu >= 0);
}

/* libcgroup's description of the group: what of it is in hierarchies of one version. */
static int describe(const struct cgroup_layout *layout, struct cgroup *group, bool v2, int cpu)
{
	struct value values[VALUES];

	fill_values(layout, cpu, values);
	for (int id = 0; id < CGROUP_CONTROLLERS; id++) {
		struct cgroup_controller *c;

		/* CPU time is counted on v2 without a controller. */
		if (!wants_controller(layout, id, v2, cpu) || (v2 && id == CGROUP_CPU))
			continue;
		c = cgroup_add_controller(group, layout->controller[id].name);
		if (!c)
			return ECGFAIL;
		for (int i = 0; i < VALUES; i++) {
			const char *name = v2 ? values[i].v2 : values[i].v1;

			if ((int)values[i].controller == id && name &&
			    cgroup_add_value_string(c, name, values[i].text))
				return ECGFAIL;
		}
	}
	return 0;
}

/* One whose directory is in hierarchies of that version; -1 if there is none. */
static int any_controller(const struct cgroup_layout *layout, bool v2)
{
	for (int id = 0; id < CGROUP_CONTROLLERS; id++)
		if (is_used(layout, id) && layout->controller[id].v2 == v2)
			return id;
	return -1;
}

static int make_directory(const struct cgroup_layout *layout, const char *name)
{
	char path[PATH_MAX];
	int id = any_controller(layout, true);

	if (cgroup_path(layout, (enum cgroup_controller_id)id, name, "", path) < 0)
		return ECGFAIL;
	return mkdir(path, 0755) < 0 && errno != EEXIST ? ECGOTHER : 0;
}

/*
 * Makes the group in the hierarchies of one version and sets its limits. libcgroup would turn on
 * controllers in all groups above a v2 one, and cannot make one without controllers: in a
 * delegated subtree, and where v2 only counts time, the directory is made here.
 */
static int create_version(const struct cgroup_layout *layout, const char *name, bool v2, int cpu)
{
	const char *base = v2 && layout->base[0] ? layout->base + 1 : "";
	bool counts_only = v2 && !layout->controller[CGROUP_MEMORY].v2 &&
			   !layout->controller[CGROUP_PIDS].v2;
	char full[PATH_MAX];
	struct cgroup *group;
	int status;

	/* libcgroup's name of a group is its path below the mount, without the first slash. */
	if (snprintf(full, sizeof full, "%s%s%s", base, base[0] ? "/" : "", name) >=
	    (int)sizeof full)
		return ECGFAIL;
	group = cgroup_new_cgroup(full);
	if (!group)
		return ECGFAIL;
	status = describe(layout, group, v2, cpu);
	if (!status && (base[0] || counts_only))
		status = make_directory(layout, name);
	if (!status && !counts_only)
		status = base[0] ? cgroup_modify_cgroup(group) : cgroup_create_cgroup(group, 0);
	cgroup_free(&group);
	return status;
}

static int create_group(const struct cgroup_layout *layout, const char *name, int cpu,
			struct error *err)
{
	int status = 0;

	for (int v2 = 0; v2 < 2 && !status; v2++)
		if (any_controller(layout, v2) >= 0)
			status = create_version(layout, name, v2, cpu);
	if (status)
		return error_set(err, ERROR_SYSTEM, 0,
				 "cannot create control group %s: %s%s%s (run as root, or in a "
				 "delegated cgroup)", name, cgroup_strerror(status),
				 status == ECGOTHER ? ": " : "",
				 status == ECGOTHER ? strerror(cgroup_get_last_errno()) : "");
	return 0;
}

static int open_joins(const struct cgroup_layout *layout, const char *name, int cpu,
		      struct cgroup_group *group, struct error *err)
{
	bool joined_v2 = false;

	for (int i = 0; i < CGROUP_CONTROLLERS; i++) {
		bool v2 = layout->controller[i].v2;

		/* On v2 all controllers share the directory: joining once is enough. */
		if (!wants_controller(layout, i, v2, cpu) || (v2 && joined_v2))
			continue;
		joined_v2 |= v2;
		group->join[i] = open_file(layout, (enum cgroup_controller_id)i, name,
					   "cgroup.procs", O_WRONLY, err);
		if (group->join[i] < 0)
			return -1;
	}
	return 0;
}

static int open_counters(const struct cgroup_layout *layout, const char *name,
			 struct cgroup_group *group, struct error *err)
{
	for (int i = 0; i < COUNTERS; i++) {
		enum cgroup_controller_id c = counter_files[i].controller;
		bool v2 = layout->controller[c].v2;

		group->counter[i] = open_file(layout, c, name,
					      v2 ? counter_files[i].v2 : counter_files[i].v1,
					      counter_files[i].flags, err);
		/* memory.peak came with Linux 5.19. */
		if (group->counter[i] < 0 && !(i == COUNTER_PEAK && v2 && err->errnum == ENOENT))
			return -1;
	}
	return 0;
}

static int open_limits(const struct cgroup_layout *layout, const char *name,
		       struct cgroup_group *group, struct error *err)
{
	for (int i = 0; i < LIMITS; i++) {
		enum cgroup_controller_id c = limit_files[i].controller;
		const char *file = layout->controller[c].v2 ? limit_files[i].v2 : limit_files[i].v1;

		group->limit[i] = open_file(layout, c, name, file, limit_files[i].flags, err);
		/* Kernels built without swap accounting have no such file, and no swap to limit. */
		if (group->limit[i] < 0 && (i != LIMIT_SWAP || err->errnum != ENOENT))
			return -1;
	}
	return 0;
}

/* On v1 the limit is of memory and swap together and follows that of memory; on v2 it stays 0. */
static int forbid_swap(const struct cgroup_layout *layout, const char *name,
		       struct cgroup_group *group, struct error *err)
{
	bool v2 = layout->controller[CGROUP_MEMORY].v2;
	char limit[32];

	if (group->limit[LIMIT_SWAP] < 0)
		return 0;
	snprintf(limit, sizeof limit, "%llu", v2 ? 0 : DEFAULT_MEMORY);
	if (pwrite(group->limit[LIMIT_SWAP], limit, strlen(limit), 0) < 0)
		return error_system(err, "cannot switch off swap for %s", name);
	if (v2) {
		close(group->limit[LIMIT_SWAP]);
		group->limit[LIMIT_SWAP] = -1;
	}
	return 0;
}

/* A value that the kernel took but does not show again is no limit. */
static int verify(const struct cgroup_layout *layout, const char *name, int cpu, struct error *err)
{
	struct value values[VALUES];

	fill_values(layout, cpu, values);
	for (int i = 0; i < VALUES; i++) {
		enum cgroup_controller_id c = values[i].controller;
		bool v2 = layout->controller[c].v2;
		const char *file = v2 ? values[i].v2 : values[i].v1;
		char text[sizeof values->text] = "", path[PATH_MAX];
		void *handle;
		int status;

		if (!file || !wants_controller(layout, c, v2, cpu))
			continue;
		snprintf(path, sizeof path, "%s/%s", v2 ? layout->base : "", name);
		status = cgroup_read_value_begin(layout->controller[c].name, path,
						 (char *)(uintptr_t)file, &handle, text,
						 sizeof text);
		if (status == 0 || status == ECGEOF)
			cgroup_read_value_end(&handle);
		text[strcspn(text, "\n")] = '\0';
		if (strcmp(text, values[i].text))
			return error_set(err, ERROR_SYSTEM, 0, "control group %s: %s is \"%s\" "
					 "although it was set to %s", name, file, text,
					 values[i].text);
	}
	return 0;
}

int cgroup_create(const struct cgroup_layout *layout, const char *name, int cpu,
		  struct cgroup_group *ret_group, struct error *err)
{
	struct cgroup_group group;

	memset(&group, 0xff, sizeof group);	/* every descriptor -1 */
	if (create_group(layout, name, cpu, err) < 0)
		return -1;
	if (open_joins(layout, name, cpu, &group, err) < 0 ||
	    open_counters(layout, name, &group, err) < 0 ||
	    open_limits(layout, name, &group, err) < 0 ||
	    forbid_swap(layout, name, &group, err) < 0 ||
	    verify(layout, name, cpu, err) < 0) {
		cgroup_close(&group);
		return -1;
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

static uint64_t read_counter(const struct cgroup_layout *layout, const char *name,
			     enum cgroup_counter counter, const char *key)
{
	enum cgroup_controller_id c = counter_files[counter].controller;
	struct error ignored;
	autoclose int fd = open_file(layout, c, name, layout->controller[c].v2 ?
				     counter_files[counter].v2 : counter_files[counter].v1,
				     O_RDONLY, &ignored);
	uint64_t number;

	return fd >= 0 && counter_file_read(fd, key, &number) == 0 ? number : 0;
}

void cgroup_read_totals(const struct cgroup_layout *layout, const char *name,
			struct box_totals *ret_totals)
{
	bool v2 = layout->controller[CGROUP_CPU].v2;
	uint64_t cpu = read_counter(layout, name, COUNTER_CPU, v2 ? COUNTER_KEY_V2_CPU : NULL);

	ret_totals->oom_kills = read_counter(layout, name, COUNTER_OOM, COUNTER_KEY_OOM_KILLS);
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
		if (is_used(layout, i) &&
		    (cgroup_path(layout, (enum cgroup_controller_id)i, name, "", path) < 0 ||
		     remove_directory(path) < 0))
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

		if (!is_used(layout, i))
			continue;
		if (cgroup_path(layout, (enum cgroup_controller_id)i, "", "", path) < 0)
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

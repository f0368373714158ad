#include "sandbox/cgroup.h"

#include "sandbox/cgroup_base.h"
#include "util/cleanup.h"

#include <fcntl.h>
#include <libcgroup.h>
#include <linux/magic.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

static int set_mount(struct cgroup_layout *layout, enum cgroup_controller_id id, const char *name,
		     const char *mount)
{
	struct statfs fs;

	if (statfs(mount, &fs) < 0 || strlen(mount) >= sizeof layout->controller[id].mount)
		return -1;
	layout->controller[id].v2 = fs.f_type == CGROUP2_SUPER_MAGIC;
	snprintf(layout->controller[id].name, sizeof layout->controller[id].name, "%s", name);
	snprintf(layout->controller[id].mount, sizeof layout->controller[id].mount, "%s", mount);
	return 0;
}

static int find_controller(struct cgroup_layout *layout, enum cgroup_controller_id id,
			   const char *name)
{
	autofree char *mount = NULL;

	if (cgroup_get_subsys_mount_point(name, &mount) != 0 || !mount)
		return -1;
	return set_mount(layout, id, name, mount);
}

/* Where a v2 hierarchy is mounted; libcgroup knows it only by its controllers. */
static bool find_unified(char *path, size_t size)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	struct mntent entry;
	char text[4096];
	bool found = false;

	while (mounts && !found && getmntent_r(mounts, &entry, text, sizeof text))
		if (!strcmp(entry.mnt_type, "cgroup2"))
			found = (size_t)snprintf(path, size, "%s", entry.mnt_dir) < size;
	if (mounts)
		endmntent(mounts);
	return found;
}

static int find_required(struct cgroup_layout *layout, struct error *err)
{
	char unified[sizeof layout->controller[0].mount];

	layout->unified = find_unified(unified, sizeof unified);
	/* Every v2 group counts its CPU time, whether or not the cpu controller is on. */
	if (find_controller(layout, CGROUP_CPU, "cpuacct") < 0 &&
	    (!layout->unified || set_mount(layout, CGROUP_CPU, "", unified) < 0))
		return error_set(err, ERROR_SYSTEM, 0,
				 "no cgroup controller for CPU time: mount cpuacct, or cgroup2");
	if (find_controller(layout, CGROUP_MEMORY, "memory") < 0)
		return error_set(err, ERROR_SYSTEM, 0,
				 "no cgroup controller memory: mount it, or boot with "
				 "cgroup_enable=memory");
	if (find_controller(layout, CGROUP_PIDS, "pids") < 0)
		return error_set(err, ERROR_SYSTEM, 0, "no cgroup controller pids: mount it");
	return 0;
}

static bool read_line(const char *path, char *line, size_t size)
{
	autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, line, size - 1);

	if (n <= 0)
		return false;
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return line[0] != '\0';
}

/* A v1 group is useless unless the one above it has cores and memory nodes to give. */
static bool cpuset_is_filled(struct cgroup_layout *layout)
{
	char path[PATH_MAX], cpus[256];

	return cgroup_path(layout, CGROUP_CPUSET, "", "cpuset.cpus", path) == 0 &&
	       read_line(path, cpus, sizeof cpus) &&
	       cgroup_path(layout, CGROUP_CPUSET, "", "cpuset.mems", path) == 0 &&
	       read_line(path, layout->mems, sizeof layout->mems);
}

static void find_cpuset(struct cgroup_layout *layout)
{
	bool usable = find_controller(layout, CGROUP_CPUSET, "cpuset") == 0;

	if (usable && layout->controller[CGROUP_CPUSET].v2)
		usable = cgroup_base_enable(layout->controller[CGROUP_CPUSET].mount, layout->base,
					    "cpuset");
	else if (usable)
		usable = cpuset_is_filled(layout);
	if (!usable)
		memset(&layout->controller[CGROUP_CPUSET], 0,
		       sizeof layout->controller[CGROUP_CPUSET]);
}

/* Finds our place in the v2 hierarchy and turns on there what is not on v1. */
static int prepare_v2(struct cgroup_layout *layout, struct error *err)
{
	const char *mount = NULL;

	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		if (layout->controller[i].v2)
			mount = layout->controller[i].mount;
	if (!mount)
		return 0;
	if (cgroup_base_find(mount, layout->base, sizeof layout->base, err) < 0)
		return -1;
	for (int i = CGROUP_MEMORY; i <= CGROUP_PIDS; i++)
		if (layout->controller[i].v2 &&
		    !cgroup_base_enable(mount, layout->base, layout->controller[i].name))
			return error_system(err, "cannot turn on the cgroup controller %s in %s%s "
					    "(run as root, or in a delegated cgroup)",
					    layout->controller[i].name, mount, layout->base);
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
	if (find_required(&layout, err) < 0 || prepare_v2(&layout, err) < 0)
		return -1;
	find_cpuset(&layout);
	*ret_layout = layout;
	return 0;
}

const char *cgroup_layout_name(const struct cgroup_layout *layout)
{
	int v2 = 0;

	for (int i = CGROUP_CPU; i <= CGROUP_PIDS; i++)
		v2 += layout->controller[i].v2;
	if (v2 == 0)
		return layout->unified ? "hybrid" : "v1";
	return v2 == 3 ? "v2" : "mixed";
}

/*
 * Leaves its control group or raises its limits: nothing of the groups is to be seen.
 *
 * @verdict AC
 * @processes 2
 * @layout
 */
#include "attack.h"

#include <sys/mount.h>
#include <sys/stat.h>

static const char *const roots[] = {
	"/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/memory", "/cgroup", "/sys",
	"/proc/self/root/sys/fs/cgroup", "/proc/1/root/sys/fs/cgroup", "/run/cgroup", "/work",
	"/dev/cgroup", "..", "/",
};

static const char *const files[] = {
	"cgroup.procs", "tasks", "release_agent", "notify_on_release", "memory.max", "pids.max",
	"memory.limit_in_bytes", "cpuacct.usage", "cgroup.kill", "cgroup.subtree_control",
	"cgroup.clone_children", "freezer.state", "devices.allow", "cgroup.event_control",
};

static const char *const controllers[] = {
	"", "memory", "pids", "cpuacct", "cpuset", "freezer", "devices", "none,name=systemd",
	"rdma", "none,name=own",
};

/* Each line is ID:CONTROLLERS:PATH, and paths begin at the box's own group. */
static void look_at_paths(void)
{
	FILE *list = fopen("/proc/self/cgroup", "re");
	char line[512];

	while (list && fgets(line, sizeof line, list)) {
		const char *path = strrchr(line, ':');

		must(path && (!strcmp(path, ":/\n") || strstr(path, "/..") == NULL), "group %s", line);
		must(!strstr(line, "assize"), "group %s", line);
	}
	if (list)
		fclose(list);
	must(!opens("/proc/self/cgroup", O_WRONLY), "own group can be written");
}

static void mount_groups(void)
{
	for (size_t i = 0; i < COUNT(controllers); i++)
		refuse(mount("cgroup", "/work", "cgroup", 0, controllers[i]), EPERM);
	refuse(mount("cgroup2", "/work", "cgroup2", 0, NULL), EPERM);
	refuse(mount("cpuset", "/work", "cpuset", 0, NULL), EPERM);
}

int main(void)
{
	char path[128];

	for (size_t r = 0; r < COUNT(roots); r++)
		for (size_t f = 0; f < COUNT(files); f++) {
			snprintf(path, sizeof path, "%s/%s", roots[r], files[f]);
			refuse(open(path, O_RDWR), ENOENT);
			refuse(open(path, O_RDONLY), ENOENT);
		}
	look_at_paths();
	mount_groups();
	refuse(mkdir("/sys/fs/cgroup/own", 0777), ENOENT);
	return finish();
}

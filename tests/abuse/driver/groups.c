/*
 * The control groups of the boxes, on any layout: found through the spawners that are in them.
 */
#include "host.h"

#include "groups.h"
#include "proc.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LEFT_BYTES_MAX = 6 << 20 };	/* the spawner, and what a job laid out in /files */

/* ---- where they are ---- */

/* "36 25 0:29 /ROOT /MOUNT rw,... - cgroup cgroup rw,memory": does it show this controller? */
static bool shows(const char *line, const char *controllers)
{
	const char *type = strstr(line, " - ");
	char wanted[64];
	const char *options;

	if (!type)
		return false;
	if (!*controllers)
		return !strncmp(type, " - cgroup2 ", 11);
	if (strncmp(type, " - cgroup ", 10) != 0)
		return false;
	options = strrchr(type, ' ');
	snprintf(wanted, sizeof wanted, "%.*s", (int)strcspn(controllers, ","), controllers);
	return options && strstr(options, wanted) != NULL;
}

/* The directory of a group: mount point and path, less the part of the path that is not shown. */
static char *directory_of(const char *line, const char *group)
{
	char root[1024], mount[1024], *directory = NULL;

	if (sscanf(line, "%*s %*s %*s %1023s %1023s", root, mount) != 2)
		return NULL;
	if (strcmp(root, "/") != 0 && !strncmp(group, root, strlen(root)))
		group += strlen(root);
	return asprintf(&directory, "%s%s", mount, group) < 0 ? NULL : directory;
}

static void add_group(struct host *host, const char *mounts, const char *controllers,
		      const char *group)
{
	for (const char *line = mounts; *line; line += strcspn(line, "\n") + 1) {
		autofree char *one = strndup(line, strcspn(line, "\n"));
		char *directory = one && shows(one, controllers) ? directory_of(one, group) : NULL;

		if (directory && host->group_count < HOST_GROUPS &&
		    access(directory, F_OK) == 0) {
			host->group[host->group_count++] = directory;
			return;
		}
		free(directory);
	}
}

/* Lines "7:memory:/assize-0-native/..." of a spawner; deeper groups are seen from there. */
void groups_find(struct host *host, pid_t spawner)
{
	autofree char *groups = proc_read(spawner, "cgroup");
	autofree char *mounts = proc_read(getpid(), "mountinfo");
	char *rest = NULL;

	if (!groups || !mounts)
		return;
	for (char *line = strtok_r(groups, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *controllers = strchr(line, ':'), *path, *name;

		if (!controllers)
			continue;
		path = strchr(++controllers, ':');
		name = path ? strstr(path, "/assize-") : NULL;
		if (!name)
			continue;
		*path++ = '\0';
		name[1 + strcspn(name + 1, "/")] = '\0';
		add_group(host, mounts, controllers, path);
	}
}

/* ---- what they hold ---- */

static char *read_file(const char *directory, const char *name)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/%s", directory, name);
	return proc_read_file(path);
}

static bool is_ours(const struct host *host, pid_t pid)
{
	for (size_t i = 0; i < host->count; i++)
		if (host->process[i].pid == pid)
			return true;
	return false;
}

static void check_members(const char *directory, const struct host *now, struct strbuf *faults)
{
	autofree char *members = read_file(directory, "cgroup.procs");
	autofree char *current = read_file(directory, "pids.current");
	unsigned long count = 0, counted = current ? strtoul(current, NULL, 10) : 0;
	char *rest = NULL;

	for (char *line = strtok_r(members ? members : (char[]){ "" }, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest), count++)
		if (!is_ours(now, (pid_t)strtol(line, NULL, 10)))
			strbuf_printf(faults, "process %s is still in %s\n", line, directory);
	/* On v2 the number counts those of groups below as well, which the next lines will name. */
	if (counted > count + now->count)
		strbuf_printf(faults, "%s counts %lu processes\n", directory, counted);
}

static void check_tree(const char *directory, const struct host *now, struct strbuf *faults)
{
	DIR *entries = opendir(directory);
	struct dirent *entry;
	char path[4096];

	if (!entries)
		return;		/* removed with its box: that is as good */
	check_members(directory, now, faults);
	while ((entry = readdir(entries)))
		if (entry->d_type == DT_DIR && entry->d_name[0] != '.' &&
		    snprintf(path, sizeof path, "%s/%s", directory, entry->d_name) <
			    (int)sizeof path)
			check_tree(path, now, faults);
	closedir(entries);
}

/* Of a slot of ours, but not of any of its boxes. */
static bool is_stray(const struct host *now, const char *path, const char *name)
{
	unsigned long slot;
	char *end;

	if (strncmp(name, "assize-", 7) != 0)
		return false;
	slot = strtoul(name + 7, &end, 10);
	if (end == name + 7 || *end != '-' || slot >= ARRAY_SIZE(now->slot) || !now->slot[slot])
		return false;
	for (size_t i = 0; i < now->group_count; i++)
		if (!strcmp(now->group[i], path))
			return false;
	return true;
}

static void check_neighbours(const char *group, const struct host *now, struct strbuf *faults)
{
	char parent[4096], path[8192];
	struct dirent *entry;
	DIR *entries;

	snprintf(parent, sizeof parent, "%.*s", (int)(strrchr(group, '/') - group), group);
	entries = opendir(parent);
	while (entries && (entry = readdir(entries))) {
		snprintf(path, sizeof path, "%s/%s", parent, entry->d_name);
		if (entry->d_type == DT_DIR && is_stray(now, path, entry->d_name))
			strbuf_printf(faults, "group %s is left over\n", path);
	}
	if (entries)
		closedir(entries);
}

void host_check_groups(const struct host *before, const struct host *now, struct strbuf *faults)
{
	for (size_t i = 0; i < before->group_count; i++) {
		check_tree(before->group[i], now, faults);
		check_neighbours(before->group[i], now, faults);
	}
}

/* The number of a line "KEY N". */
static long long number_of(const char *text, const char *key)
{
	size_t length = strlen(key);

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (!strncmp(text, key, length) && text[length] == ' ')
			return strtoll(text + length, NULL, 10);
	return 0;
}

void host_check_memory(const struct host *host, struct strbuf *faults)
{
	for (size_t i = 0; i < host->group_count; i++) {
		autofree char *stat = read_file(host->group[i], "memory.stat");
		long long left;

		if (!stat)
			continue;
		/* v1 calls it rss, v2 anon. Cache is no debt: who has much of it is exchanged before the next job. */
		left = number_of(stat, "rss") + number_of(stat, "anon") + number_of(stat, "shmem");
		if (left > LEFT_BYTES_MAX)
			strbuf_printf(faults, "%s is still charged with %lld KiB\n", host->group[i],
				      left / 1024);
	}
}

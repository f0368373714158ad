/*
 * The supervisor's root, descriptors, memory and environment, by every name they might have.
 *
 * @verdict AC
 */
#include "attack.h"

#include <dirent.h>
#include <sys/stat.h>

static const char *const entries[] = {
	"/root", "/root/etc/shadow", "/cwd", "/fd", "/fd/3", "/fdinfo", "/mem", "/environ",
	"/maps", "/stat", "/status", "/exe", "/cmdline", "/ns/mnt", "/task/1/mem", "/map_files",
	"/cgroup", "/mountinfo", "/syscall", "/stack", "/pagemap", "/auxv", "/attr/current",
};

static const char *const ways[] = {
	"/proc/1", "/proc/self/../1", "/proc/thread-self/../../../1", "/proc/self/task/1",
	"/proc/self/root/proc/1", "/proc/self/cwd/../proc/1", "/dev/fd/../../1",
};

/* Its directory can be named, as process 1 is known to exist, but not entered or looked at. */
static void enter(const char *way)
{
	int directory = open(way, O_PATH | O_CLOEXEC);
	struct stat st;

	if (directory < 0)
		return;
	refuse(fstat(directory, &st), ENOENT, EPERM);
	refuse(openat(directory, "status", O_RDONLY), ENOENT, EPERM);
	refuse(openat(directory, "root/etc/shadow", O_RDONLY), ENOENT, EPERM);
	refuse(fchdir(directory), ENOENT, EPERM);
	close(directory);
}

static void list_processes(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	must(proc != NULL, "no /proc");
	while (proc && (entry = readdir(proc)))
		must(entry->d_name[0] < '0' || entry->d_name[0] > '9' ||
		     atoi(entry->d_name) == getpid(), "process %s is seen", entry->d_name);
	if (proc)
		closedir(proc);
}

int main(void)
{
	struct stat root, seen;
	char path[128];

	for (size_t w = 0; w < COUNT(ways); w++)
		for (size_t e = 0; e < COUNT(entries); e++) {
			snprintf(path, sizeof path, "%s%s", ways[w], entries[e]);
			must(!opens(path, O_RDONLY), "%s can be opened", path);
			must(!opens(path, O_PATH), "%s can be opened as a path", path);
		}
	for (size_t w = 0; w < COUNT(ways); w++)
		enter(ways[w]);
	list_processes();
	must(stat("/", &root) == 0 && stat("/proc/self/root", &seen) == 0 &&
	     root.st_ino == seen.st_ino && root.st_dev == seen.st_dev, "another root");
	return finish();
}

#include "sandbox/spawner/spawner.h"

#include "util/cleanup.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

/* Is there a number for a name, other than our own process, which is 1? */
static bool is_task(const char *name)
{
	return name[0] >= '1' && name[0] <= '9' && strcmp(name, "1") != 0;
}

/* The field behind the name in parentheses is the state. */
static bool is_in(const char *pid, const char *tid, const char *states)
{
	char path[64], text[256];
	autoclose int fd = -1;
	const char *end;
	ssize_t n;

	snprintf(path, sizeof path, "/proc/%.15s/task/%.15s/stat", pid, tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	if (n <= 0)
		return false;
	text[n] = '\0';
	end = strrchr(text, ')');
	return end && end[1] == ' ' && end[2] && strchr(states, end[2]);
}

static bool process_is_in(const char *pid, const char *states)
{
	char path[40];
	struct dirent *entry;
	bool found = false;
	DIR *tasks;

	snprintf(path, sizeof path, "/proc/%.15s/task", pid);
	tasks = opendir(path);
	while (tasks && !found && (entry = readdir(tasks)))
		found = is_task(entry->d_name) && is_in(pid, entry->d_name, states);
	if (tasks)
		closedir(tasks);
	return found;
}

bool any_in_state(const char *states)
{
	struct dirent *entry;
	bool found = false;
	DIR *proc = opendir("/proc");

	while (proc && !found && (entry = readdir(proc)))
		found = is_task(entry->d_name) && process_is_in(entry->d_name, states);
	if (proc)
		closedir(proc);
	return found;
}

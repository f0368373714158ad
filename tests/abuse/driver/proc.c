#include "proc.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *proc_read_file(const char *path)
{
	autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct strbuf text = { 0 };
	char buffer[4096];
	ssize_t n;

	if (fd < 0)
		return NULL;
	while ((n = read(fd, buffer, sizeof buffer)) > 0)
		strbuf_append(&text, buffer, (size_t)n);
	return strbuf_take(&text);
}

char *proc_read(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
	return proc_read_file(path);
}

unsigned proc_count(pid_t pid, const char *name)
{
	char path[64];
	unsigned count = 0;
	DIR *directory;

	snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
	directory = opendir(path);
	for (struct dirent *entry; directory && (entry = readdir(directory));)
		count += entry->d_name[0] != '.';
	if (directory)
		closedir(directory);
	return count;
}

/* "Name:\tx\nUmask: ... State:\tR (running) ... PPid:\t1 ... Uid:\t0 0 0 0" */
static bool read_process(pid_t pid, struct proc *ret)
{
	autofree char *status = proc_read(pid, "status");
	const char *state = status ? strstr(status, "\nState:\t") : NULL;
	const char *parent = status ? strstr(status, "\nPPid:\t") : NULL;
	const char *uid = status ? strstr(status, "\nUid:\t") : NULL;

	if (!state || !parent || !uid || strncmp(status, "Name:\t", 6) != 0)
		return false;
	*ret = (struct proc){ .pid = pid, .parent = (pid_t)strtol(parent + 7, NULL, 10), .state = state[8],
			      .uid = (uid_t)strtoul(uid + 6, NULL, 10) };
	snprintf(ret->name, sizeof ret->name, "%.*s", (int)strcspn(status + 6, "\n"), status + 6);
	return true;
}

void proc_each(bool (*see)(void *context, const struct proc *proc), void *context)
{
	DIR *directory = opendir("/proc");
	struct dirent *entry;
	struct proc proc;
	bool go_on = true;

	while (directory && go_on && (entry = readdir(directory)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
		    read_process((pid_t)strtol(entry->d_name, NULL, 10), &proc))
			go_on = see(context, &proc);
	if (directory)
		closedir(directory);
}

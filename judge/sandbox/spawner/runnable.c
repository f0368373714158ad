#include "sandbox/spawner/spawner.h"

#include "util/cleanup.h"
#include "util/clock.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TELLING_NS (100 * NS_PER_MS)	/* what a younger thread waited says little */

/* Is there a number for a name, other than our own process, which is 1? */
static bool is_task(const char *name)
{
	return name[0] >= '1' && name[0] <= '9' && strcmp(name, "1") != 0;
}

static bool read_task_file(const char *pid, const char *tid, const char *name, char *text,
			   size_t size)
{
	char path[80];
	autoclose int fd = -1;
	ssize_t n;

	snprintf(path, sizeof path, "/proc/%.15s/task/%.15s/%s", pid, tid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? 0 : read(fd, text, size - 1);
	if (n <= 0)
		return false;
	text[n] = '\0';
	return true;
}

/* Until visit says true. */
static bool any_thread(const char *pid, bool (*visit)(const char *, const char *, void *),
		       void *context)
{
	char path[40];
	struct dirent *entry;
	bool found = false;
	DIR *tasks;

	snprintf(path, sizeof path, "/proc/%.15s/task", pid);
	tasks = opendir(path);
	while (tasks && !found && (entry = readdir(tasks)))
		found = is_task(entry->d_name) && visit(pid, entry->d_name, context);
	if (tasks)
		closedir(tasks);
	return found;
}

static bool any_task(bool (*visit)(const char *pid, const char *tid, void *context), void *context)
{
	struct dirent *entry;
	bool found = false;
	DIR *proc = opendir("/proc");

	while (proc && !found && (entry = readdir(proc)))
		found = is_task(entry->d_name) && any_thread(entry->d_name, visit, context);
	if (proc)
		closedir(proc);
	return found;
}

/* What stands behind the name in parentheses: the state, and then numbers. */
static const char *read_state(const char *pid, const char *tid, char *text, size_t size)
{
	const char *end = read_task_file(pid, tid, "stat", text, size) ? strrchr(text, ')') : NULL;

	return end && end[1] == ' ' && end[2] ? end + 2 : NULL;
}

static bool is_in(const char *pid, const char *tid, void *states)
{
	char text[512];
	const char *state = read_state(pid, tid, text, sizeof text);

	return state && strchr((const char *)states, *state);
}

bool any_in_state(const char *states)
{
	return any_task(is_in, (void *)(uintptr_t)states);
}

/* Field 22 of stat, in ticks since the boot; the state is field 3. */
static int64_t age_ns(const char *state)
{
	const char *at = state;

	for (int field = 3; field < 22 && at; field++) {
		at = strchr(at, ' ');
		at = at ? at + 1 : NULL;
	}
	return at ? clock_of(CLOCK_BOOTTIME) -
		    strtoll(at, NULL, 10) * (NS_PER_S / sysconf(_SC_CLK_TCK)) : 0;
}

static bool was_kept_waiting(const char *pid, const char *tid, void *doubtful)
{
	char text[512], *rest;
	const char *state = read_state(pid, tid, text, sizeof text);
	int64_t age, ran;

	if (!state || !strchr(WANTS_PROCESSOR, *state))
		return false;
	*(bool *)doubtful = true;
	age = age_ns(state);
	if (age < TELLING_NS)
		return false;
	/* How long it ran, and how long it waited to; a kernel without the file knows the state. */
	if (!read_task_file(pid, tid, "schedstat", text, sizeof text))
		return true;
	ran = strtoll(text, &rest, 10);
	return strtoll(rest, NULL, 10) >= (age - ran) / 2;
}

enum starvation look_for_starved(void)
{
	bool doubtful = false;

	if (any_task(was_kept_waiting, &doubtful))
		return STARVED_CERTAINLY;
	return doubtful ? STARVED_PERHAPS : STARVED_NOT;
}

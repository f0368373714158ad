#include "host.h"

#include "groups.h"
#include "proc.h"
#include "sandbox/slot_lock.h"
#include "util/cleanup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- mounts ---- */

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/*
 * A line of mountinfo without its numbers: "24 1 0:21 / /proc rw ... shared:3 - proc proc rw".
 * They change when /work is replaced, as they should.
 */
static const char *without_numbers(const char *line)
{
	for (int field = 0; field < 3; field++)
		line += strcspn(line, " ") + 1;
	return line;
}

/* Whether /files is sealed depends on whether a run or a compile was last. */
static void overlook_seal(char *line)
{
	static const char mounted[] = " /files r";
	char *flags = strstr(line, mounted);

	if (flags)
		flags[sizeof mounted - 1] = '.';	/* of "ro" or "rw" */
}

static char *read_mounts(pid_t pid)
{
	autofree char *text = proc_read(pid, "mountinfo");
	struct strbuf sorted = { 0 };
	char *lines[4096] = { NULL }, *rest;
	size_t count = 0;

	if (text)
		for (char *line = strtok_r(text, "\n", &rest); line && count < ARRAY_SIZE(lines);
		     line = strtok_r(NULL, "\n", &rest)) {
			overlook_seal(line);
			lines[count++] = (char *)(uintptr_t)without_numbers(line);
		}
	qsort(lines, count, sizeof lines[0], compare_lines);
	for (size_t i = 0; i < count; i++)
		strbuf_printf(&sorted, "%s\n", lines[i]);
	return strbuf_take(&sorted);
}

/* ---- finding our own ---- */

/* The box's group, of all that a spawner is in: "assize-0-native". */
static void name_spawner(pid_t pid, char *name, size_t size)
{
	autofree char *groups = proc_read(pid, "cgroup");
	const char *at = groups ? strstr(groups, "/assize-") : NULL;

	snprintf(name, size, "%.*s", at ? (int)strcspn(at + 1, "/\n") : 0, at ? at + 1 : "");
}

static bool see_own(void *context, const struct proc *proc)
{
	struct host *host = context;
	struct host_process *process = &host->process[host->count];
	unsigned number = (proc->uid - SLOT_UID_BASE) / SLOT_UIDS;

	if ((proc->parent != host->launcher && proc->pid != host->launcher) ||
	    host->count == HOST_PROCESSES || proc->state == 'Z')
		return true;
	*process = (struct host_process){ .pid = proc->pid };
	if (proc->pid == host->launcher) {
		snprintf(process->name, sizeof process->name, "launcher");
	} else if (!strcmp(proc->name, "assize-slot") && number < ARRAY_SIZE(host->slot)) {
		snprintf(process->name, sizeof process->name, "slot %u", number);
		host->slot[number] = true;
	} else if (!strcmp(proc->name, "assize-spawner")) {
		name_spawner(proc->pid, process->name, sizeof process->name);
		groups_find(host, proc->pid);
	} else {
		return true;
	}
	process->descriptors = proc_count(proc->pid, "fd");
	process->mounts = read_mounts(proc->pid);
	host->count++;
	return true;
}

static int compare_processes(const void *a, const void *b)
{
	return strcmp(((const struct host_process *)a)->name,
		      ((const struct host_process *)b)->name);
}

int host_look(pid_t launcher, struct host *ret_host, struct error *err)
{
	struct host *host = ret_host;

	memset(host, 0, sizeof *host);
	host->launcher = launcher;
	proc_each(see_own, host);
	if (host->count == 0 || host->count == HOST_PROCESSES) {
		host_free(host);
		return error_set(err, ERROR_SYSTEM, 0, "cannot find the launcher's processes");
	}
	qsort(host->process, host->count, sizeof host->process[0], compare_processes);
	return 0;
}

void host_free(struct host *host)
{
	for (size_t i = 0; i < host->count; i++)
		free(host->process[i].mounts);
	for (size_t i = 0; i < host->group_count; i++)
		free(host->group[i]);
	memset(host, 0, sizeof *host);
}

/* ---- comparing ---- */

/* The first line that is in one text and not in the other at the same place. */
static void first_difference(const char *before, const char *after, struct strbuf *faults)
{
	while (*before && *after) {
		size_t length = strcspn(before, "\n") + 1;

		if (strncmp(before, after, length) != 0)
			break;
		before += length;
		after += length;
	}
	strbuf_printf(faults, "    before: %.*s\n    after:  %.*s\n", (int)strcspn(before, "\n"), before,
		      (int)strcspn(after, "\n"), after);
}

static void list_descriptors(pid_t pid, struct strbuf *faults)
{
	char path[64], target[256];

	for (int fd = 0; fd < 1024; fd++) {
		ssize_t n;

		snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, fd);
		n = readlink(path, target, sizeof target - 1);
		if (n > 0)
			strbuf_printf(faults, "    %d: %.*s\n", fd, (int)n, target);
	}
}

static void compare_process(const struct host_process *before, const struct host_process *after,
			    struct strbuf *faults)
{
	if (before->descriptors != after->descriptors) {
		strbuf_printf(faults, "%s has %u descriptors, had %u\n", after->name,
			      after->descriptors, before->descriptors);
		list_descriptors(after->pid, faults);
	}
	if (strcmp(before->mounts, after->mounts) != 0) {
		strbuf_printf(faults, "%s sees other mounts\n", after->name);
		first_difference(before->mounts, after->mounts, faults);
	}
}

void host_compare(const struct host *before, const struct host *after, struct strbuf *faults)
{
	size_t i = 0, k = 0;

	while (i < before->count || k < after->count) {
		const struct host_process *b = &before->process[i], *a = &after->process[k];
		int order = i == before->count ? 1 : k == after->count ? -1 :
			    strcmp(b->name, a->name);

		if (order == 0)
			compare_process(b, a, faults);
		else if (order < 0)
			strbuf_printf(faults, "%s is gone\n", b->name);
		else
			strbuf_printf(faults, "%s is new (pid %d)\n", a->name, a->pid);
		i += order <= 0;
		k += order >= 0;
	}
}

/* ---- whose uids are these ---- */

struct uid_search {
	const struct host *host;
	struct strbuf *faults;
	bool has_judges;
};

/* A slot's uids are its spawners' (0), its programs' (1 ...) and its judges' (the last). */
static bool see_uid(void *context, const struct proc *proc)
{
	struct uid_search *search = context;
	unsigned number = (proc->uid - SLOT_UID_BASE) / SLOT_UIDS;
	unsigned offset = (proc->uid - SLOT_UID_BASE) % SLOT_UIDS;

	if (proc->uid < SLOT_UID_BASE || number >= ARRAY_SIZE(search->host->slot) ||
	    !search->host->slot[number])
		return true;
	if (offset == SLOT_JUDGE_UID && proc->parent != search->host->launcher)
		search->has_judges = true;
	if (offset >= 1 && offset <= SLOT_MAPPED_UIDS && search->faults)
		strbuf_printf(search->faults, "process %d (%s, state %c) has the uid of a run: %u\n",
			      proc->pid, proc->name, proc->state, proc->uid);
	return true;
}

void host_check_uids(const struct host *host, struct strbuf *faults)
{
	struct uid_search search = { .host = host, .faults = faults };

	proc_each(see_uid, &search);
}

bool host_has_judges(const struct host *host)
{
	struct uid_search search = { .host = host };

	proc_each(see_uid, &search);
	return search.has_judges;
}

/*
 * host: what of the host must be after a case as it was before: the processes of the suite's own
 * launcher with their mounts and descriptors, its control groups, and the files of toolchains.
 */
#ifndef ABUSE_HOST_H
#define ABUSE_HOST_H

#include "util/error.h"
#include "util/string.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { HOST_PROCESSES = 64, HOST_GROUPS = 128 };

/* The launcher, a slot, or a spawner. */
struct host_process {
	pid_t pid;
	char name[64];		/* "launcher", "slot 3", "assize-3-native": stays when it is replaced */
	unsigned descriptors;
	char *mounts;		/* a line each, sorted, without what a fresh mount changes */
};

struct host {
	pid_t launcher;
	struct host_process process[HOST_PROCESSES];
	size_t count;
	char *group[HOST_GROUPS];	/* directories of the spawners' control groups */
	size_t group_count;
	bool slot[1000];		/* numbers of our slots */
};

/* Looks at the launcher and what it has started. The caller frees *ret_host. */
int host_look(pid_t launcher, struct host *ret_host, struct error *err);
void host_free(struct host *host);

/* Each of these appends what is wrong, a line each. */
void host_compare(const struct host *before, const struct host *after, struct strbuf *faults);
void host_check_uids(const struct host *host, struct strbuf *faults);
void host_check_groups(const struct host *before, const struct host *now, struct strbuf *faults);

/* Memory that a group is still charged with although nothing runs in it. */
void host_check_memory(const struct host *host, struct strbuf *faults);

/* Is a child of any slot of ours, a judge, still there? */
bool host_has_judges(const struct host *host);

/* ---- toolchain.c: every file that a class shows ---- */

struct toolchain_file {
	char *path;
	unsigned char hash[32];
};

struct toolchain {
	struct toolchain_file *files;	/* by path */
	size_t count;
};

/* Of the classes with these names. The caller frees *ret. */
int toolchain_hash(const char *const *classes, size_t count, struct toolchain *ret,
		   struct error *err);
void toolchain_free(struct toolchain *toolchain);
void toolchain_compare(const struct toolchain *before, const struct toolchain *after,
		       struct strbuf *faults);

#endif

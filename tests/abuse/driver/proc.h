/*
 * proc: what /proc says of processes.
 */
#ifndef ABUSE_PROC_H
#define ABUSE_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct proc {
	pid_t pid, parent;
	char name[32];
	char state;
	uid_t uid;
};

/* Calls see() for every process there is, threads aside, until it returns false. */
void proc_each(bool (*see)(void *context, const struct proc *proc), void *context);

/* /proc/PID/NAME as a string, which the caller frees; NULL if it cannot be read. */
char *proc_read(pid_t pid, const char *name);

/* The same for any file whose size cannot be told before. */
char *proc_read_file(const char *path);

/* Entries of /proc/PID/NAME, a directory. */
unsigned proc_count(pid_t pid, const char *name);

#endif

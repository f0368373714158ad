/*
 * cgroup_base: where in the v2 hierarchy our groups may be made.
 *
 * Without systemd (a container, a small distribution) the hierarchy is ours: its top. Under systemd
 * only a subtree that it delegated is; what is made elsewhere loses its controllers at the next
 * reload. So, in this order:
 *
 * - the unit that we are in, if it has Delegate=yes;
 * - a scope that we ask systemd for, to which it moves this process (as for every command that is
 *   started from a shell);
 * - an error that says how to start us instead.
 *
 * A group with controllers for its children can have no processes of its own, so that those that
 * are there move into a child, CGROUP_SUPERVISOR, which stays when they end.
 */
#ifndef SANDBOX_CGROUP_BASE_H
#define SANDBOX_CGROUP_BASE_H

#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

#define CGROUP_SUPERVISOR "assize-supervisor"

/* base is relative to mount, "" for its top. */
int cgroup_base_find(const char *mount, char *base, size_t size, struct error *err);

/* Turns a controller on for the children of base; false, with errno, if that is impossible. */
bool cgroup_base_enable(const char *mount, const char *base, const char *controller);

/*
 * The path in the v2 hierarchy in the text of /proc/PID/cgroup, its line "0::PATH"; "" for the top.
 * Returns 0, or -1 if there is none, it is too long, or it is outside of our cgroup namespace.
 */
int cgroup_base_parse(const char *text, char *path, size_t size);

#endif

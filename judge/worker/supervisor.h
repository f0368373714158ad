/*
 * supervisor: the process that a service manager started, above one launcher and what belongs to
 * it, or several while a reload is under way. It reads no file, parses nothing and talks to nobody
 * but its own trees: SIGHUP starts a new one beside the old one (worker/handover.h), SIGTERM and
 * SIGINT are passed on.
 *
 *	return supervisor_run(tree, argument);
 *
 * tree() is called in a child process, with its end of the handover's socket, and its result is that
 * child's exit status. A new tree is a fork of this process: it reads all files anew, but it is the
 * same program, with the same command line and environment. The disadvantage is one more process
 * that is root; it keeps no more rights than a launcher.
 */
#ifndef WORKER_SUPERVISOR_H
#define WORKER_SUPERVISOR_H

#include <stdbool.h>

typedef int supervisor_tree(int handover, bool is_successor, void *argument);

/* The exit status of the tree that was in charge, once all have ended. */
int supervisor_run(supervisor_tree *tree, void *argument);

#endif

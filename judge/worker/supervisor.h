/*
 * supervisor: the process that a service manager started, above one launcher and what belongs to
 * it, or several while a reload is under way. It reads no file, parses nothing and talks to nobody
 * but its own trees: SIGHUP starts a new one beside the old one (worker/handover.h), SIGTERM and
 * SIGINT are passed on.
 *
 *	handover = supervisor_successor();
 *	if (handover >= 0)
 *		return tree(handover, true, argument);
 *	return supervisor_run(tree, argument, argv);
 *
 * tree() is called in a child process, with its end of the handover's socket, and its result is that
 * child's exit status. The first tree is a fork; then the supervisor lays its capabilities down. A
 * later one executes the same program once more with the same argv, which gives it those that root
 * has: so that none but a launcher holds any while submissions are judged.
 */
#ifndef WORKER_SUPERVISOR_H
#define WORKER_SUPERVISOR_H

#include <stdbool.h>

typedef int supervisor_tree(int handover, bool is_successor, void *argument);

/* The exit status of the tree that was in charge, once all have ended. */
int supervisor_run(supervisor_tree *tree, void *argument, char **argv);

/* This process was executed as a successor: its end of the handover's socket; else -1. */
int supervisor_successor(void);

#endif

/*
 * launcher: the only process that keeps the host's privileges. It parses nothing and has neither
 * network nor database; it builds boxes, starts slots, and cleans up behind all of them.
 *
 *	int status = launcher_run(front, argument, slot, &err);
 *
 * starts front(control, argument) in a child process: the command, which reads files, talks to
 * the database, and asks for slots with launcher_start_slots(). Each slot is another child that
 * runs slot(link); it is started again when it dies, and the front gets its new socket as a
 * message (struct launcher_event). launcher_run returns the front's exit status once everything
 * that it started is gone. After SIGINT or SIGTERM the front is told, and decides.
 */
#ifndef SANDBOX_LAUNCHER_H
#define SANDBOX_LAUNCHER_H

#include "sandbox/box.h"
#include "util/error.h"

typedef int launcher_front(int control, void *argument);
typedef void launcher_slot(const struct slot_link *link);

int launcher_run(launcher_front *front, void *argument, launcher_slot *slot);

/* What the front reads from its control socket: slot number index has a new socket. */
struct launcher_event {
	uint32_t index;
	uint32_t slot;		/* host-wide number */
};

/*
 * In the front: have count slots; jobs[i] becomes the socket to slot i, cpus[i], unless NULL, the
 * thread that it is pinned to, or -1. ERROR_SYSTEM with the launcher's reason when the host does not
 * allow it.
 */
int launcher_start_slots(int control, unsigned count, int *jobs, int *cpus, struct error *err);

/* In the front: one event with the new socket; 0, or -1 when the launcher has gone. */
int launcher_next_event(int control, struct launcher_event *ret_event, int *ret_jobs);

/*
 * In the front, before it gives up its rights: a directory for the user as whom it will go on,
 * readable by nobody else, made with its parents if it is not there. Returns it open, or -1.
 */
int launcher_directory(const char *path, struct error *err);

/*
 * In the front, once all files of the user's are open: go on as the unprivileged user assize, or
 * as a reserved uid where there is no such user, under the filter of its role.
 */
int launcher_drop_privileges(struct error *err);

#endif

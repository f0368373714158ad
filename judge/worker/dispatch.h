/*
 * dispatch: jobs from the queue into idle slots, and out of them again before they have ended.
 */
#ifndef WORKER_DISPATCH_H
#define WORKER_DISPATCH_H

#include "worker/state.h"

/* As many as there are idle slots. */
int dispatch_claim(struct coordinator *c, struct error *err);

/* A slot that can take a job, or -1. */
int dispatch_idle_slot(const struct coordinator *c);

/* Starts the job of a slot's lane; a job that cannot be started has ended. */
void dispatch_judge(struct coordinator *c, unsigned slot, const struct tree *tree);

/* No job is held. */
bool dispatch_is_idle(const struct coordinator *c);

/* The lease is somebody else's, or is to be given back: what the slot does is not wanted. */
void dispatch_drop(struct coordinator *c, unsigned slot);
void dispatch_drop_all(struct coordinator *c);

/* For the pool: see there. context is the coordinator. */
void dispatch_ended(void *context, unsigned slot, const struct error *failure);
void dispatch_broken(void *context, const char *package, const struct error *failure);

/* Logs an event of a lane's job. */
void dispatch_say(const struct coordinator *c, enum log_level level, const struct lane *lane,
		  const char *what, const char *detail);

#endif

/*
 * queue: the two halves of "assize queue": looking at it, and the actions of operators.
 */
#ifndef CMD_QUEUE_H
#define CMD_QUEUE_H

#include "cmd/database.h"

struct queue_options {
	const char *database, *contest, *problem;
	bool json;
};

/* Prints the state of the queue. */
int queue_look(struct queue *queue, const struct queue_options *options, struct error *err);

/* words[0] is the action. The exit status, or -1. */
int queue_act(struct queue *queue, const struct queue_options *options, char **words, int count,
	      struct error *err);

/* Whether there is such an action; else ERROR_USAGE with the nearest one. */
int queue_check_action(const char *name, struct error *err);

#endif

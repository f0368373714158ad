/*
 * rejudge: what the words after "assize rejudge" have in common. Each is called with its options
 * parsed, and returns the exit status, or -1 with *err.
 */
#ifndef CMD_REJUDGE_H
#define CMD_REJUDGE_H

#include "cmd/database.h"
#include "queue/rejudge.h"

struct rejudge_options {
	const char *database;
	struct rejudge_filter filter;
	struct option_strings verdicts, submissions;	/* joined in filter */
	const char *priority, *reason, *key;
	unsigned repeat, most;
	bool json, partial, follow;
};

typedef int rejudge_action(const struct invocation *invocation,
			   const struct rejudge_options *options, const char *operand,
			   struct error *err);

rejudge_action rejudge_new, rejudge_export, rejudge_show;

/* "17" as the number of a set. */
int rejudge_number(const char *operand, int64_t *ret_set, struct error *err);

/* The JSON texts of queue/rejudge.h. */
int rejudge_parse(const char *text, json_t **ret_record, struct error *err);

#endif

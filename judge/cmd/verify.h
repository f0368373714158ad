/*
 * verify: what its two ways have in common: judging in slots of our own, or through the queue.
 */
#ifndef CMD_VERIFY_H
#define CMD_VERIFY_H

#include "cmd/jury.h"
#include "report/verify.h"

struct verify_options {
	unsigned slots;
	bool json, queue;
	const char *database;
};

/* Where the lines go, and how many were not as expected. */
struct verify_output {
	bool json;
	struct verify_table table;
	size_t unexpected, failed;
};

void verify_output_start(struct verify_output *output, const struct jury_list *list, bool json);

/* verdict VERDICT_JE counts as failed. */
void verify_output_add(struct verify_output *output, const struct jury_item *item,
		       enum verdict verdict, int64_t cpu_ns, uint64_t memory_bytes,
		       const char *reason);

/* The command's exit status. */
int verify_output_end(struct verify_output *output);

/* Enqueues every jury submission and follows them until workers have judged them all. */
int verify_through_queue(const struct invocation *invocation, const struct verify_options *options,
			 const struct jury_list *list, struct error *err);

#endif

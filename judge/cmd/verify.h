/*
 * verify: what its two ways have in common: judging in slots of our own (verify_here.c), or
 * through the queue (verify_queue.c).
 */
#ifndef CMD_VERIFY_H
#define CMD_VERIFY_H

#include "cmd/jury.h"
#include "report/junit.h"
#include "report/verify.h"
#include "util/string.h"

#include <stdio.h>

struct verify_options {
	unsigned slots;
	bool json, queue, full;
	const char *junit, *database;
};

/* What became of one jury submission; borrowed. */
struct verify_outcome {
	const struct jury_item *item;
	struct judgement *judgement;	/* changed to what the limit makes of it */
	struct test_result *tests;	/* the same */
	size_t test_count;
	const struct group_result *groups;
	size_t group_count;
	bool full;			/* judging went on after the first failure */
	int64_t limit_ns, judged_ns;	/* effective: the time limit, and what it was judged with */
	const char *failure;		/* why it could not be judged; NULL: it was */
};

/* Where the lines go, and what was not as expected. */
struct verify_output {
	bool json;
	FILE *junit_file;		/* NULL: none is wanted */
	struct junit junit;
	struct verify_table table;
	struct strbuf warnings;
	size_t warning_count, unexpected, failed;
};

void verify_output_start(struct verify_output *output, const struct jury_list *list, bool json,
			 FILE *junit_file);
void verify_output_add(struct verify_output *output, const struct verify_outcome *outcome);

/* A package that states no limit, after all its submissions. */
void verify_output_limit(struct verify_output *output, const struct verify_limit *limit);

/* Prints what is left and frees. The command's exit status, or -1. */
int verify_output_end(struct verify_output *output, struct error *err);

/* Judges every jury submission in slots of our own. */
int verify_here(const struct invocation *invocation, const struct verify_options *options,
		const struct profile_table *table, const struct jury_list *list, FILE *junit_file,
		struct error *err);

/* Enqueues every jury submission and follows them until workers have judged them all. */
int verify_through_queue(const struct invocation *invocation, const struct verify_options *options,
			 const struct jury_list *list, FILE *junit_file, struct error *err);

#endif

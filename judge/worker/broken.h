/*
 * broken: packages whose own programs fail, so that no submission can be judged. Pure bookkeeping.
 *
 *	broken_job_make(&job, tree, submission);		before it is judged
 *	if (broken_refuses(&table, &job, err)) ...		it need not be tried
 *	... broken_note(&table, &job, failure or NULL)		afterwards; true: to be reported, now
 *
 * Three different submissions in a row that ended in the package's fault make it broken, and it is
 * reported. A validator that some outputs crash must not let their authors stop everybody else's
 * judging: one success ends the row, and while jobs are refused one of four is tried, so that there
 * can be one. A changed package is another one.
 */
#ifndef WORKER_BROKEN_H
#define WORKER_BROKEN_H

#include "model/submission.h"
#include "model/tree.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

enum { BROKEN_AFTER = 3, BROKEN_PROBE = 4, BROKEN_PACKAGES = 32, BROKEN_HASH = 32 };

struct broken_job {
	unsigned char package[BROKEN_HASH], submission[BROKEN_HASH];
};

struct broken_table {
	struct {
		unsigned char package[BROKEN_HASH];
		unsigned char submissions[BROKEN_AFTER][BROKEN_HASH];	/* those that failed, in a row */
		unsigned row;		/* how many: different ones, since the last success */
		unsigned asked;		/* how often it was while broken: which jobs are tried */
		struct error last;
		uint64_t used;		/* when, by turns; 0: never */
	} entry[BROKEN_PACKAGES];
	uint64_t turns;
};

void broken_job_make(struct broken_job *job, const struct tree *tree,
		     const struct submission *submission);

/* With *err, "package broken: ..." and what happened last, of the same kind. */
bool broken_refuses(struct broken_table *table, const struct broken_job *job,
		    struct error *err);

/* Faults of the host and deaths of processes (not ERROR_USAGE) say nothing of the package. */
bool broken_note(struct broken_table *table, const struct broken_job *job,
		 const struct error *failure);

#endif

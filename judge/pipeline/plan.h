/*
 * plan: everything that judging a submission needs, decided before anything runs, and never
 * changed afterwards. The stages read it; it borrows what it points to.
 */
#ifndef PIPELINE_PLAN_H
#define PIPELINE_PLAN_H

#include "model/problem.h"
#include "model/profile.h"
#include "model/submission.h"
#include "model/tree.h"
#include "sandbox/box.h"
#include "util/error.h"

#include <stdbool.h>

/* What the user or the operator asked for beyond the package; 0 where nothing was. */
struct judge_options {
	bool full;			/* go on after the first test that is not accepted */
	bool transcript;		/* of conversations; they take a way that is slower */
	bool summary;			/* for a database: report_summary() */
	bool only_run;			/* a try: the first test's input, and nothing is checked */
	uint32_t reruns;		/* of a borderline run, at most */
	int64_t time_limit_ns;		/* instead of the package's, before the profile's factor */
	int64_t time_ns;		/* where the package states none */
	uint64_t memory_bytes, output_bytes;	/* where the package states none */
	uint32_t processes;
};

struct plan {
	const struct submission *submission;
	const struct profile *profile;
	const struct problem *problem;
	const struct tree *tree;
	struct judge_options options;
	unsigned compile_class, run_class;
	int64_t time_limit_ns;		/* effective: with the profile's factor and extra */
	uint64_t memory_bytes;		/* what the program is told it has */
	struct box_limits run;		/* what the box enforces; kills at 1.05 x the time limit */
	struct box_limits compile;
};

/* ERROR_SYSTEM when the profile names a class that this build does not have. */
int plan_make(const struct submission *submission, const struct profile *profile,
	      const struct problem *problem, const struct tree *tree,
	      const struct judge_options *options, struct plan *ret_plan, struct error *err);

/* The environment of every program: packed extra "NAME=value" after the fixed ones. */
enum { PLAN_ENVIRONMENT = 40, PLAN_ARGUMENTS = 1100 };

void plan_environment(const char *packed, const char **envp);

/* Packed strings as a NULL-terminated array of at most PLAN_ARGUMENTS; -1 if there are more. */
int plan_arguments(const char *packed, const char **argv);

/* The same after the first count of them. */
int plan_more_arguments(const char *packed, const char **argv, size_t count);

#endif

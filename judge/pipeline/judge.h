/*
 * judge: the stages in their order: plan, compile, execute and check per test, aggregate, report.
 * The only file that knows all of them; plain sequential code, run in a process per job.
 */
#ifndef PIPELINE_JUDGE_H
#define PIPELINE_JUDGE_H

#include "model/reporter.h"
#include "pipeline/plan.h"
#include "pipeline/validator.h"

/* What judging needs; all borrowed. validators was built for this package. */
struct judge_job {
	const struct submission *submission;
	const struct profile *profile;
	const struct tree *tree;
	const struct problem *problem;
	const struct validator_set *validators;
	const char *validators_from;	/* "built", "cached", "" without any: for the receipt */
	const char *toolchain;		/* its version, for the receipt */
	struct judge_options options;
};

/* -1 is a judge error: the reporter has then not been told that it is done. */
int judge_submission(const struct judge_job *job, struct box_set *boxes,
		     struct reporter *reporter, struct error *err);

#endif

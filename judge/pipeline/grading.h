/*
 * grading: a package's own grader, which makes one result out of those of a group (legacy packages,
 * `grading: custom`): a line "VERDICT score" per subresult on standard input, one on standard
 * output, grader_flags as arguments, exit code 0. It is built and run like a validator.
 */
#ifndef PIPELINE_GRADING_H
#define PIPELINE_GRADING_H

#include "pipeline/scoring.h"
#include "pipeline/validator.h"

struct grading {
	const struct problem *problem;
	const struct validator_set *set;	/* laid out */
	struct box_set *boxes;
};

/* What to hand to scoring_begin(); the grading must stay until scoring_end(). */
struct grader grading_grader(struct grading *grading);

/* What a grader wrote; -1 if it is not one verdict and one number. */
int grading_parse(const char *text, struct score_item *ret);

#endif

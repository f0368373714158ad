/*
 * interact: a submission and a validator that talk to each other, each in its own box, both waited
 * for at once. Who holds which end of their pipes is wires.h.
 *
 * Who was first decides: the validator's rejection before, or together with, the end of the program
 * is WA, whatever becomes of the program then; a program that fails first keeps TLE, MLE, OLE or
 * RTE. This is not left to chance. Nobody learns of the program's end before we say so, and we do not
 * while the validator, at work on what was said before, may still reject by itself: it is looked at
 * until it waits, has ended, or has used half of its CPU limit for it.
 */
#ifndef PIPELINE_INTERACT_H
#define PIPELINE_INTERACT_H

#include "pipeline/execute.h"
#include "pipeline/validator.h"

/* One pass; all borrowed. Of both specs the standard descriptors and the wall limits are replaced. */
struct interaction {
	const struct plan *plan;
	struct box_set *boxes;
	struct execute_call *program;
	struct validator_call *validator;
	struct execution *execution;
	struct transcript *transcript;	/* NULL: none is wanted, and they talk directly */
};

/*
 * Sets ret_result as execute_test() does, but with the validator's verdict where that counts, and
 * then *ret_check as well. -1 is the judge's or the validator's fault; *ret_timed_out says that the
 * latter did not end in its time, which may be the host's doing.
 */
int interact(const struct interaction *interaction, struct test_result *ret_result,
	     struct check_result *ret_check, bool *ret_timed_out, struct error *err);

#endif

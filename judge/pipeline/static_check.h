/*
 * static_check: a static validator of 2025-09 ("Static validator") looks at a submission's files,
 * in the box of validators:
 *
 *	VALIDATOR language entry_point feedback_dir/ [static_validator_args]
 *
 * Its working directory has the files as the contestant sent them, without include/. It answers as
 * an output validator of the protocol icpc does.
 */
#ifndef PIPELINE_STATIC_CHECK_H
#define PIPELINE_STATIC_CHECK_H

#include "pipeline/artifact.h"
#include "pipeline/plan.h"
#include "pipeline/validator.h"

struct static_check {
	const struct plan *plan;
	const struct artifact *artifact;	/* of the submission, for its entry point */
	const struct validator_set *validators;	/* laid out */
	struct box_set *boxes;
};

/*
 * Judges a test case that is_static: sets verdict (AC or WA), reason, messages and score. A
 * validator that crashes, hangs twice or says what it may not say is ERROR_USAGE.
 */
int static_check_run(const struct static_check *check, const struct test_case *test,
		     struct test_result *result, struct error *err);

#endif

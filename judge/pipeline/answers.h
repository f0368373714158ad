/*
 * answers: problems of the type submit-answer, where a submission is outputs and not a program.
 */
#ifndef PIPELINE_ANSWERS_H
#define PIPELINE_ANSWERS_H

#include "model/result.h"
#include "pipeline/execute.h"

/*
 * The submission's output for a test case, or NULL: the file called like the case with .out, of
 * whose path as much is needed as makes it clear which case is meant: "secret/1/03.out", "03.out"
 * if only one case is called 03; any name where there is one case and one file. The format leaves
 * names open.
 */
const struct source_file *answers_find(const struct problem *problem,
				       const struct submission *submission, size_t test);

/* In the place of compiling: it is a compile error if there is no output for any test case. */
void answers_accept(const struct plan *plan, struct compile_result *ret_result);

/* In the place of running: the output goes where a program's does. result->index is set. */
void answers_give(const struct plan *plan, struct execution *execution,
		  struct test_result *result);

#endif

/*
 * execute: one run of the artefact on one test, its output going to the check as it comes.
 */
#ifndef PIPELINE_EXECUTE_H
#define PIPELINE_EXECUTE_H

#include "model/result.h"
#include "pipeline/artifact.h"
#include "pipeline/plan.h"

/* Where the output goes: the first bytes are kept for the jury, all of it is fed to the check. */
struct execution {
	void (*feed)(void *context, const char *data, size_t size);
	void *context;
	char output[KEPT_BYTES];	/* raw bytes, as the program wrote them */
	size_t output_size;
	char error[COMPILE_OUTPUT_BYTES + 1];	/* standard error, NUL-terminated */
	size_t error_size;
	bool lay_out_again;		/* its box is another now, or should become another */
};

/* Takes a piece of the output; context is the execution, whose output_size was 0 at first. */
void execution_feed(void *context, const char *data, size_t size);

/*
 * Runs once; ret_result->verdict is AC if the run was clean and the check decides. The command is
 * packed and expanded.
 */
int execute_test(const struct plan *plan, const struct artifact *artifact, const char *command,
		 const struct test_case *test, struct box_set *boxes,
		 struct execution *execution, struct test_result *ret_result, struct error *err);

/*
 * The same in two halves, for who runs the program himself. *call is large, and its spec points
 * into it; input, which stays the caller's, is standard input. The second half is told how the run
 * went, and sets ret_result as above.
 */
struct execute_call {
	struct box_spec spec;
	const char *argv[PLAN_ARGUMENTS], *envp[PLAN_ENVIRONMENT];
};

int execute_prepare(const struct plan *plan, const struct artifact *artifact, const char *command,
		    const struct test_case *test, int input, struct box_set *boxes,
		    struct execution *execution, struct execute_call *call, struct error *err);
int execute_conclude(const struct plan *plan, const struct execute_call *call,
		     const struct box_result *run, struct execution *execution,
		     struct test_result *ret_result, struct error *err);

/*
 * A descriptor of the same file with an offset of its own. A file that the judge's uid may not
 * open (a clone made under umask 077), or that everybody may write to, is copied into memory.
 */
int execute_open_again(const struct tree_file *file, struct error *err);

#endif

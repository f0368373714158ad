/*
 * validator: a package's own output validators, built once and run in a box of their own. How they
 * are called and what they mean is checker/protocol.h.
 *
 *	validators_lay_out(&set, boxes, err);			before the first test of a job
 *	validators_run(...);					per test: all of them, one by one
 *
 * or, for who runs them together with the program, or several times for a test:
 *
 *	validators_begin_test(&set, boxes, err);		feedback directories, empty
 *	validator_call_prepare(&call, &set, i, ..., err);	fills call.spec
 *	box_run(boxes, class, &call.spec, &run, err);		or whatever else runs it
 *	validator_call_conclude(&call, &run, boxes, &result, err);
 *	validators_end_test(boxes, err);
 */
#ifndef PIPELINE_VALIDATOR_H
#define PIPELINE_VALIDATOR_H

#include "checker/protocol.h"
#include "model/problem.h"
#include "model/result.h"
#include "model/tree.h"
#include "pipeline/artifact.h"
#include "pipeline/plan.h"
#include "profile/profile.h"
#include "util/error.h"

enum {
	VALIDATORS_MAX = 8,
	VALIDATOR_FILES = 100,
	VALIDATOR_TRIES = 2,	/* a time-out may be the host's doing */
};

struct validator {
	int executable;		/* a static program, or -1: command starts a file below /files */
	uint64_t memory_extra;	/* what its runtime needs beside the limit */
	char command[2048];	/* packed: what comes before input, answer, feedback and arguments */
	char environment[1024];	/* packed: what its language needs */
};

/* Plain but for its descriptors, so that a slot can keep it and its judges inherit it. */
struct validator_set {
	struct validator validator[VALIDATORS_MAX];
	size_t count;		/* the problem's validators, its graders, its static validator */
	struct artifact files;	/* of those that are not executables, as "0/check.py" */
};

struct validator_set validator_set_empty(void);
void validator_set_free(struct validator_set *set);

/*
 * Builds what the problem names. ERROR_USAGE with the compiler's words if one does not build.
 * languages has at least the profiles that validators in other languages than C, C++ and Python
 * need.
 */
int validators_build(const struct tree *tree, const struct problem *problem,
		     const struct profile_table *languages, struct box_set *boxes,
		     struct validator_set *ret_set, struct error *err);

/* Of a validator's run, as the package says; without the runtime's own memory. */
struct box_limits validator_limits(const struct problem_limits *package);

/* Before the first test of a job. */
int validators_lay_out(const struct validator_set *set, struct box_set *boxes, struct error *err);

/*
 * Asks all validators; output is a descriptor of what the program wrote. Sets verdict (AC or WA),
 * reason, messages and score. A validator that crashes, hangs twice or says what it may not say is
 * an error.
 */
int validators_run(const struct validator_set *set, const struct tree *tree,
		   const struct problem *problem, const struct test_case *test, int output,
		   struct box_set *boxes, struct test_result *result, struct error *err);

/*
 * testlib's interactors leave a file for a checker, if the package has one as well: the interactor
 * is the program whose name begins with "interact", else the first; 0 with other protocols.
 */
size_t validator_interactor(const struct problem *problem);

/* ---- One run at a time -------------------------------------------------------------------- */

/* A validator's next run. Large, and spec points into it: keep it where it is. */
struct validator_call {
	struct box_spec spec;
	const char *role, *name;	/* "output validator", "output_validators/check": messages */
	char directory[32];		/* of its feedback, below /work: "feedback0/" */
	size_t number;			/* in the set */
	enum protocol protocol;
	struct check_rules rules;
	const char *argv[PLAN_ARGUMENTS], *envp[PLAN_ENVIRONMENT];
	char feedback[64], result[80];	/* arguments */
	struct outcome outcome;		/* filled by the run and by validator_call_conclude() */
};

/* What a run reads. */
struct validator_files {
	int input, answer;	/* descriptors with offset 0 (reopened, not shared) */
	int output;		/* of the submission; -1: interactive */
};

/* The class of box that validators run in. */
int validator_class(struct error *err);

/* An empty feedback directory for each validator; between the two calls they keep their files. */
int validators_begin_test(const struct validator_set *set, struct box_set *boxes,
			  struct error *err);
int validators_end_test(struct box_set *boxes, struct error *err);

/*
 * Fills *call; pass counts from 1. Interactive: standard input and output are the caller's to
 * connect (spec.input, and whatever replaces spec.output), and the input file is an argument
 * alone.
 */
int validator_call_prepare(struct validator_call *call, const struct validator_set *set,
			   size_t number, const struct problem *problem,
			   const struct test_case *test, unsigned pass,
			   const struct validator_files *files, struct error *err);

/* It was stopped because of its own time: worth a second try. */
bool validator_timed_out(const struct box_result *run);

/*
 * Reads what it left and says what it means; -1 with ERROR_USAGE when the validator is at fault,
 * ERROR_SYSTEM when it was the host that let it wait.
 * With result.next_pass, nextpass.in is in the feedback directory: see validator_take().
 */
int validator_call_conclude(struct validator_call *call, const struct box_result *run,
			    struct box_set *boxes, struct check_result *ret_result,
			    struct error *err);

/*
 * A sealed copy of a file in the call's feedback directory ("nextpass.in", or "result", which
 * testlib's interactors write); *ret_fd is -1 if there is no such plain file of at most 64 MiB. The file stays.
 */
int validator_take(const struct validator_call *call, const char *name, struct box_set *boxes,
		   int *ret_fd, struct error *err);

/*
 * After a conversation that the interactor accepted: asks the package's checkers, if it has any,
 * about the file that the interactor wrote. Sets *result as validators_run() does.
 */
int validators_check_talk(const struct validator_call *interactor, const struct validator_set *set,
			  const struct tree *tree, const struct problem *problem,
			  const struct test_case *test, struct box_set *boxes,
			  struct test_result *result, struct error *err);

/* Verdict, reason, messages and score of a test; result.output_bytes must be set. */
void validator_report(const struct check_result *check, struct test_result *result);

#endif

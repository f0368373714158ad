/*
 * protocol: how the programs that a package brings to judge outputs are called, and what their
 * exit codes, words and files mean. Pure: who runs them is pipeline/validator.h.
 *
 * A protocol is a function and a row of the table in protocol.c.
 *
 *	icpc	VALIDATOR in ans feedback/ [args] < output; 42 accepts, 43 rejects; files in feedback/
 *	testlib	CHECKER in output ans [args]; 0 accepts; 1, 2, 4, 8 reject; 7 and 16.. give points
 *	cms	CHECKER in ans output [args]; writes 0..1 to stdout, a message to stderr, exits 0
 *	exit01	CHECKER in output ans [args]; 0 accepts, 1 rejects; a message on stdout or stderr
 *
 * With a program in between (interactive problems) they have the program's output on standard
 * input and write what it reads: icpc as above, INTERACTOR in out ans for testlib, INTERACTOR in
 * ans for exit01; cms has no such form.
 */
#ifndef CHECKER_PROTOCOL_H
#define CHECKER_PROTOCOL_H

#include "model/problem.h"
#include "model/result.h"
#include "util/error.h"

enum { OUTCOME_TEXT = 4096 };

/* The first bytes of a file or stream, as they are, with a NUL after them. */
struct outcome_text {
	bool present;
	size_t size;
	char data[OUTCOME_TEXT + 1];
};

/* What a validator left when it ended by itself. */
struct outcome {
	int exit_code;
	struct outcome_text output, error;	/* standard ones; output: not if interactive */
	/* of the feedback directory: */
	struct outcome_text judge_message, team_message, judge_error, score, multiplier;
	bool next_pass;				/* nextpass.in is there */
};

/* What the package allows in the test case at hand; bounds of scores are pipeline/scoring.h's. */
struct check_rules {
	bool scored;		/* scores other than all or nothing */
	bool next_pass;		/* another pass may follow */
};

struct check_result {
	enum verdict verdict;		/* AC or WA */
	double points, multiplier;	/* as in struct test_result; NAN: nothing was said */
	char reason[REASON_BYTES];	/* one line, with WA */
	char message[MESSAGE_BYTES];	/* for judges */
	char team_message[MESSAGE_BYTES];	/* for contestants */
	bool next_pass;			/* accepted so far: nextpass.in is the next input */
};

/* What stands on a validator's command line. */
enum protocol_argument {
	ARGUMENT_END,
	ARGUMENT_INPUT,
	ARGUMENT_ANSWER,
	ARGUMENT_OUTPUT,	/* the submission's */
	ARGUMENT_FEEDBACK,	/* a directory, with a final slash */
	ARGUMENT_RESULT,	/* a file that an interactor writes */
};

/* In order, ended by ARGUMENT_END; NULL if the protocol cannot be interactive. */
const enum protocol_argument *protocol_arguments(enum protocol protocol, bool interactive);

/* The output is on the validator's standard input (it always is when interactive). */
bool protocol_reads_output(enum protocol protocol);

const char *protocol_name(enum protocol protocol);

/* -1 if there is none of that name. */
int protocol_find(const char *name);

/* What holds for a test case of the problem; pass counts from 1. */
struct check_rules check_rules_of(const struct problem *problem, const struct test_case *test,
				  unsigned pass);

/*
 * What a validator says. -1 with ERROR_USAGE when that is none of what it may say: then the
 * package is at fault, and no submission.
 */
int protocol_conclude(enum protocol protocol, const struct outcome *outcome,
		      const struct check_rules *rules, struct check_result *ret_result,
		      struct error *err);

#endif

/*
 * problem: what a package says, once read and checked. Files are indices into the tree that it was
 * read from, which must outlive it. Packed strings are those of util/string.h.
 */
#ifndef MODEL_PROBLEM_H
#define MODEL_PROBLEM_H

#include "model/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum problem_format { FORMAT_LEGACY, FORMAT_2025_09, FORMAT_PLAIN };

struct problem_limits {
	int64_t time_ns;		/* CPU, per test and pass */
	bool time_is_stated;		/* else time_ns is the default */
	double ac_to_time_limit, time_limit_to_tle;	/* how to derive one that is not stated */
	int64_t time_resolution_ns;
	uint64_t memory_bytes;		/* 0: not stated */
	uint64_t output_bytes;		/* 0: not stated */
	uint64_t code_bytes;		/* of all sources together */
	int64_t compile_ns;		/* 0: not stated */
	uint64_t compile_memory_bytes;	/* 0: not stated */
	int64_t validation_ns;
	uint64_t validation_memory_bytes, validation_output_bytes;
};

/* What a contestant is told; each includes those before it. report/feedback.h applies it. */
enum feedback {
	FEEDBACK_NONE,		/* that it was judged */
	FEEDBACK_VERDICT,	/* the submission's verdict and score */
	FEEDBACK_FIRST_TEST,	/* ... and which test failed first */
	FEEDBACK_MESSAGE,	/* ... and what the validator says to contestants */
	FEEDBACK_DIFFERENCE,	/* ... and where the output differs, without the jury's own data */
	FEEDBACK_FULL,		/* all that the jury sees, secret data too */
};

struct test_case {
	char *name;		/* "secret/1/03" */
	size_t group;		/* index in problem.groups */
	size_t input;		/* index of a file in the tree */
	size_t answer;		/* the same */
	char *validator_args;	/* packed; never NULL */
	char *program_args;	/* packed: arguments of the submission's program; never NULL */
	size_t *files;		/* indices: of NAME.files/, laid out in the program's directory */
	size_t file_count;
	char *files_base;	/* their paths begin with this, which is cut off; NULL if none */
	bool sample;
	bool full_feedback;	/* the case's own word: as FEEDBACK_FULL */
	/*
	 * 2025-09, "static validation test case": the static validator judges the submission's files;
	 * nothing is run. "secret/1/static_validation", the first of its group. input and answer are
	 * the test_group.yaml that states it, validator_args the static validator's.
	 */
	bool is_static;
};

/* How a group's score follows from those of its children: its test cases and groups. */
enum score_rule { SCORE_PASS_FAIL, SCORE_SUM, SCORE_AVERAGE, SCORE_MIN, SCORE_MAX };

/* Which of its children's verdicts is a group's (legacy grader flags). */
enum verdict_rule { VERDICT_FIRST_ERROR, VERDICT_WORST_ERROR, VERDICT_ALWAYS_ACCEPT };

/*
 * A directory of test cases, with the rules that hold in it, inherited ones too. Pass-fail problems
 * have groups as well: all their rules are the defaults. An unbounded number is INFINITY.
 */
struct test_group {
	char *name;			/* "secret/1"; "" is the root, data/ itself */
	long parent;			/* index; -1 for the root, which is groups[0] */
	enum score_rule score_rule;
	enum verdict_rule verdict_rule;
	bool on_reject_break;		/* the rest of the group is not judged after a rejection */
	bool ignore_sample;		/* sample/ has no part in verdict and score (root only) */
	bool accept_if_any_accepted;
	bool custom_grader;		/* problem.graders decide, with grader_flags */
	char *grader_flags;		/* packed; never NULL */
	/*
	 * What a test case is worth. Legacy: accept_score or reject_score. By share, which 2025-09
	 * has: nothing if it fails; else max_score, of which the cases of a sum have equal shares.
	 */
	bool by_share;
	double accept_score, reject_score;
	double range_low, range_high;	/* a score outside is the package's fault */
	double max_score;		/* by share only; INFINITY: unbounded */
	double static_score;		/* of the case that is_static, at most; not if pass-fail */
	char *require_pass;		/* packed names of groups that must be accepted; never NULL */
	enum feedback feedback;
};

enum program_language {
	PROGRAM_C,
	PROGRAM_CPP,
	PROGRAM_PYTHON,
	PROGRAM_SCRIPT,		/* a directory with build and/or run */
	PROGRAM_PROFILE,	/* of a language profile: found by its files' extensions */
};

/* A validator or grader: one file, or a directory. */
struct program {
	char *name;		/* for people: "output_validators/check" */
	char *base;		/* its files' paths begin with this, which is cut off */
	enum program_language language;
	size_t *files;		/* indices into the tree */
	size_t file_count;
};

/* How a package's own validators are called and answer; see checker/protocol.h. */
enum protocol { PROTOCOL_ICPC, PROTOCOL_TESTLIB, PROTOCOL_CMS, PROTOCOL_EXIT01 };

/* Files that are compiled with a submission: include/cpp/. */
struct include {
	char *language;		/* "cpp", "default": what the folder is called */
	char *base;		/* cut off their paths: "include/cpp/" */
	size_t *files;		/* indices into the tree */
	size_t file_count;
};

/* {{name}} in validators, include/ and jury submissions stands for the value. */
struct constant {
	char *name, *value;
};

/*
 * What a jury submission must do in the test cases that path matches (problem/glob.h), or whose
 * group it matches. The score is that of what path itself matches, the submission's if it is "".
 */
struct jury_rule {
	char *path;		/* "secret/1", "secret/{1,2}"; "": all test cases */
	verdict_set permitted;	/* each test's verdict is one of these; 0: any */
	verdict_set required;	/* at least one test has one of these; 0: none needed */
	double score_low, score_high;	/* NAN: any */
	char *message;		/* a part of some judge's message; NULL: any */
	/* The slowest of these test cases bounds the time limit: it must not, it must exceed it. */
	bool limit_from_below, limit_from_above;
};

struct jury_submission {
	char *name;		/* "accepted/sol.cpp": its path below submissions/ */
	char *base;		/* as in struct program */
	verdict_set expected;	/* any of these is as expected */
	struct jury_rule *rules;	/* submissions.yaml; besides expected */
	size_t rule_count;
	bool limit_from_below, limit_from_above;	/* as in struct jury_rule, all test cases */
	char *language, *entry_point;	/* as stated, or NULL */
	char *expected_error;	/* why it cannot be judged ("unknown expectation ..."), or NULL */
	size_t *files;
	size_t file_count;
};

/* Each is independent of the others. */
struct problem_type {
	bool scoring, interactive, multi_pass;
	/*
	 * A submission is outputs, not a program: for the test case secret/1/03 its file 03.out, or
	 * secret/1/03.out where several cases are called 03; if there is one case, its only file,
	 * whatever that is called. Nothing is compiled or run; what the checker sees is the file. A
	 * case without its file has an empty output.
	 */
	bool submit_answer;
};

struct problem {
	char name[256];		/* short name */
	char title[256];
	enum problem_format format;
	struct problem_type type;
	unsigned passes;	/* at most so many runs per test; 1 unless multi-pass */
	bool allow_file_writing;	/* if not, a program that does is killed (SIGXFSZ) */
	bool minimise;		/* scoring: a lower score is better */
	struct problem_limits limits;
	struct test_group *groups;	/* parents before children */
	size_t group_count;
	struct test_case *tests;	/* package order: sample before secret */
	size_t test_count;
	char checker[32];		/* built-in, for packages without validators */
	enum protocol protocol;		/* of validators */
	struct program *validators;	/* output validators; none: the built-in checker */
	size_t validator_count;
	struct program *graders;	/* custom graders of legacy packages */
	size_t grader_count;
	struct program *static_validator;	/* none or one; always of PROTOCOL_ICPC */
	size_t static_validator_count;
	struct include *includes;
	size_t include_count;
	struct constant *constants;
	size_t constant_count;
	struct jury_submission *jury;
	size_t jury_count;
	char languages[512];		/* packed ids that are allowed; empty: all */
};

void problem_free(struct problem *problem);

/* Name of the group of a test, for people and reports. */
static inline const char *problem_group_name(const struct problem *problem,
					     const struct test_case *test)
{
	return problem->groups[test->group].name;
}

#endif

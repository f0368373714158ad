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
	int64_t time_ns;		/* CPU, per test */
	bool time_is_stated;		/* else time_ns is the default */
	uint64_t memory_bytes;		/* 0: not stated */
	uint64_t output_bytes;		/* 0: not stated */
	uint64_t code_bytes;		/* of all sources together */
	int64_t compile_ns;		/* 0: not stated */
	uint64_t compile_memory_bytes;	/* 0: not stated */
	int64_t validation_ns;
	uint64_t validation_memory_bytes, validation_output_bytes;
};

struct test_case {
	char *name;		/* "secret/1/03" */
	char *group;		/* "secret/1" */
	size_t input, answer;	/* indices of files in the tree */
	char *validator_args;	/* packed; never NULL */
	bool sample;
};

enum program_language {
	PROGRAM_C,
	PROGRAM_CPP,
	PROGRAM_PYTHON,
	PROGRAM_SCRIPT,		/* a directory with build and/or run */
};

/* A validator: one file, or a directory. */
struct program {
	char *name;		/* for people: "output_validators/check" */
	char *base;		/* its files' paths begin with this, which is cut off */
	enum program_language language;
	size_t *files;		/* indices into the tree */
	size_t file_count;
};

struct jury_submission {
	char *name;		/* "accepted/sol.cpp": its path below submissions/ */
	char *base;		/* as in struct program */
	verdict_set expected;	/* any of these is as expected */
	char *expected_error;	/* why it cannot be judged ("unknown expectation ..."), or NULL */
	size_t *files;
	size_t file_count;
};

struct problem {
	char name[256];		/* short name */
	char title[256];
	enum problem_format format;
	struct problem_limits limits;
	struct test_case *tests;	/* package order: sample before secret */
	size_t test_count;
	struct program *validators;	/* output validators; none: the default one */
	size_t validator_count;
	struct jury_submission *jury;
	size_t jury_count;
	char languages[512];		/* packed ids that are allowed; empty: all */
};

void problem_free(struct problem *problem);

#endif

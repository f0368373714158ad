/*
 * case: one hostile submission of tests/abuse/cases, and what its first comment asks of the judge.
 *
 * A line "@key value" of that comment (or of the file CASE, where a directory is the submission)
 * is a directive; the first line is the case in words.
 */
#ifndef ABUSE_CASE_H
#define ABUSE_CASE_H

#include "model/verdict.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CASE_TESTS = 64, CASE_TEXTS = 4, CASE_NAME = 96, CASE_LAST = 999 };

struct range {
	bool is_set;
	int64_t low, high;
};

struct texts {
	char text[CASE_TEXTS][128];
	unsigned count;
};

/* Each test of a case is judged, whatever became of those before it. */
struct abuse_case {
	unsigned number;		/* of the list of cases: 18 */
	char name[CASE_NAME];		/* of the file or directory: "018-heap.c" */
	char title[128];
	bool is_directory;

	verdict_set expected;
	/* What the reason has in it, "{}" being the test's name; and the compiler's messages, or not. */
	struct texts reasons, messages, not_messages;
	char refused[128];		/* "": judged; else what the refusal to take it in says */
	struct range cpu, wall;		/* ns */
	struct range memory;		/* bytes */
	int64_t run_time_ns;		/* 0: any */

	int64_t time_ns, wall_limit_ns;	/* wall_limit_ns 0: the usual one */
	uint64_t memory_bytes, output_bytes;
	uint32_t processes;		/* 0: the profile's, or one */
	int64_t compile_ns, compile_memory_bytes;	/* 0: the profile's */

	char tests[CASE_TESTS][40];	/* names, also the inputs, in this order */
	unsigned test_count;
	char answer[256];		/* of each test, without its newline */
	int64_t input_bytes;		/* the input is filled up with NULs to this size */
	char language[32];		/* "": by the files' names */
	char interactor[CASE_NAME];	/* of tests/abuse/interactors, whom it talks to; "" */
	char beside[CASE_NAME];		/* the case that runs at the same time; "" */
	unsigned repeat;
	bool layout;			/* depends on the cgroup layout: for the guests as well */
};

struct case_list {
	struct abuse_case *cases;	/* by name */
	size_t count;
};

/* All of DIRECTORY; whatever is wrong with any of them is the error. */
int case_list_load(const char *directory, struct case_list *ret_list, struct error *err);
void case_list_free(struct case_list *list);

/* NULL if there is none of that name, which may lack its extension. */
const struct abuse_case *case_find(const struct case_list *list, const char *name);

/* Does WORD, a name, a number or a range of numbers such as 33-70, choose the case? */
bool case_is_chosen(const struct abuse_case *c, const char *word);

/* Reads the directives of text, which is NUL-terminated. bare: every line counts, not a comment. */
int case_parse(const char *text, bool bare, struct abuse_case *ret_case, struct error *err);

#endif

/*
 * testdata: the files beside test cases that say how to judge them: testdata.yaml, test_group.yaml,
 * and a case's own.
 */
#ifndef PROBLEM_TESTDATA_H
#define PROBLEM_TESTDATA_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/error.h"

struct testdata {
	const struct tree *tree;	/* borrowed */
	const char *names[2];		/* of a group's file: the format's own first */
	char **args;			/* per file of the tree: what it states, packed, or NULL */
};

/* Reads them all, whether a case uses them or not, so that every mistake shows. */
int testdata_read(const struct tree *tree, enum problem_format format, struct testdata *ret,
		  struct error *err);

/*
 * The output validator's arguments for the case whose files are called base ("data/secret/1/03"),
 * packed: what the nearest file states, from its own up to data/. "" if none does.
 */
const char *testdata_args(const struct testdata *testdata, const char *base);

void testdata_free(struct testdata *testdata);

#endif

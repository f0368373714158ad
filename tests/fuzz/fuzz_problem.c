/*
 * A package as problem_load() reads it: problem.yaml, the files of groups and of test cases,
 * submissions.yaml, DOMjudge's files, sources with tags.
 *
 * An input is files: a byte for the name, from the list, then the content up to a byte 30.
 */
#include "fuzz.h"

#include "problem/problem.h"
#include "problem/tree_build.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEPARATOR = 30, FILES_MAX = 24 };

static const char *const names[] = {
	"problem.yaml", "data/testdata.yaml", "data/secret/testdata.yaml",
	"data/secret/1/testdata.yaml", "data/secret/test_group.yaml",
	"data/secret/1/test_group.yaml", "data/sample/test_group.yaml", "data/test_group.yaml",
	"data/secret/1.yaml", "data/secret/1/a.yaml", "submissions/submissions.yaml",
	"assize.yaml", ".timelimit", "domjudge-problem.ini", "submissions/accepted/a.c",
	"submissions/mixed/b.py", "submissions/other/c.cpp", "output_validator/v.py",
	"output_validators/v.py", "data/secret/1.in", "data/secret/1.ans", "data/secret/1/a.in",
	"data/secret/1/a.ans", "data/secret/2/b.in", "data/secret/2/b.ans", "data/sample/1.in",
	"data/sample/1.ans", "data/secret/1.files/extra", "include/default/x.h", "include/c/y.h",
	"graders/g.py", "input_validators/i.py", "data/secret/1.desc", "data/secret/1.hint",
	"1.in", "1.out", "statement/problem.en.md", "problem_statement/problem.tex",
	"static_validator/s.py", "submissions/accepted/d/x.c",
};

enum { NAMES = sizeof names / sizeof names[0] };

static bool add(struct tree *tree, const char *name, const uint8_t *data, size_t size)
{
	struct error err = { 0 };
	char path[64];

	if (tree_add(tree, name, fuzz_file(data, size, path), size, &err) == 0)
		return true;
	fuzz_expect_error(&err);
	return false;
}

static bool fill(struct tree *tree, const uint8_t *data, size_t size)
{
	bool has[NAMES] = { false };

	for (size_t i = 0; i < FILES_MAX && size > 0; i++) {
		const uint8_t *end = memchr(data + 1, SEPARATOR, size - 1);
		size_t length = end ? (size_t)(end - data) - 1 : size - 1;
		size_t which = data[0] % NAMES;

		if (!has[which] && !add(tree, names[which], data + 1, length))
			return false;
		has[which] = true;
		data += length + 1 + (end != NULL);
		size -= length + 1 + (end != NULL);
	}
	return true;
}

/* What the contracts of model/problem.h say of every problem. */
static void look_at(const struct tree *tree, const struct problem *problem)
{
	for (size_t i = 0; i < problem->test_count; i++) {
		const struct test_case *test = &problem->tests[i];

		if (test->input >= tree->count || test->answer >= tree->count || !test->name[0])
			abort();
	}
	for (size_t i = 1; i < problem->group_count; i++)
		if (problem->groups[i].parent < 0 || (size_t)problem->groups[i].parent >= i)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tree tree = { .count = 0 };
	struct problem problem;
	struct error err = { 0 };

	tree_set_origin(&tree, "fuzz", "fuzz");
	if (!fill(&tree, data, size)) {
		tree_free(&tree);
		return 0;
	}
	if (tree_finish(&tree, &err) < 0) {
		fuzz_expect_error(&err);
		tree_free(&tree);
		return 0;
	}
	if (problem_load(&tree, &problem, &err) < 0) {
		fuzz_expect_error(&err);
	} else {
		look_at(&tree, &problem);
		problem_free(&problem);
	}
	tree_free(&tree);
	return 0;
}

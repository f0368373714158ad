/*
 * What the tests of problem_load() share. Include after cmocka.h.
 */
#ifndef TEST_PROBLEM_LOAD_H
#define TEST_PROBLEM_LOAD_H

#include "problem/directory.h"
#include "problem/problem.h"

#include "test_problem_package.h"

struct loaded {
	struct tree tree;
	struct problem problem;
};

static inline void load(const struct fixture *f, struct loaded *loaded)
{
	struct error err = { 0 };
	char text[1200];

	if (tree_open_directory(f->root, &loaded->tree, &err) < 0 ||
	    problem_load(&loaded->tree, &loaded->problem, &err) < 0)
		fail_msg("%s", error_text(&err, text, sizeof text));
}

static inline void unload(struct loaded *loaded)
{
	problem_free(&loaded->problem);
	tree_free(&loaded->tree);
}

/* expected is the error as a user reads it, from the end of the package's path on. */
static inline void assert_error(const struct fixture *f, const char *expected)
{
	struct error err = { 0 };
	struct tree tree;
	struct problem problem = { .test_count = 77 };
	char text[1200], full[1200];

	assert_int_equal(tree_open_directory(f->root, &tree, &err), 0);
	assert_int_equal(problem_load(&tree, &problem, &err), -1);
	assert_int_equal(problem.test_count, 77);
	assert_int_equal(err.kind, ERROR_USAGE);
	snprintf(full, sizeof full, "%s%s", f->root, expected);
	assert_string_equal(error_text(&err, text, sizeof text), full);
	tree_free(&tree);
}

/* The least that can be judged; problem.yaml is the caller's. */
static inline void put_test(const struct fixture *f)
{
	put(f, "data/secret/1.in", "");
	put(f, "data/secret/1.ans", "");
}

#define NEW "problem_format_version: 2025-09\nname: a\nuuid: b\n"

/* A packed list, as "a,b". */
static inline const char *joined(const char *packed)
{
	static char text[4096];
	size_t length = 0;

	for (text[0] = '\0'; *packed; packed += strlen(packed) + 1)
		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s",
					   length ? "," : "", packed);
	return text;
}

#endif

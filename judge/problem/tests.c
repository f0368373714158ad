#include "problem/tests.h"

#include "problem/array.h"
#include "problem/files.h"
#include "problem/problem_yaml.h"
#include "problem/testdata.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static char *copy(const char *text, size_t length)
{
	char *copied = strndup(text, length);

	if (!copied)
		abort();
	return copied;
}

/* base is not terminated. */
static char *with_extension(const char *base, size_t length, const char *extension)
{
	struct strbuf path = { 0 };

	strbuf_append(&path, base, length);
	strbuf_printf(&path, "%s", extension);
	return strbuf_take(&path);
}

static long find(const struct tree *tree, const char *base, size_t length, const char *extension)
{
	autofree char *path = with_extension(base, length, extension);

	return tree_find(tree, path);
}

static bool has_files(const struct tree *tree, const char *base, size_t length)
{
	autofree char *path = with_extension(base, length, ".files/");

	return tree_find_prefix(tree, path) >= 0;
}

/* ---- Finding ------------------------------------------------------------------------------ */

/* The part of a case's path that is not in its name, or -1 if there are no cases there. */
static int hidden_prefix(const char *path, enum problem_format format)
{
	if (format == FORMAT_PLAIN)
		return strncmp(path, "submissions/", 12) ? 0 : -1;
	if (!strncmp(path, "data/sample/", 12) || !strncmp(path, "data/secret/", 12))
		return 5;
	return -1;
}

/*
 * The directory a case is in. In 2025-09 only the direct children of sample and secret are groups;
 * what they contain belongs to them.
 */
static size_t group_length(const char *name, enum problem_format format)
{
	const char *end = strrchr(name, '/');

	if (format == FORMAT_2025_09) {
		const char *first = strchr(name, '/'), *second = strchr(first + 1, '/');

		end = second ? second : first;
	}
	return end ? (size_t)(end - name) : 0;
}

static int add_case(const struct tree *tree, size_t input, int hidden, struct problem *problem,
		    struct error *err)
{
	const char *path = tree->files[input].path, *name = path + hidden;
	size_t length = strlen(path) - strlen(".in"), shown = length - (size_t)hidden;
	long answer = find(tree, path, length, ".ans");
	struct test_case test = { .input = input };

	if (answer < 0 && problem->format == FORMAT_PLAIN)
		answer = find(tree, path, length, ".out");
	if (answer < 0)
		return tree_error(tree, path, 0, 0, err, "test case without its answer, %.*s.ans",
				  (int)shown, name);
	if (has_files(tree, path, length))
		return tree_error(tree, path, 0, 0, err, "%.*s.files/ is not supported yet",
				  (int)shown, name);
	test.answer = (size_t)answer;
	test.name = copy(name, shown);
	test.program_args = copy("", 0);
	test.sample = hidden > 0 && !strncmp(name, "sample/", 7);
	problem->tests = array_room(problem->tests, problem->test_count, sizeof test);
	problem->tests[problem->test_count++] = test;
	return 0;
}

static int check_answer(const struct tree *tree, const char *path, int hidden, struct error *err)
{
	size_t length = (size_t)(strrchr(path, '.') - path);

	if (find(tree, path, length, ".in") >= 0)
		return 0;
	return tree_error(tree, path, 0, 0, err, "answer without its test case, %.*s.in",
			  (int)length - hidden, path + hidden);
}

static int visit(const struct tree *tree, size_t index, struct problem *problem,
		 struct error *err)
{
	const char *path = tree->files[index].path;
	int hidden = hidden_prefix(path, problem->format);

	if (hidden < 0)
		return 0;
	if (ends_with(path, ".in"))
		return add_case(tree, index, hidden, problem, err);
	if (ends_with(path, ".ans") ||
	    (problem->format == FORMAT_PLAIN && ends_with(path, ".out")))
		return check_answer(tree, path, hidden, err);
	return 0;
}

/* ---- Order -------------------------------------------------------------------------------- */

/*
 * By name, directory by directory, so '/' comes before all else: 1/x before 1-a. The names have no
 * extensions: 1 before 1-a, although 1-a.in is before 1.in. "sample" is before "secret" by itself.
 */
static int compare_tests(const void *a_pointer, const void *b_pointer)
{
	const struct test_case *a_test = a_pointer, *b_test = b_pointer;
	const char *a = a_test->name, *b = b_test->name;

	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (*a == *b)
		return 0;
	if (*a == '\0' || *b == '\0')
		return *a ? 1 : -1;
	if (*a == '/' || *b == '/')
		return *a == '/' ? -1 : 1;
	return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
}

/* ---- Groups ------------------------------------------------------------------------------- */

/* The group of that name and, before it, those that contain it. */
static size_t require_group(struct problem *problem, const char *name, size_t length)
{
	struct test_group group = { .parent = -1, .on_reject_break = true, .accept_score = 1,
				    .range_low = -INFINITY, .range_high = INFINITY,
				    .max_score = INFINITY, .feedback = FEEDBACK_MESSAGE };
	const char *slash = memrchr(name, '/', length);

	for (size_t i = 0; i < problem->group_count; i++)
		if (!strncmp(problem->groups[i].name, name, length) &&
		    !problem->groups[i].name[length])
			return i;
	if (length)
		group.parent = (long)require_group(problem, name, slash ? (size_t)(slash - name) : 0);
	group.name = copy(name, length);
	group.grader_flags = copy("", 0);
	group.require_pass = copy("", 0);
	problem->groups = array_room(problem->groups, problem->group_count, sizeof group);
	problem->groups[problem->group_count] = group;
	return problem->group_count++;
}

static void set_groups(struct problem *problem)
{
	for (size_t i = 0; i < problem->test_count; i++) {
		struct test_case *test = &problem->tests[i];

		test->group = require_group(problem, test->name,
					    group_length(test->name, problem->format));
	}
}

/* ---- Arguments ---------------------------------------------------------------------------- */

static int join(const struct tree *tree, const struct test_case *test, const char *flags,
		const char *args, char **ret, struct error *err)
{
	const char *lists[] = { flags, args };
	char packed[ARGS_MAX] = "";
	struct strbuf joined = { 0 };
	size_t size = 1;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (const char *word = lists[i]; *word; word = packed_next(word)) {
			if (!packed_append(packed, sizeof packed, word, strlen(word)))
				return tree_error(tree, tree->files[test->input].path, 0, 0, err,
						  "its validator's arguments take more than %d "
						  "bytes", ARGS_MAX);
			size += strlen(word) + 1;
		}
	strbuf_append(&joined, packed, size);
	*ret = strbuf_take(&joined);
	return 0;
}

static int set_args(const struct tree *tree, const char *flags, const struct testdata *testdata,
		    struct problem *problem, struct error *err)
{
	for (size_t i = 0; i < problem->test_count; i++) {
		struct test_case *test = &problem->tests[i];
		const char *path = tree->files[test->input].path;
		autofree char *base = copy(path, strlen(path) - strlen(".in"));

		if (join(tree, test, flags, testdata_args(testdata, base),
			 &test->validator_args, err) < 0)
			return -1;
	}
	return 0;
}

int tests_read(const struct tree *tree, const char *flags, struct problem *problem,
	       struct error *err)
{
	bool plain = problem->format == FORMAT_PLAIN;
	struct testdata testdata = { .tree = tree };
	int result;

	for (size_t i = 0; i < tree->count; i++)
		if (visit(tree, i, problem, err) < 0)
			return -1;
	if (problem->test_count == 0)
		return tree_error(tree, "", 0, 0, err, "no test cases: no .in file%s",
				  plain ? "" : " in data/sample or data/secret");
	qsort(problem->tests, problem->test_count, sizeof *problem->tests, compare_tests);
	set_groups(problem);
	if (testdata_read(tree, problem->format, &testdata, err) < 0)
		return -1;
	result = set_args(tree, flags, &testdata, problem, err);
	testdata_free(&testdata);
	return result;
}

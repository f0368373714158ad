#include "problem/tests.h"

#include "problem/array.h"
#include "problem/files.h"
#include "problem/groups.h"
#include "problem/problem_yaml.h"
#include "problem/static_case.h"
#include "problem/words.h"
#include "util/cleanup.h"
#include "util/string.h"

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

/* ---- Files of a case ---------------------------------------------------------------------- */

static void add_files(const struct tree *tree, const char *base, size_t length,
		      struct test_case *test)
{
	autofree char *folder = with_extension(base, length, ".files/");
	size_t prefix = strlen(folder);
	long first = tree_find_prefix(tree, folder);

	for (size_t i = (size_t)first; first >= 0 && i < tree->count &&
				       !strncmp(tree->files[i].path, folder, prefix); i++) {
		test->files = array_room(test->files, test->file_count, sizeof *test->files);
		test->files[test->file_count++] = i;
	}
	if (first >= 0)
		test->files_base = TAKE(folder);
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
	test.answer = (size_t)answer;
	test.name = copy(name, shown);
	test.sample = hidden > 0 && !strncmp(name, "sample/", 7);
	add_files(tree, path, length, &test);
	problem->tests = array_room(problem->tests, problem->test_count, sizeof test);
	problem->tests[problem->test_count++] = test;
	return 0;
}

/* A file or directory that belongs to the case whose files are called as its path begins. */
static int check_case(const struct tree *tree, const char *path, size_t length, int hidden,
		      const char *what, struct error *err)
{
	if (find(tree, path, length, ".in") >= 0)
		return 0;
	return tree_error(tree, path, 0, 0, err, "%s without its test case, %.*s.in", what,
			  (int)length - hidden, path + hidden);
}

static int check_yaml(const struct tree *tree, const char *path, struct error *err)
{
	const char *name = strrchr(path, '/') + 1;

	if (!strcmp(name, "test_group.yaml") || !strcmp(name, "testdata.yaml") ||
	    find(tree, path, strlen(path) - strlen(".yaml"), ".in") >= 0)
		return 0;
	return tree_error(tree, path, 0, 0, err,
			  "belongs to no test case; groups have test_group.yaml");
}

/* What 2025-09 says of names beyond what the other formats do. */
static int check_2025_09(const struct tree *tree, const char *path, int hidden, struct error *err)
{
	const char *folder = strstr(path, ".files/");

	if (folder)
		return check_case(tree, path, (size_t)(folder - path), hidden, "files", err);
	if (ends_with(path, "/test_group.in"))
		return tree_error(tree, path, 0, 0, err, "a test case must not be called "
				  "test_group, which names the file of its group");
	return ends_with(path, ".yaml") ? check_yaml(tree, path, err) : 0;
}

static int visit(const struct tree *tree, size_t index, struct problem *problem,
		 struct error *err)
{
	const char *path = tree->files[index].path;
	int hidden = hidden_prefix(path, problem->format);

	if (hidden < 0 || is_in_case_files(tree, path))
		return 0;
	if (problem->format == FORMAT_2025_09 && check_2025_09(tree, path, hidden, err) < 0)
		return -1;
	if (ends_with(path, ".in"))
		return add_case(tree, index, hidden, problem, err);
	if (ends_with(path, ".ans") ||
	    (problem->format == FORMAT_PLAIN && ends_with(path, ".out")))
		return check_case(tree, path, (size_t)(strrchr(path, '.') - path), hidden,
				  "answer", err);
	return 0;
}

static int compare_tests(const void *a_pointer, const void *b_pointer)
{
	const struct test_case *a = a_pointer, *b = b_pointer;

	return compare_names(a->name, b->name);
}

/* ---- Arguments ---------------------------------------------------------------------------- */

static int join(const struct tree *tree, const struct test_case *test, const char *flags,
		const char *args, char **ret, struct error *err)
{
	const char *lists[] = { flags, args };
	char packed[ARGS_MAX] = "";

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (const char *word = lists[i]; *word; word = packed_next(word))
			if (!packed_append(packed, sizeof packed, word, strlen(word)))
				return tree_error(tree, tree->files[test->input].path, 0, 0, err,
						  "its validator's arguments take more than %d "
						  "bytes", ARGS_MAX);
	*ret = packed_copy(packed);
	return 0;
}

/* What the case's own file says comes over what its group says. */
static int apply_settings(const struct settings_context *context, const char *flags,
			  const struct settings *group, struct test_case *test,
			  struct error *err)
{
	const struct tree *tree = context->tree;
	const char *path = tree->files[test->input].path;
	long file = find(tree, path, strlen(path) - strlen(".in"), ".yaml");
	bool has_file = file >= 0 && context->problem->format != FORMAT_PLAIN;
	struct settings own = settings_inherit(context, group);
	int result;

	result = has_file ? settings_load(context, (size_t)file, SETTINGS_CASE, &own, err) : 0;
	if (result == 0)
		result = join(tree, test, flags, own.validator_args, &test->validator_args, err);
	if (result == 0) {
		test->program_args = TAKE(own.program_args);
		test->full_feedback = own.full_feedback;
	}
	settings_free(&own);
	return result;
}

static int apply_all(struct settings_context *context, const char *flags,
		     const struct settings *settings, struct problem *problem, struct error *err)
{
	for (size_t i = 0; i < problem->test_count; i++) {
		struct test_case *test = &problem->tests[i];

		context->group = test->name;
		if (test->is_static)
			static_case_apply(&settings[test->group], test);
		else if (apply_settings(context, flags, &settings[test->group], test, err) < 0 &&
		    !tree_keep(context->tree, err))
			return -1;
	}
	return 0;
}

int tests_read(const struct tree *tree, bool strict, const char *flags, struct problem *problem,
	       struct error *err)
{
	bool plain = problem->format == FORMAT_PLAIN;
	struct settings_context context = { .tree = tree, .problem = problem, .strict = strict };
	struct settings *settings = NULL;
	int result;

	for (size_t i = 0; i < tree->count; i++)
		if (visit(tree, i, problem, err) < 0 && !tree_keep(tree, err))
			return -1;
	if (static_cases_find(&context, problem, err) < 0)
		return -1;
	if (problem->test_count == 0)
		return tree_error(tree, "", 0, 0, err, "no test cases: no .in file%s",
				  plain ? "" : " in data/sample or data/secret");
	qsort(problem->tests, problem->test_count, sizeof *problem->tests, compare_tests);
	static_cases_name(problem);
	if (groups_read(&context, problem, &settings, err) < 0)
		return -1;
	result = apply_all(&context, flags, settings, problem, err);
	groups_free_settings(settings, problem->group_count);
	return result;
}

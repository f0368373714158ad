/* Abuse case 103: hostile YAML, in every file of a package that is YAML. */
#include "util/cleanup.h"
#include "util/string.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "test_problem_load.h"

static const char *const files[] = {
	"problem.yaml", "data/testdata.yaml", "data/secret/test_group.yaml", "data/secret/1.yaml",
	"submissions/submissions.yaml",
};

static void put_all(const struct fixture *f, size_t file, const char *text)
{
	put(f, "data/secret/1.in", "");
	put(f, "data/secret/1.ans", "");
	put(f, "submissions/accepted/a.py", "");
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		unlink(in(f, files[i]));
	if (file)
		put(f, "problem.yaml", NEW);
	put(f, files[file], text);
}

/* The error has the file, a line and a column; expected is a part of its message. */
static void assert_hostile(const struct fixture *f, size_t file, const char *text,
			   const char *expected)
{
	struct problem problem;
	struct error err = { 0 };
	struct tree tree;

	put_all(f, file, text);
	assert_int_equal(tree_open_directory(f->root, &tree, &err), 0);
	assert_int_equal(problem_load(&tree, &problem, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_string_equal(err.file, in(f, files[file]));
	if (!strstr(err.message, expected))
		fail_msg("%s: %s", files[file], err.message);
	if (strcmp(expected, "larger than 1 MiB") != 0)
		assert_true(err.line > 0 && err.column > 0);
	tree_free(&tree);
}

static void every_file(const struct fixture *f, const char *text, const char *expected)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		assert_hostile(f, i, text, expected);
}

static void bombs_are_refused_in_bounded_memory(void **state)
{
	static const char billion[] =
		"a: &a [x, x, x, x, x, x, x, x, x]\n"
		"b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
		"c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
		"d: [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n";
	static const char again[] = "a: &a {<<: *a}\n";
	struct fixture *f = *state;
	struct rusage before, after;
	struct strbuf text = { 0 };

	getrusage(RUSAGE_SELF, &before);
	every_file(f, billion, "are not supported; ");
	every_file(f, again, "are not supported; ");
	strbuf_printf(&text, "name: ");
	for (unsigned i = 0; i < 200000; i++)
		strbuf_append(&text, "[", 1);
	every_file(f, text.text, "nested more than 32 levels deep");
	text.length = 0;
	strbuf_printf(&text, "name: ");
	for (unsigned i = 0; i < 100000; i++)
		strbuf_printf(&text, "a giant scalar ");
	every_file(f, text.text, "larger than 1 MiB");
	text.length = 0;
	for (unsigned i = 0; i < 100000; i++)
		strbuf_printf(&text, "a%u: 1\n", i);
	every_file(f, text.text, "more than 65536 values");
	strbuf_free(&text);
	getrusage(RUSAGE_SELF, &after);
	assert_true(after.ru_maxrss - before.ru_maxrss < 128 << 10);
}

static void doubtful_documents_are_refused(void **state)
{
	struct fixture *f = *state;

	every_file(f, "a: 1\na: 2\n", "duplicate key \"a\"");
	every_file(f, "a: {b: 1, b: 2}\n", "duplicate key \"b\"");
	every_file(f, "a: !!python/object x\n", "tags");
	every_file(f, "a: 1\n---\nb: 2\n", "second document");
	every_file(f, "[a]: 1\n", "key");
	every_file(f, "a: \x01\n", "control character");
	every_file(f, "a: \xff\n", "UTF-8");
}

/* Where a number is a limit, it is one: not negative, not infinite, not something else. */
static void numbers_are_numbers(void **state)
{
	static const char *const keys[] = {
		"time_limit", "memory", "output", "code", "compilation_time",
		"compilation_memory", "validation_time", "validation_memory", "validation_output",
		"time_resolution", "validation_passes",
	};
	static const char *const values[] = {
		"-1", "-0.5", "0", "1e999", "99999999999999999999999", ".nan", "nan", ".inf",
		"-.inf", "0x10", "1_000", "'1'", "[1]", "1s", "~",
	};
	struct fixture *f = *state;
	char text[256];

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		for (size_t k = 0; k < ARRAY_SIZE(values); k++) {
			snprintf(text, sizeof text, "%slimits:\n  %s: %s\n", NEW, keys[i],
				 values[k]);
			assert_hostile(f, 0, text, keys[i]);
		}
	assert_hostile(f, 0, NEW "limits: {time_multipliers: {ac_to_time_limit: .inf}}\n",
		       "ac_to_time_limit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bombs_are_refused_in_bounded_memory),
		TEST(doubtful_documents_are_refused),
		TEST(numbers_are_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

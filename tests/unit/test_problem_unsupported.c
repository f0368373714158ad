#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

/* problem_read() takes the package, problem_load() does not. */
static void assert_unsupported(const struct fixture *f, const char *expected)
{
	struct error err = { 0 };
	struct problem problem = { .test_count = 77 };
	struct loaded l;
	char text[1200], full[1200];

	load(f, &l);
	assert_int_equal(problem_load(&l.tree, &problem, &err), -1);
	assert_int_equal(problem.test_count, 77);
	assert_int_equal(err.kind, ERROR_USAGE);
	snprintf(full, sizeof full, "%s%s is not supported yet", f->root, expected);
	assert_string_equal(error_text(&err, text, sizeof text), full);
	unload(&l);
}

static void what_is_supported_loads(void **state)
{
	struct fixture *f = *state;
	struct loaded l;
	struct problem problem;
	struct error err = { 0 };

	put_test(f);
	put(f, "problem.yaml", NEW);
	load(f, &l);
	assert_int_equal(problem_load(&l.tree, &problem, &err), 0);
	assert_int_equal(problem.test_count, 1);
	problem_free(&problem);
	unload(&l);
}

static void folders_are_refused_as_long_as_nothing_uses_them(void **state)
{
	struct fixture *f = *state;

	put_test(f);
	put(f, "static_validator/a.py", "");
	assert_unsupported(f, ": static_validator/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_supported_loads),
		TEST(folders_are_refused_as_long_as_nothing_uses_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

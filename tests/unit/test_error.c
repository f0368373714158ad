#include "util/error.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void errors_return_minus_one(void **state)
{
	struct error err = { 0 };

	(void)state;
	assert_int_equal(error_set(&err, ERROR_USAGE, 0, "a"), -1);
	assert_int_equal(error_usage(&err, "a"), -1);
	assert_int_equal(error_system(&err, "a"), -1);
	assert_int_equal(error_at(&err, "f", 1, 2), -1);
	assert_int_equal(error_context(&err, "c"), -1);
}

static void a_system_error_describes_errno(void **state)
{
	struct error err = { 0 };

	(void)state;
	errno = ENOENT;
	error_system(&err, "cannot open %s", "x");
	assert_int_equal(err.kind, ERROR_SYSTEM);
	assert_int_equal(err.errnum, ENOENT);
	assert_string_equal(err.message, "cannot open x: No such file or directory");
}

static void a_usage_error_has_no_errno(void **state)
{
	struct error err = { 0 };

	(void)state;
	errno = ENOENT;
	error_usage(&err, "bad %d", 7);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_int_equal(err.errnum, 0);
	assert_string_equal(err.message, "bad 7");
}

static void a_new_error_forgets_the_old_place(void **state)
{
	struct error err = { 0 };

	(void)state;
	error_usage(&err, "one");
	error_at(&err, "f.yaml", 3, 4);
	error_usage(&err, "two");
	assert_string_equal(err.file, "");
	assert_int_equal(err.line, 0);
	assert_int_equal(err.column, 0);
}

static void context_goes_before_and_keeps_the_place(void **state)
{
	struct error err = { 0 };
	char text[2048];

	(void)state;
	error_usage(&err, "unknown key");
	error_at(&err, "f.yaml", 3, 4);
	error_context(&err, "language %s", "cpp");
	error_context(&err, "worker");
	assert_string_equal(err.message, "worker: language cpp: unknown key");
	assert_string_equal(error_text(&err, text, sizeof text),
			    "f.yaml:3:4: worker: language cpp: unknown key");
}

static void text_leaves_out_what_is_unknown(void **state)
{
	struct error err = { 0 };
	char text[64];

	(void)state;
	error_usage(&err, "too large");
	assert_string_equal(error_text(&err, text, sizeof text), "too large");
	error_at(&err, "f.yaml", 0, 0);
	assert_string_equal(error_text(&err, text, sizeof text), "f.yaml: too large");
	assert_string_equal(error_text(&err, text, 7), "f.yaml");
}

static void overlong_text_is_cut_and_says_so(void **state)
{
	char word[sizeof ((struct error *)0)->message + 100];
	struct error err = { 0 };

	(void)state;
	memset(word, 'x', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	error_usage(&err, "%s", word);
	assert_int_equal(strlen(err.message), sizeof err.message - 1);
	error_context(&err, "context");
	assert_int_equal(strlen(err.message), sizeof err.message - 1);
	assert_memory_equal(err.message, "context: x", 10);
	assert_string_equal(err.message + strlen(err.message) - 4, "x...");

	error_usage(&err, "inner");
	error_context(&err, "%s", word);
	assert_int_equal(strlen(err.message), sizeof err.message - 1);

	error_set(&err, ERROR_SYSTEM, ENOENT, "%s", word);
	assert_int_equal(strlen(err.message), sizeof err.message - 1);
	error_at(&err, word, 1, 1);
	assert_int_equal(strlen(err.file), sizeof err.file - 1);
}

static void exit_statuses_tell_whose_fault_it_was(void **state)
{
	struct error err = { 0 };

	(void)state;
	error_usage(&err, "a");
	assert_int_equal(error_exit_status(&err), 2);
	error_set(&err, ERROR_SYSTEM, EIO, "a");
	assert_int_equal(error_exit_status(&err), 3);
}

static void a_name_forges_no_line(void **state)
{
	struct error err = { 0 };

	(void)state;
	error_usage(&err, "too large");
	error_at(&err, "x\nf.yaml:1:1: error: \x1b[31mwrong", 1, 1);
	assert_string_equal(err.file, "x f.yaml:1:1: error: \xef\xbf\xbd[31mwrong");
}

static void messages_are_safe_to_show(void **state)
{
	struct error err;

	(void)state;
	error_usage(&err, "time limit \"%s\"", "4\n\x1b[2J\xff\t");
	assert_string_equal(err.message, "time limit \"4 \uFFFD[2J\uFFFD \"");
	error_context(&err, "a\x01");
	assert_string_equal(err.message, "a\uFFFD: time limit \"4 \uFFFD[2J\uFFFD \"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_return_minus_one),
		cmocka_unit_test(a_system_error_describes_errno),
		cmocka_unit_test(a_usage_error_has_no_errno),
		cmocka_unit_test(a_new_error_forgets_the_old_place),
		cmocka_unit_test(context_goes_before_and_keeps_the_place),
		cmocka_unit_test(text_leaves_out_what_is_unknown),
		cmocka_unit_test(overlong_text_is_cut_and_says_so),
		cmocka_unit_test(exit_statuses_tell_whose_fault_it_was),
		cmocka_unit_test(a_name_forges_no_line),
		cmocka_unit_test(messages_are_safe_to_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

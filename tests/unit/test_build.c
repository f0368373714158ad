#include "pipeline/build.h"

#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void assert_first_error(const char *output, const char *expected)
{
	char line[REASON_BYTES];

	memset(line, 'x', sizeof line);
	build_first_error(output, line, sizeof line);
	assert_string_equal(line, expected);
}

static void the_first_line_that_mentions_an_error_is_found(void **state)
{
	(void)state;
	assert_first_error("main.cpp: In function 'int main()':\n"
			   "main.cpp:3:9: error: 'y' was not declared in this scope\n"
			   "    3 | int x = y;\n"
			   "main.cpp:4:1: error: expected '}' at end of input\n",
			   "main.cpp:3:9: error: 'y' was not declared in this scope");
	assert_first_error("Main.java:1: warning: old\nMain.java:5: error: ';' expected\n1 error\n",
			   "Main.java:5: error: ';' expected");
	assert_first_error("  File \"a.py\", line 1\n    x = (\n"
			   "SyntaxError: '(' was never closed\n",
			   "SyntaxError: '(' was never closed");
	assert_first_error("cc1: fatal ERROR: out of paper", "cc1: fatal ERROR: out of paper");
}

static void without_one_the_first_line_that_is_not_blank_is_taken(void **state)
{
	(void)state;
	assert_first_error("\n \t\r\n\n   ld returned 1\nmore\n", "ld returned 1");
	assert_first_error("only line", "only line");
}

static void of_nothing_nothing_is_said(void **state)
{
	static const char *const outputs[] = { "", "\n", " \t\r\n \n" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(outputs); i++)
		assert_first_error(outputs[i], "");
}

static void blanks_around_and_carriage_returns_are_no_part_of_it(void **state)
{
	(void)state;
	assert_first_error("note\r\n\t  error: one\r\nerror: two\r\n", "error: one");
}

static void a_long_line_is_cut_between_characters(void **state)
{
	char output[64], line[16];

	(void)state;
	build_first_error("error: 0123456789abcdef", line, sizeof line);
	assert_string_equal(line, "error: 01234567");
	/* U+2018 takes three bytes, of which two would fit. */
	for (int fill = 0; fill < 3; fill++) {
		snprintf(output, sizeof output, "error: %.*s\u2018\u2018\u2018\u2018", fill, "xyz");
		build_first_error(output, line, sizeof line);
		assert_memory_equal(line, output, strlen(line));
		assert_int_equal((strlen(line) - strlen("error: ") - (size_t)fill) % 3, 0);
		assert_true(strlen(line) > sizeof line - 4);
	}
}

static int judge(const struct box_result *run, struct compile_result *compile, struct error *err)
{
	const struct build build = { .limits = { .cpu_ns = 30000000000, .wall_ns = 90000000000 } };

	memset(compile, 0, sizeof *compile);
	return build_judge(&build, run, compile, err);
}

static void who_takes_too_long_is_refused(void **state)
{
	const struct box_result slow = { .stopped_by = BOX_STOPPED_CPU };
	const struct box_result idle = { .stopped_by = BOX_STOPPED_IDLE };
	struct compile_result compile;
	struct error err;

	(void)state;
	assert_int_equal(judge(&slow, &compile, &err), 0);
	assert_int_equal(compile.verdict, VERDICT_CE);
	assert_string_equal(compile.reason, "compiling took more than 30.000 s of CPU time");
	assert_int_equal(judge(&idle, &compile, &err), 0);
	assert_int_equal(compile.verdict, VERDICT_CE);
	assert_string_equal(compile.reason, "compiling took more than 90.000 s");
}

static void a_host_that_lets_the_compiler_wait_refuses_nobody(void **state)
{
	const struct box_result run = { .stopped_by = BOX_STOPPED_STARVED, .signal = 9,
					.cpu_ns = 1000000000, .wall_ns = 301000000000 };
	struct compile_result compile;
	struct error err;

	(void)state;
	assert_int_equal(judge(&run, &compile, &err), -1);
	assert_int_equal(err.kind, ERROR_SYSTEM);
	assert_string_equal(err.message,
			    "host overloaded: the compiler waited for a processor for 300.000 s");
	assert_int_not_equal(compile.verdict, VERDICT_CE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_line_that_mentions_an_error_is_found),
		cmocka_unit_test(without_one_the_first_line_that_is_not_blank_is_taken),
		cmocka_unit_test(of_nothing_nothing_is_said),
		cmocka_unit_test(blanks_around_and_carriage_returns_are_no_part_of_it),
		cmocka_unit_test(a_long_line_is_cut_between_characters),
		cmocka_unit_test(who_takes_too_long_is_refused),
		cmocka_unit_test(a_host_that_lets_the_compiler_wait_refuses_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

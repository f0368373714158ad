#include "profile/template.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const sources[] = { "a.cpp", "lib/b.cpp" };

static const struct template_values values = {
	.binary = "prog",
	.main = "a.cpp",
	.main_class = "Main",
	.sources = sources,
	.source_count = 2,
	.memory_mib = 256,
	.stack_kib = 65536,
};

/* The arguments of the expanded command, each with a | behind it. */
static void assert_expands(const char *command, const char *expected)
{
	char expanded[256] = "", shown[256] = "";
	struct error err;

	assert_int_equal(template_expand(command, &values, expanded, sizeof expanded, &err), 0);
	for (const char *s = expanded; *s; s = packed_next(s)) {
		strcat(shown, s);
		strcat(shown, "|");
	}
	assert_string_equal(shown, expected);
}

static void assert_refused(const char *argument, enum template_stage stage, const char *expected)
{
	struct error err;

	assert_int_equal(template_check(argument, stage, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_string_equal(err.message, expected);
}

static void placeholders_expand_inside_arguments(void **state)
{
	(void)state;
	assert_expands("g++\0-o\0{binary}\0{sources}\0-lm\0", "g++|-o|prog|a.cpp|lib/b.cpp|-lm|");
	assert_expands("java\0-Xmx{memory_mib}m\0-Xss{stack_kib}k\0{main_class}\0",
		       "java|-Xmx256m|-Xss65536k|Main|");
	assert_expands("/files/{main}\0[{binary}{main}]\0", "/files/a.cpp|[proga.cpp]|");
	assert_expands("", "");
}

static void doubled_braces_are_plain_ones(void **state)
{
	(void)state;
	assert_expands("{{print}}\0{{{main}}}\0{{sources}}\0", "{print}|{a.cpp}|{sources}|");
}

static void values_are_not_expanded_again(void **state)
{
	struct template_values tricky = { .main = "{binary}", .binary = "x" };
	char expanded[32] = "";
	struct error err;

	(void)state;
	assert_int_equal(template_expand("{main}\0", &tricky, expanded, sizeof expanded, &err), 0);
	assert_string_equal(expanded, "{binary}");
}

static void an_argument_is_checked_for_its_stage(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(template_check("{sources}", TEMPLATE_COMPILE, &err), 0);
	assert_int_equal(template_check("-cp={binary}/{{x}}", TEMPLATE_RUN, &err), 0);
	assert_refused("{sources}", TEMPLATE_RUN,
		       "{sources} has no value in the command of \"run\"; remove it");
	assert_refused("{main_class}", TEMPLATE_COMPILE,
		       "{main_class} has no value in the command of \"compile\"; remove it");
	assert_refused("-x={sources}", TEMPLATE_COMPILE,
		       "{sources} stands for several arguments; make it an argument of its own");
}

static void unknown_placeholders_have_a_cure(void **state)
{
	(void)state;
	assert_refused("{binray}", TEMPLATE_COMPILE,
		       "unknown placeholder {binray}; did you mean {binary}?");
	assert_refused("-o{}", TEMPLATE_COMPILE,
		       "unknown placeholder {}; one of: {binary}, {sources}, {main}, {main_class}, "
		       "{memory_mib}, {stack_kib}; write {{ for a plain {");
}

static void unbalanced_braces_have_a_cure(void **state)
{
	(void)state;
	assert_refused("{binary", TEMPLATE_RUN,
		       "\"{binary\" has a { without its partner; write {{ for a plain one");
	assert_refused("binary}", TEMPLATE_RUN,
		       "\"binary}\" has a } without its partner; write }} for a plain one");
	assert_refused("}main}", TEMPLATE_RUN,
		       "\"}main}\" has a } without its partner; write }} for a plain one");
	assert_refused("{binary}}", TEMPLATE_RUN,
		       "\"{binary}}\" has a } without its partner; write }} for a plain one");
	assert_refused("{a{main}", TEMPLATE_RUN,
		       "\"{a{main}\" has a { without its partner; write {{ for a plain one");
	assert_refused("{", TEMPLATE_RUN,
		       "\"{\" has a { without its partner; write {{ for a plain one");
}

static void a_missing_value_is_an_error_and_changes_nothing(void **state)
{
	static const struct template_values none = { 0 };
	char expanded[32] = "before";
	struct error err;

	(void)state;
	assert_int_equal(template_expand("a\0{main}\0", &none, expanded, sizeof expanded, &err),
			 -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_string_equal(err.message, "{main} has no value here");
	assert_int_equal(template_expand("a\0{sources}\0", &none, expanded, sizeof expanded, &err),
			 -1);
	assert_string_equal(err.message, "there is no source file to compile");
	assert_string_equal(expanded, "before");
}

static void a_command_fits_to_the_last_byte_or_is_refused(void **state)
{
	struct template_values long_name = { .main = "12345678" };
	char expanded[12] = "before";	/* "a", NUL, main, NUL, NUL: 12 bytes */
	struct error err;

	(void)state;
	assert_int_equal(template_expand("a\0{main}\0", &long_name, expanded, 12, &err), 0);
	assert_memory_equal(expanded, "a\00012345678\0", 12);
	long_name.main = "123456789";
	assert_int_equal(template_expand("a\0{main}\0", &long_name, expanded, 12, &err), -1);
	assert_string_equal(err.message, "the command takes 13 bytes; at most 12 fit; submit fewer "
			    "files, or shorter names");
	assert_memory_equal(expanded, "a\00012345678\0", 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(placeholders_expand_inside_arguments),
		cmocka_unit_test(doubled_braces_are_plain_ones),
		cmocka_unit_test(values_are_not_expanded_again),
		cmocka_unit_test(an_argument_is_checked_for_its_stage),
		cmocka_unit_test(unknown_placeholders_have_a_cure),
		cmocka_unit_test(unbalanced_braces_have_a_cure),
		cmocka_unit_test(a_missing_value_is_an_error_and_changes_nothing),
		cmocka_unit_test(a_command_fits_to_the_last_byte_or_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

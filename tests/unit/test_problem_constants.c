#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "problem/constants.h"

static const struct constant constants[] = {
	{ (char *)"n", (char *)"5" },
	{ (char *)"name", (char *)"{{n}}" },
	{ (char *)"none", (char *)"" },
	{ (char *)"_x9", (char *)"long value" },
};

enum { COUNT = sizeof constants / sizeof constants[0] };

static void names_in_braces_become_values(void **state)
{
	static const char *const table[][2] = {
		{ "", "" },
		{ "n", "n" },
		{ "{{n}}", "5" },
		{ "a {{n}} b {{n}}\n", "a 5 b 5\n" },
		{ "{{n}}{{n}}", "55" },
		{ "{{none}}", "" },
		{ "[{{_x9}}]", "[long value]" },
		{ "{{name}}", "{{n}}" },	/* once only */
		{ "{{unknown}} {{n}}", "{{unknown}} 5" },
		{ "{{ n }}", "{{ n }}" },
		{ "{{N}}", "{{N}}" },
		{ "{n}", "{n}" },
		{ "{{n}", "{{n}" },
		{ "{{n", "{{n" },
		{ "{{", "{{" },
		{ "{{}}", "{{}}" },
		{ "{{{n}}}", "{5}" },
		{ "{{{{n}}}}", "{{5}}" },
		{ "{{nn}}", "{{nn}}" },
		{ "{{{{n", "{{{{n" },
		{ "int a[] = {{n}};", "int a[] = 5;" },
		{ "int a[][1] = {{1}, {2}};", "int a[][1] = {{1}, {2}};" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct strbuf text = { 0 };

		assert_true(constants_substitute(constants, COUNT, table[i][0],
						 strlen(table[i][0]), 1000, &text));
		assert_string_equal(text.text ? text.text : "", table[i][1]);
		strbuf_free(&text);
	}
}

static void bytes_of_any_kind_stay(void **state)
{
	static const char bytes[] = "\0{{n}}\xff\0{{n\0}}";
	static const char expected[] = "\0" "5\xff\0{{n\0}}";
	struct strbuf text = { 0 };

	(void)state;
	assert_true(constants_substitute(constants, COUNT, bytes, sizeof bytes - 1, 1000, &text));
	assert_int_equal(text.length, sizeof expected - 1);
	assert_memory_equal(text.text, expected, sizeof expected);
	strbuf_free(&text);
}

static void without_constants_all_stays(void **state)
{
	struct strbuf text = { 0 };

	(void)state;
	assert_true(constants_substitute(NULL, 0, "{{n}}", 5, 5, &text));
	assert_string_equal(text.text, "{{n}}");
	strbuf_free(&text);
}

static void the_result_has_a_limit(void **state)
{
	struct strbuf text = { 0 };

	(void)state;
	assert_true(constants_substitute(constants, COUNT, "{{_x9}}a", 8, 11, &text));
	strbuf_free(&text);
	assert_false(constants_substitute(constants, COUNT, "{{_x9}}a", 8, 10, &text));
	strbuf_free(&text);
	assert_false(constants_substitute(constants, COUNT, "{{_x9}}", 7, 9, &text));
	strbuf_free(&text);
	assert_false(constants_substitute(constants, COUNT, "abc", 3, 2, &text));
	strbuf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_in_braces_become_values),
		cmocka_unit_test(bytes_of_any_kind_stay),
		cmocka_unit_test(without_constants_all_stays),
		cmocka_unit_test(the_result_has_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

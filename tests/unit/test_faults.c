#include "util/cleanup.h"
#include "util/faults.h"
#include "util/string.h"
#include "util/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void without_a_collector_nothing_is_kept(void **state)
{
	struct error err = { 0 };

	(void)state;
	error_usage(&err, "wrong");
	assert_false(faults_keep(NULL, &err));
	assert_string_equal(err.message, "wrong");
	faults_warn(NULL, "a", 1, 1, "nothing happens");
}

static void faults_of_the_host_are_not_kept(void **state)
{
	struct faults faults = { .count = 0 };
	struct error err = { 0 };

	(void)state;
	error_set(&err, ERROR_SYSTEM, 0, "disk");
	assert_false(faults_keep(&faults, &err));
	assert_int_equal(faults.count, 0);
	error_usage(&err, "wrong");
	assert_true(faults_keep(&faults, &err));
	assert_int_equal(err.kind, ERROR_NONE);
	assert_int_equal(faults.errors, 1);
	assert_string_equal(faults.list[0].error.message, "wrong");
	faults_free(&faults);
	assert_int_equal(faults.errors, 0);
}

static void the_same_is_told_once(void **state)
{
	struct faults faults = { .count = 0 };

	(void)state;
	for (unsigned i = 0; i < 4; i++)
		faults_warn(&faults, "a", 1, i / 2, "again");
	assert_int_equal(faults.count, 2);
	assert_int_equal(faults.warnings, 2);
	faults_free(&faults);
}

static void faults_are_sorted_by_place(void **state)
{
	static const struct {
		const char *file;
		unsigned line, column;
	} places[] = { { "b", 2, 1 }, { "b", 1, 5 }, { "a", 9, 9 }, { "b", 1, 2 }, { "b", 1, 5 } };
	static const char expected[] = "a9:9 2,b1:2 3,b1:5 1,b1:5 4,b2:1 0,";
	struct faults faults = { .count = 0 };
	autostrbuf struct strbuf places_text = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		faults_warn(&faults, places[i].file, places[i].line, places[i].column, "%zu", i);
	faults_sort(&faults);
	for (size_t i = 0; i < faults.count; i++) {
		const struct error *error = &faults.list[i].error;

		strbuf_printf(&places_text, "%s%u:%u %s,", error->file, error->line, error->column,
			      error->message);
	}
	assert_string_equal(places_text.text, expected);
	assert_int_equal(faults.warnings, 5);
	faults_free(&faults);
}

static void more_than_the_cap_are_counted_only(void **state)
{
	struct faults faults = { .count = 0 };

	(void)state;
	for (unsigned i = 0; i < FAULTS_MAX + 10; i++)
		faults_warn(&faults, "a", i, 0, "again");
	assert_int_equal(faults.count, FAULTS_MAX);
	assert_int_equal(faults.warnings, FAULTS_MAX + 10);
	faults_free(&faults);
}

/* ---- YAML --------------------------------------------------------------------------------- */

struct values {
	int64_t first, second, third;
	struct { int64_t inner; } nested;
};

static const struct yaml_field nested_fields[] = {
	{ "inner", yaml_integer, YAML_AT(struct values, nested.inner) }, YAML_END
};

static const struct yaml_field fields[] = {
	{ "first", yaml_integer, YAML_AT(struct values, first), .min = 1 },
	{ "second", yaml_integer, YAML_AT(struct values, second) },
	{ "third", yaml_integer, YAML_AT(struct values, third), .flags = YAML_REQUIRED },
	{ "nested", yaml_mapping, .offset = 0, .extra = nested_fields },
	YAML_END
};

static const char text[] = "first: -1\nsecnd: 5\nsecond: 2\nnested: {innr: 1, inner: x}\n";

static void loading_goes_on_after_errors(void **state)
{
	static const char *const expected[] = {
		"t.yaml:1:8: first: -1 is less than 1",
		"t.yaml:2:1: unknown key \"secnd\"; did you mean \"second\"?",
		"t.yaml:4:10: unknown key \"innr\"; did you mean \"inner\"?",
		"t.yaml:4:26: inner: \"x\" is not a whole number",
		"t.yaml:1:1: missing key \"third\"",
	};
	struct values values = { .first = 7 };
	struct faults faults = { .count = 0 };
	autoyaml struct yaml *doc = NULL;
	struct error err = { 0 };
	char shown[1200];

	(void)state;
	assert_int_equal(yaml_parse("t.yaml", text, strlen(text), 0, &doc, &err), 0);
	yaml_collect(doc, &faults);
	assert_int_equal(yaml_load(doc, yaml_root(doc), fields, &values, &err), 0);
	assert_int_equal(faults.count, ARRAY_SIZE(expected));
	for (size_t i = 0; i < faults.count; i++) {
		error_text(&faults.list[i].error, shown, sizeof shown);
		assert_memory_equal(shown, expected[i], strlen(expected[i]));
	}
	assert_int_equal(values.first, 7);
	assert_int_equal(values.second, 2);
	faults_free(&faults);
}

static void without_a_collector_loading_ends_at_the_first(void **state)
{
	struct values values = { .second = 7 };
	autoyaml struct yaml *doc = NULL;
	struct error err = { 0 };

	(void)state;
	assert_int_equal(yaml_parse("t.yaml", text, strlen(text), 0, &doc, &err), 0);
	assert_int_equal(yaml_load(doc, yaml_root(doc), fields, &values, &err), -1);
	assert_string_equal(err.message, "first: -1 is less than 1");
	assert_int_equal(values.second, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_collector_nothing_is_kept),
		cmocka_unit_test(faults_of_the_host_are_not_kept),
		cmocka_unit_test(the_same_is_told_once),
		cmocka_unit_test(faults_are_sorted_by_place),
		cmocka_unit_test(more_than_the_cap_are_counted_only),
		cmocka_unit_test(loading_goes_on_after_errors),
		cmocka_unit_test(without_a_collector_loading_ends_at_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

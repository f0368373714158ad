#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

static void assert_yaml_error(const struct fixture *f, const char *text, const char *expected)
{
	char full[1024];

	put_test(f);
	put(f, "problem.yaml", text);
	snprintf(full, sizeof full, "/problem.yaml%s", expected);
	assert_error(f, full);
}

static void assert_loads(const struct fixture *f, const char *text, struct loaded *l)
{
	put_test(f);
	put(f, "problem.yaml", text);
	load(f, l);
}

static void all_keys_of_legacy_are_known(void **state)
{
	struct loaded l;

	assert_loads(*state,
		     "problem_format_version: legacy\nname: A\nuuid: 1\nauthor: a\nsource: s\n"
		     "source_url: u\nlicense: cc by\nrights_owner: r\nlimits:\n  time_limit: 1.5\n"
		     "  time_multiplier: 5\n  time_safety_margin: 2.0\n  memory: 2048\n  output: 8\n"
		     "  code: 64\n  compilation_time: 60\n  compilation_memory: 1024\n"
		     "  validation_time: 30\n  validation_memory: 512\n  validation_output: 4\n"
		     "validation: default\nvalidator_flags: x\ngrading:\n  objective: max\n"
		     "keywords: a b\ntype: pass-fail\nmax_score: 1\nshow_test_data_groups: true\n"
		     "languages: c cpp\ndifficulty: 2\n", &l);
	assert_string_equal(joined(l.problem.languages), "c,cpp");
	unload(&l);
}

static void all_keys_of_2025_09_are_known(void **state)
{
	struct loaded l;

	assert_loads(*state, NEW
		     "type: [pass-fail]\nversion: 1\ncredits: {authors: [a]}\nsource: [s]\n"
		     "license: cc0\nrights_owner: r\nembargo_until: 2026-01-01\nlimits:\n"
		     "  time_multipliers: {ac_to_time_limit: 2, time_limit_to_tle: 1.5}\n"
		     "  time_limit: 3\n  time_resolution: 0.1\n  validation_passes: 2\n"
		     "keywords: [k]\nlanguages: [python3]\nallow_file_writing: false\n"
		     "constants: {}\n", &l);
	assert_string_equal(joined(l.problem.languages), "python3");
	assert_int_equal(l.problem.limits.time_ns, 3000000000);
	unload(&l);
}

static void keys_without_a_value_are_as_if_absent(void **state)
{
	struct loaded l;

	assert_loads(*state, "name:\nauthor:\nvalidation:\nvalidator_flags:\nlimits:\ntype:\n"
		     "grading:\nlanguages:\n", &l);
	assert_string_equal(l.problem.title, "");
	assert_string_equal(joined(l.problem.tests[0].validator_args), "");
	unload(&l);
}

static void titles_are_english_or_the_first(void **state)
{
	struct loaded l;

	assert_loads(*state, "name: {sv: Hej, en: Hello}\n", &l);
	assert_string_equal(l.problem.title, "Hello");
	unload(&l);
	assert_loads(*state, "name: {sv: Hej, da: Hallo}\n", &l);
	assert_string_equal(l.problem.title, "Hej");
	unload(&l);
	assert_yaml_error(*state, "name: [a]\n", ":1:7: name: expected text, not a list");
}

static void all_languages_are_allowed_by_default(void **state)
{
	struct loaded l;

	assert_loads(*state, NEW "languages: all\n", &l);
	assert_string_equal(joined(l.problem.languages), "");
	unload(&l);
}

static void unknown_keys_are_errors_in_each_format(void **state)
{
	assert_yaml_error(*state, "name: a\nvalidator: b\n",
			  ":2:1: unknown key \"validator\"; did you mean \"validation\"?");
	assert_yaml_error(*state, NEW "credit: b\n",
			  ":4:1: unknown key \"credit\"; did you mean \"credits\"?");
	assert_yaml_error(*state, NEW "zzzzzz: b\n",
			  ":4:1: unknown key \"zzzzzz\"; known keys: name, type, languages, "
			  "problem_format_version, uuid, source, license, rights_owner, keywords, "
			  "constants, version, credits, embargo_until, allow_file_writing, limits");
	assert_yaml_error(*state, "limits:\n  memroy: 3\n",
			  ":2:3: unknown key \"memroy\"; did you mean \"memory\"?");
	assert_yaml_error(*state, NEW "limits: {time_multiplier: 3}\n",
			  ":4:10: unknown key \"time_multiplier\"; did you mean "
			  "\"time_multipliers\"?");
	assert_yaml_error(*state, NEW "limits: {time_multipliers: {ac: 3}}\n",
			  ":4:29: unknown key \"ac\"; known keys: ac_to_time_limit, "
			  "time_limit_to_tle");
}

static void name_and_uuid_are_required_in_2025_09(void **state)
{
	assert_yaml_error(*state, "problem_format_version: 2025-09\nuuid: b\n",
			  ":1:1: missing key \"name\"");
	assert_yaml_error(*state, "problem_format_version: 2025-09\nname: b\n",
			  ":1:1: missing key \"uuid\"");
}

static void types_that_are_not_honoured_are_refused(void **state)
{
	assert_yaml_error(*state, "type: scoring\n",
			  ":1:7: type: \"scoring\" is not supported yet");
	assert_yaml_error(*state, NEW "type: interactive\n",
			  ":4:7: type: \"interactive\" is not supported yet");
	assert_yaml_error(*state, NEW "type: [pass-fail, multi-pass]\n",
			  ":4:19: type: \"multi-pass\" is not supported yet");
	assert_yaml_error(*state, NEW "type: pass-fail submit-answer\n",
			  ":4:7: type: \"submit-answer\" is not supported yet");
	assert_yaml_error(*state, "type: pass_fail\n",
			  ":1:7: type: unknown value \"pass_fail\"; did you mean \"pass-fail\"?");
}

static void validation_that_is_not_honoured_is_refused(void **state)
{
	assert_yaml_error(*state, "validation: custom interactive\n",
			  ":1:13: validation: \"interactive\" is not supported yet");
	assert_yaml_error(*state, "validation: custom score\n",
			  ":1:13: validation: \"score\" is not supported yet");
	assert_yaml_error(*state, "validation: custom multi-pass\n",
			  ":1:13: validation: \"multi-pass\" is not supported yet");
	assert_yaml_error(*state, "validation: custon\n",
			  ":1:13: validation: unknown value \"custon\"; did you mean \"custom\"?");
	assert_yaml_error(*state, "validation: default custom\n",
			  ":1:13: validation: either default or custom");
	assert_yaml_error(*state, NEW "validation: custom\n",
			  ":4:1: unknown key \"validation\"; known keys: name, type, languages, "
			  "problem_format_version, uuid, source, license, rights_owner, keywords, "
			  "constants, version, credits, embargo_until, allow_file_writing, limits");
}

static void constants_are_refused(void **state)
{
	assert_yaml_error(*state, NEW "constants: {n: 5}\n",
			  ":4:12: constants: is not supported yet");
}

static void files_that_are_no_yaml_are_errors(void **state)
{
	assert_yaml_error(*state, "name: a: b\n",
			  ":1:8: mapping values are not allowed in this context; check the "
			  "indentation, and quote text that has \": \"");
	assert_yaml_error(*state, "- a\n", ":1:1: expected a mapping with keys name, type, "
			  "languages, problem_format_version, uuid, source, license, rights_owner, "
			  "keywords, validation, validator_flags, author, source_url, grading, "
			  "max_score, show_test_data_groups, difficulty, limits");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_keys_of_legacy_are_known),
		TEST(all_keys_of_2025_09_are_known),
		TEST(keys_without_a_value_are_as_if_absent),
		TEST(titles_are_english_or_the_first),
		TEST(all_languages_are_allowed_by_default),
		TEST(unknown_keys_are_errors_in_each_format),
		TEST(name_and_uuid_are_required_in_2025_09),
		TEST(types_that_are_not_honoured_are_refused),
		TEST(validation_that_is_not_honoured_is_refused),
		TEST(constants_are_refused),
		TEST(files_that_are_no_yaml_are_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

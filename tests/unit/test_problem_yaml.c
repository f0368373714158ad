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
			  "constants, allow_file_writing, version, credits, embargo_until, limits");
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

/* ---- Types -------------------------------------------------------------------------------- */

static const char *type_of(const struct fixture *f, const char *text)
{
	static char shown[64];
	struct loaded l;

	put(f, "output_validators/v.py", "");
	assert_loads(f, text, &l);
	snprintf(shown, sizeof shown, "%s%s%s%s", l.problem.type.scoring ? "s" : "",
		 l.problem.type.interactive ? "i" : "", l.problem.type.multi_pass ? "m" : "",
		 l.problem.type.submit_answer ? "a" : "");
	unload(&l);
	return shown;
}

static void types_are_words_in_any_form(void **state)
{
	assert_string_equal(type_of(*state, "type: pass-fail\n"), "");
	assert_string_equal(type_of(*state, "type: scoring\n"), "s");
	assert_string_equal(type_of(*state, NEW "type: [interactive, multi-pass]\n"), "im");
	assert_string_equal(type_of(*state, NEW "type: pass-fail multi-pass\n"), "m");
	assert_string_equal(type_of(*state, NEW "type: [scoring, submit-answer]\n"), "sa");
	assert_string_equal(type_of(*state, NEW), "");
}

static void validation_of_legacy_says_more_of_the_type(void **state)
{
	assert_string_equal(type_of(*state, "validation: custom interactive\n"), "i");
	assert_string_equal(type_of(*state, "validation: custom multi-pass interactive\n"), "im");
	assert_string_equal(type_of(*state, "validation: custom score\ntype: scoring\n"), "s");
	assert_string_equal(type_of(*state, "validation: interactive custom\ntype: scoring\n"),
			    "si");
}

static void types_that_make_no_sense_are_refused(void **state)
{
	assert_yaml_error(*state, "type: pass_fail\n",
			  ":1:7: type: unknown value \"pass_fail\"; did you mean \"pass-fail\"?");
	assert_yaml_error(*state, NEW "type: [scoring, multi]\n",
			  ":4:17: type: unknown value \"multi\"");
	assert_yaml_error(*state, NEW "type: [scoring, scoring]\n",
			  ":4:17: type: \"scoring\" stands there twice");
	assert_yaml_error(*state, NEW "type: [scoring, pass-fail]\n",
			  ":4:7: type: pass-fail and scoring exclude each other");
	assert_yaml_error(*state, NEW "type: interactive submit-answer\n",
			  ":4:7: type: submit-answer and interactive exclude each other");
	assert_yaml_error(*state, NEW "type: submit-answer multi-pass\n",
			  ":4:7: type: submit-answer and multi-pass exclude each other");
}

static void validation_that_makes_no_sense_is_refused(void **state)
{
	assert_yaml_error(*state, "validation: custon\n",
			  ":1:13: validation: unknown value \"custon\"; did you mean \"custom\"?");
	assert_yaml_error(*state, "validation: default interactive\n",
			  ":1:13: validation: default goes with nothing else; write custom for a "
			  "validator of the package's own");
	assert_yaml_error(*state, "validation: score\n",
			  ":1:13: validation: must begin with default or custom");
	assert_yaml_error(*state, "validation: custom score\n",
			  ":1:13: validation: score is for problems of type: scoring only");
	assert_yaml_error(*state, "type: submit-answer\nvalidation: custom interactive\n",
			  ":2:13: validation: submit-answer and interactive exclude each other");
	assert_yaml_error(*state, NEW "validation: custom\n",
			  ":4:1: unknown key \"validation\"; known keys: name, type, languages, "
			  "problem_format_version, uuid, source, license, rights_owner, keywords, "
			  "constants, allow_file_writing, version, credits, embargo_until, limits");
}

static void conversations_need_a_validator(void **state)
{
	assert_yaml_error(*state, NEW "type: interactive\n", ": type: interactive needs a "
			  "validator of the package's own, in output_validator/");
	assert_yaml_error(*state, "type: multi-pass\n", ": type: multi-pass needs a validator of "
			  "the package's own, in output_validators/");
	assert_yaml_error(*state, "validation: custom interactive\n", ":1:13: validation: custom, "
			  "but output_validators/ is not there");
}

static unsigned passes_of(const struct fixture *f, const char *text)
{
	struct loaded l;
	unsigned passes;

	put(f, "output_validators/v.py", "");
	assert_loads(f, text, &l);
	passes = l.problem.passes;
	unload(&l);
	return passes;
}

static void passes_are_limited(void **state)
{
	assert_int_equal(passes_of(*state, NEW), 1);
	assert_int_equal(passes_of(*state, NEW "type: multi-pass\n"), 2);
	assert_int_equal(passes_of(*state, NEW "type: multi-pass\n"
				   "limits: {validation_passes: 7}\n"), 7);
	assert_int_equal(passes_of(*state, "validation: custom multi-pass\n"
				   "limits: {validation_passes: 3}\n"), 3);
	assert_int_equal(passes_of(*state, NEW "limits: {validation_passes: 3}\n"), 1);
	assert_yaml_error(*state, NEW "limits: {validation_passes: 1}\n",
			  ":4:29: validation_passes: 1 is less than 2");
	assert_yaml_error(*state, NEW "limits: {validation_passes: 2.5}\n",
			  ":4:29: validation_passes: \"2.5\" is not a whole number; write digits, "
			  "such as 12");
}

static bool writes(const struct fixture *f, const char *text)
{
	struct loaded l;
	bool allowed;

	assert_loads(f, text, &l);
	allowed = l.problem.allow_file_writing;
	unload(&l);
	return allowed;
}

static void files_may_be_written_in_legacy_or_by_permission(void **state)
{
	assert_true(writes(*state, ""));
	assert_true(writes(*state, "name: a\n"));
	assert_false(writes(*state, NEW));
	assert_true(writes(*state, NEW "allow_file_writing: true\n"));
	assert_yaml_error(*state, NEW "allow_file_writing: yes\n",
			  ":4:21: allow_file_writing: \"yes\" is neither true nor false");
}

static bool minimises(const struct fixture *f, const char *text)
{
	struct loaded l;
	bool minimise;

	assert_loads(f, text, &l);
	minimise = l.problem.minimise;
	unload(&l);
	return minimise;
}

static void scores_have_an_objective(void **state)
{
	assert_true(minimises(*state, "type: scoring\ngrading: {objective: min}\n"));
	assert_true(minimises(*state, "grading: {objective: min}\ntype: scoring\n"));
	assert_false(minimises(*state, "type: scoring\ngrading: {objective: max}\n"));
	assert_false(minimises(*state, "type: scoring\ngrading:\n"));
	assert_false(minimises(*state, "grading: {objective: min, on_reject: grade}\n"));
	assert_yaml_error(*state, "type: scoring\ngrading: {objective: least}\n",
			  ":2:22: objective: unknown value \"least\"; one of: max, min");
	assert_yaml_error(*state, "type: scoring\ngrading: {on_reject: grade}\n",
			  ":2:22: grading: move on_reject to data/testdata.yaml");
	assert_yaml_error(*state, "grading: {objectiv: max}\n",
			  ":1:11: unknown key \"objectiv\"; did you mean \"objective\"?");
}

/* ---- Constants ---------------------------------------------------------------------------- */

static void constants_are_names_with_values(void **state)
{
	struct loaded l;

	assert_loads(*state, NEW "constants:\n  n: 5\n  _Max9: 1e9\n  text: 'a b'\n", &l);
	assert_int_equal(l.problem.constant_count, 3);
	assert_string_equal(l.problem.constants[0].name, "n");
	assert_string_equal(l.problem.constants[0].value, "5");
	assert_string_equal(l.problem.constants[1].name, "_Max9");
	assert_string_equal(l.problem.constants[1].value, "1e9");
	assert_string_equal(l.problem.constants[2].value, "a b");
	unload(&l);
	assert_loads(*state, NEW "constants:\n", &l);
	assert_int_equal(l.problem.constant_count, 0);
	unload(&l);
}

static void constants_that_make_no_sense_are_refused(void **state)
{
	assert_yaml_error(*state, NEW "constants: 5\n",
			  ":4:12: constants: expected a mapping, not text");
	assert_yaml_error(*state, NEW "constants: {a: 1, 9a: 5}\n",
			  ":4:19: constants: \"9a\" is not a name; letters, digits and _ are "
			  "allowed, a digit not as the first");
	assert_yaml_error(*state, NEW "constants: {a-b: 5}\n",
			  ":4:13: constants: \"a-b\" is not a name; letters, digits and _ are "
			  "allowed, a digit not as the first");
	assert_yaml_error(*state, NEW "constants: {a: [5]}\n",
			  ":4:16: constants: the value of \"a\" must be a number or a string");
}

/* ---- Others ------------------------------------------------------------------------------- */

static void files_that_are_no_yaml_are_errors(void **state)
{
	assert_yaml_error(*state, "name: a: b\n",
			  ":1:8: mapping values are not allowed in this context; check the "
			  "indentation, and quote text that has \": \"");
	assert_yaml_error(*state, "- a\n", ":1:1: expected a mapping with keys name, type, "
			  "languages, problem_format_version, uuid, source, license, rights_owner, "
			  "keywords, validation, validator_flags, grading, author, source_url, "
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
		TEST(types_are_words_in_any_form),
		TEST(validation_of_legacy_says_more_of_the_type),
		TEST(types_that_make_no_sense_are_refused),
		TEST(validation_that_makes_no_sense_is_refused),
		TEST(conversations_need_a_validator),
		TEST(passes_are_limited),
		TEST(files_may_be_written_in_legacy_or_by_permission),
		TEST(scores_have_an_objective),
		TEST(constants_are_names_with_values),
		TEST(constants_that_make_no_sense_are_refused),
		TEST(files_that_are_no_yaml_are_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

enum { MIB = 1 << 20 };

static struct problem_limits limits_of(const struct fixture *f)
{
	struct problem_limits limits;
	struct loaded l;

	put_test(f);
	load(f, &l);
	limits = l.problem.limits;
	unload(&l);
	return limits;
}

static void limits_have_their_units(void **state)
{
	struct fixture *f = *state;
	struct problem_limits limits;

	put(f, "problem.yaml", "limits:\n  time_limit: 1.5\n  memory: 2048\n  output: 8\n"
	    "  code: 64\n  compilation_time: 61\n  compilation_memory: 1024\n"
	    "  validation_time: 30\n  validation_memory: 512\n  validation_output: 4\n");
	limits = limits_of(f);
	assert_true(limits.time_is_stated);
	assert_int_equal(limits.time_ns, 1500000000);
	assert_int_equal(limits.memory_bytes, UINT64_C(2048) * MIB);
	assert_int_equal(limits.output_bytes, 8 * MIB);
	assert_int_equal(limits.code_bytes, 64 * 1024);
	assert_int_equal(limits.compile_ns, 61000000000);
	assert_int_equal(limits.compile_memory_bytes, 1024 * MIB);
	assert_int_equal(limits.validation_ns, 30000000000);
	assert_int_equal(limits.validation_memory_bytes, 512 * MIB);
	assert_int_equal(limits.validation_output_bytes, 4 * MIB);
}

static void limits_that_are_not_stated_have_defaults(void **state)
{
	struct problem_limits limits = limits_of(*state);

	assert_false(limits.time_is_stated);
	assert_int_equal(limits.time_ns, 10000000000);
	assert_int_equal(limits.memory_bytes, 0);
	assert_int_equal(limits.output_bytes, 0);
	assert_int_equal(limits.code_bytes, 128 * 1024);
	assert_int_equal(limits.compile_ns, 0);
	assert_int_equal(limits.compile_memory_bytes, 0);
	assert_int_equal(limits.validation_ns, 60000000000);
	assert_int_equal(limits.validation_memory_bytes, UINT64_C(2048) * MIB);
	assert_int_equal(limits.validation_output_bytes, 8 * MIB);
}

static void limits_that_make_no_sense_are_refused(void **state)
{
	static const char *const wrong[][2] = {
		{ "time_limit: 0", "13: time_limit: 0 is less than 1 ns" },
		{ "time_limit: -1", "13: time_limit: -1 is negative" },
		{ "time_limit: .nan", "13: time_limit: \".nan\" is not a number; write a bare "
		  "one, such as 1.5" },
		{ "time_limit: 1e999", "13: time_limit: 1e999 is too large" },
		{ "time_limit: 86401", "13: time_limit: 86401 is more than 86400.000 s" },
		{ "time_limit: 2s", "13: time_limit: \"2s\" is not a number; write a bare one, "
		  "such as 1.5" },
		{ "memory: 0", "9: memory: 0 is less than 1" },
		{ "memory: -5", "9: memory: -5 is less than 1" },
		{ "memory: 1.5", "9: memory: \"1.5\" is not a whole number; write digits, such as "
		  "12" },
		{ "memory: 17592186044416", "9: memory: 17592186044416 is more than 16777216" },
		{ "code: 99999999999999999999", "7: code: 99999999999999999999 is too large" },
		{ "output:", "8: output: has no value; write text, or remove the key" },
		{ "time_multiplier: -1", "18: time_multiplier: -1 is less than 0" },
		{ "time_multiplier: 0.0", "18: time_multiplier: must be more than 0" },
		{ "time_safety_margin: x", "21: time_safety_margin: \"x\" is not a number; write "
		  "a bare one, such as 1.5" },
		{ "time_multiplier: 1e300", "18: time_multiplier: 1e300 is more than 1000" },
		{ "time_safety_margin: 1001", "21: time_safety_margin: 1001 is more than 1000" },
	};
	struct fixture *f = *state;
	char text[256], expected[256];

	put_test(f);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		snprintf(text, sizeof text, "limits:\n %s\n", wrong[i][0]);
		put(f, "problem.yaml", text);
		snprintf(expected, sizeof expected, "/problem.yaml:2:%d%s",
			 atoi(wrong[i][1]) + 1, strchr(wrong[i][1], ':'));
		assert_error(f, expected);
	}
	put(f, "problem.yaml", "limits: 3\n");
	assert_error(f, "/problem.yaml:1:9: limits: expected a mapping, not text");
}

static void what_derives_a_time_limit_depends_on_the_format(void **state)
{
	struct fixture *f = *state;
	struct problem_limits limits = limits_of(f);

	assert_true(limits.ac_to_time_limit == 5 && limits.time_limit_to_tle == 2);
	assert_int_equal(limits.time_resolution_ns, 1000000000);
	put(f, "problem.yaml", "limits: {time_multiplier: 0.5, time_safety_margin: 3}\n");
	limits = limits_of(f);
	assert_true(limits.ac_to_time_limit == 0.5 && limits.time_limit_to_tle == 3);
	put(f, "problem.yaml", NEW);
	limits = limits_of(f);
	assert_true(limits.ac_to_time_limit == 2 && limits.time_limit_to_tle == 1.5);
	assert_int_equal(limits.time_resolution_ns, 1000000000);
	put(f, "problem.yaml", NEW "limits: {time_multipliers: {ac_to_time_limit: 1.25, "
	    "time_limit_to_tle: 4}, time_resolution: 0.1}\n");
	limits = limits_of(f);
	assert_true(limits.ac_to_time_limit == 1.25 && limits.time_limit_to_tle == 4);
	assert_int_equal(limits.time_resolution_ns, 100000000);
	put(f, "problem.yaml", "problem_format_version: 2023-07-draft\n"
	    "limits: {time_multiplier: 3}\n");
	limits = limits_of(f);
	assert_true(limits.ac_to_time_limit == 3 && limits.time_limit_to_tle == 1.5);
	put(f, "problem.yaml", NEW "limits: {time_multipliers: {ac_to_time_limit: 0.5}}\n");
	assert_error(f, "/problem.yaml:4:47: ac_to_time_limit: 0.5 is less than 1");
	put(f, "problem.yaml", NEW "limits: {time_multipliers: {ac_to_time_limit: 1000.5}}\n");
	assert_error(f, "/problem.yaml:4:47: ac_to_time_limit: 1000.5 is more than 1000");
	put(f, "problem.yaml", NEW "limits: {time_multipliers: {time_limit_to_tle: 1e300}}\n");
	assert_error(f, "/problem.yaml:4:48: time_limit_to_tle: 1e300 is more than 1000");
	put(f, "problem.yaml", NEW "limits: {time_resolution: 0}\n");
	assert_error(f, "/problem.yaml:4:27: time_resolution: 0 is less than 1 ns");
}

/* ---- DOMjudge ----------------------------------------------------------------------------- */

static void timelimit_states_the_time_limit(void **state)
{
	struct fixture *f = *state;
	struct problem_limits limits;

	put(f, ".timelimit", "  2.5 \n\n");
	limits = limits_of(f);
	assert_int_equal(limits.time_ns, 2500000000);
	assert_true(limits.time_is_stated);
}

static void timelimit_counts_for_plain_directories_too(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "1.in", "");
	put(f, "1.out", "");
	put(f, ".timelimit", "3");
	load(f, &l);
	assert_int_equal(l.problem.limits.time_ns, 3000000000);
	unload(&l);
}

static void the_ini_states_time_limit_and_name(void **state)
{
	static const char *const files[] = {
		"timelimit=2\nname=Hello\n",
		"; comment\n\n[problem]\r\n  timelimit = '2' ; seconds\r\nname = \"Hello\"\n"
		"color=#ff0000\nallow_submit = 1\npoints=1\nspecial_run=\nspecial_compare='compare'",
	};
	struct fixture *f = *state;

	put_test(f);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct loaded l;

		put(f, "domjudge-problem.ini", files[i]);
		load(f, &l);
		assert_int_equal(l.problem.limits.time_ns, 2000000000);
		assert_string_equal(l.problem.title, "Hello");
		unload(&l);
	}
}

static void the_title_of_problem_yaml_is_stronger(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "problem.yaml", "name: Yaml\n");
	put(f, "domjudge-problem.ini", "name=Ini\n");
	load(f, &l);
	assert_string_equal(l.problem.title, "Yaml");
	unload(&l);
}

static void time_limits_that_conflict_are_refused(void **state)
{
	struct fixture *f = *state;

	put(f, ".timelimit", "2");
	put(f, "domjudge-problem.ini", "timelimit = 2.0\n");
	assert_int_equal(limits_of(f).time_ns, 2000000000);
	put(f, "domjudge-problem.ini", "timelimit = 3\n");
	assert_error(f, "/.timelimit:1:1: time limit 2.000 s, but 3.000 s in "
		     "domjudge-problem.ini; remove one of them");
	assert_int_equal(unlink(in(f, "domjudge-problem.ini")), 0);
	put(f, "problem.yaml", "limits: {time_limit: 0.5}\n");
	assert_error(f, "/.timelimit:1:1: time limit 2.000 s, but 500.0 ms in problem.yaml; "
		     "remove one of them");
	assert_int_equal(unlink(in(f, ".timelimit")), 0);
	put(f, "domjudge-problem.ini", "name = x\ntimelimit = 2.0\n");
	assert_error(f, "/domjudge-problem.ini:2:13: time limit 2.000 s, but 500.0 ms in "
		     "problem.yaml; remove one of them");
	put(f, "domjudge-problem.ini", "timelimit = 0.50\n");
	assert_int_equal(limits_of(f).time_ns, 500000000);
}

static void a_value_in_quotes_may_have_newlines(void **state)
{
	static const char *const titles[][2] = {
		{ "name=\"Two\nlines\"\ntimelimit=2\n", "Two lines" },
		{ "name='a\n\nb = \"c\"'\r\ntimelimit='2' ; x\n", "a  b = \"c\"" },
		{ "timelimit=2\nname='a\nb'", "a b" },
		{ "; it's = 'x\ntimelimit=2\nname='a'", "a" },
	};
	struct fixture *f = *state;

	put_test(f);
	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
		struct loaded l;

		put(f, "domjudge-problem.ini", titles[i][0]);
		load(f, &l);
		assert_string_equal(l.problem.title, titles[i][1]);
		assert_int_equal(l.problem.limits.time_ns, 2000000000);
		unload(&l);
	}
}

static void timelimits_that_are_no_numbers_are_refused(void **state)
{
	static const char *const wrong[][2] = {
		{ "", "1: time limit \"\" is not a number of seconds" },
		{ " 2s\n", "2: time limit \"2s\" is not a number of seconds" },
		{ "-1", "1: time limit \"-1\" is not a number of seconds" },
		{ "nan", "1: time limit \"nan\" is not a number of seconds" },
		{ "0x10", "1: time limit \"0x10\" is not a number of seconds" },
		{ "1.2.3", "1: time limit \"1.2.3\" is not a number of seconds" },
		{ ".", "1: time limit \".\" is not a number of seconds" },
		{ "0", "1: time limit 0 must be more than 0 and at most a day" },
		{ "86401", "1: time limit 86401 must be more than 0 and at most a day" },
	};
	struct fixture *f = *state;
	char expected[256];

	put_test(f);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		put(f, ".timelimit", wrong[i][0]);
		snprintf(expected, sizeof expected, "/.timelimit:1:%s", wrong[i][1]);
		assert_error(f, expected);
	}
}

static void mistakes_in_the_ini_have_a_place(void **state)
{
	static const char *const wrong[][2] = {
		{ "a\n", "1:1: expected key = value" },
		{ "\n  timelimit = two\n", "2:15: time limit \"two\" is not a number of seconds" },
		{ "timelimit = '2\n", "1:13: close the quote" },
		{ "name = 'a\nb'\ntimelimit = '2\n", "3:13: close the quote" },
		{ "name = 'a\ntimelimit = 2\ncolor = 'b'\n", "1:8: close the quote" },
		{ "timelimt = 2\n", "1:1: unknown key \"timelimt\"; did you mean \"timelimit\"?" },
		{ "special_run = mine\n", "1:15: special_run: \"mine\" is a program of a DOMjudge "
		  "server; put it into output_validators/" },
		{ "special_compare = \"mine\"\n", "1:19: special_compare: \"mine\" is a program of "
		  "a DOMjudge server; put it into output_validators/" },
	};
	struct fixture *f = *state;
	char expected[256];

	put_test(f);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		put(f, "domjudge-problem.ini", wrong[i][0]);
		snprintf(expected, sizeof expected, "/domjudge-problem.ini:%s", wrong[i][1]);
		assert_error(f, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(limits_have_their_units),
		TEST(limits_that_are_not_stated_have_defaults),
		TEST(limits_that_make_no_sense_are_refused),
		TEST(what_derives_a_time_limit_depends_on_the_format),
		TEST(timelimit_states_the_time_limit),
		TEST(timelimit_counts_for_plain_directories_too),
		TEST(the_ini_states_time_limit_and_name),
		TEST(the_title_of_problem_yaml_is_stronger),
		TEST(time_limits_that_conflict_are_refused),
		TEST(a_value_in_quotes_may_have_newlines),
		TEST(timelimits_that_are_no_numbers_are_refused),
		TEST(mistakes_in_the_ini_have_a_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

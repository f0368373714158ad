#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

static void put_groups(const struct fixture *f)
{
	static const char *const names[] = { "sample/1", "secret/a/1", "secret/a/x/1", "secret/b/1" };
	char path[64];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "data/%s.in", names[i]);
		put(f, path, "");
		snprintf(path, sizeof path, "data/%s.ans", names[i]);
		put(f, path, "");
	}
}

static void without_the_file_all_is_as_usual(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	for (unsigned i = 0; i < 2; i++) {
		load(f, &l);
		assert_string_equal(l.problem.checker, "default");
		assert_int_equal(l.problem.protocol, PROTOCOL_ICPC);
		assert_int_equal(l.problem.groups[0].feedback, FEEDBACK_MESSAGE);
		unload(&l);
		put(f, "assize.yaml", "# nothing\n");
	}
}

static void a_checker_has_a_name_and_arguments(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "assize.yaml", "checker: wcmp\n");
	load(f, &l);
	assert_string_equal(l.problem.checker, "wcmp");
	assert_string_equal(joined(l.problem.tests[0].validator_args), "");
	unload(&l);
	put(f, "problem.yaml", "validator_flags: flag\n");
	put(f, "data/testdata.yaml", "output_validator_flags: case\n");
	put(f, "assize.yaml", "checker: [floats, 'a b', 6]\n");
	load(f, &l);
	assert_string_equal(l.problem.checker, "floats");
	assert_string_equal(joined(l.problem.tests[0].validator_args), "a b,6,flag,case");
	unload(&l);
}

static void plain_folders_may_name_a_checker(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "1.in", "");
	put(f, "1.out", "");
	put(f, "assize.yaml", "checker: [ncmp, x]\nfeedback: full\n");
	load(f, &l);
	assert_string_equal(l.problem.checker, "ncmp");
	assert_string_equal(joined(l.problem.tests[0].validator_args), "x");
	assert_int_equal(l.problem.groups[0].feedback, FEEDBACK_FULL);
	unload(&l);
}

static void validators_have_a_protocol(void **state)
{
	static const struct {
		const char *name;
		enum protocol protocol;
	} table[] = {
		{ "icpc", PROTOCOL_ICPC }, { "testlib", PROTOCOL_TESTLIB },
		{ "cms", PROTOCOL_CMS }, { "exit01", PROTOCOL_EXIT01 },
	};
	struct fixture *f = *state;
	char text[64];

	put_test(f);
	put(f, "problem.yaml", "validation: custom\n");
	put(f, "output_validators/v.cpp", "");
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct loaded l;

		snprintf(text, sizeof text, "protocol: %s\n", table[i].name);
		put(f, "assize.yaml", text);
		load(f, &l);
		assert_int_equal(l.problem.protocol, table[i].protocol);
		unload(&l);
	}
}

static const char *feedback(const struct fixture *f)
{
	static const char letters[] = "nvtmdf";
	static char text[64];
	struct loaded l;

	load(f, &l);
	for (size_t i = 0; i < l.problem.group_count; i++)
		text[i] = letters[l.problem.groups[i].feedback];
	text[l.problem.group_count] = '\0';
	unload(&l);
	return text;
}

/* Groups: data, sample, secret, secret/a, secret/a/x, secret/b. */
static void feedback_is_of_the_innermost_group_that_is_named(void **state)
{
	static const char *const table[][2] = {
		{ "feedback: none", "nnnnnn" },
		{ "feedback: verdict", "vvvvvv" },
		{ "feedback: first-test", "tttttt" },
		{ "feedback: difference", "dddddd" },
		{ "feedback: {default: none}", "nnnnnn" },
		{ "feedback: {sample: full}", "mfmmmm" },
		{ "feedback: {secret: none, sample: full, default: verdict}", "vfnnnn" },
		{ "feedback: {secret/a: none, secret: first-test}", "mmtnnt" },
		{ "feedback: {secret/a/x: full, secret/a: none, secret: first-test}", "mmtnft" },
	};
	struct fixture *f = *state;

	put_groups(f);
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		put(f, "assize.yaml", table[i][0]);
		assert_string_equal(feedback(f), table[i][1]);
	}
}

static void mistakes_have_a_place(void **state)
{
	static const char *const wrong[][2] = {
		{ "cheker: wcmp\n", ":1:1: unknown key \"cheker\"; did you mean \"checker\"?" },
		{ "checker:\n", ":1:9: checker: has no value; write a list, or remove the key" },
		{ "checker: []\n", ":1:10: checker: needs at least 1 entries" },
		{ "checker: {a: b}\n", ":1:10: checker: expected a list, not a mapping" },
		{ "checker: a12345678901234567890123456789012\n", ":1:10: checker: there is no "
		  "checker of so long a name; write a name with arguments as a list" },
		{ "protocol: icpc\n", ":1:11: protocol: the package has no validator of its own "
		  "that is used" },
		{ "\nprotocol: peg\n", ":2:11: protocol: unknown value \"peg\"; one of: icpc, "
		  "testlib, cms, exit01" },
		{ "feedback: everything\n", ":1:11: feedback: unknown value \"everything\"; one of: "
		  "none, verdict, first-test, message, difference, full" },
		{ "feedback: [full]\n", ":1:11: feedback: expected text, not a list" },
		{ "feedback: {sample: ful}\n", ":1:20: feedback: unknown value \"ful\"; did you mean "
		  "\"full\"?" },
		{ "feedback: {secret/c: full}\n", ":1:12: feedback: there is no group "
		  "\"secret/c\"; did you mean \"secret/a\"?" },
	};
	struct fixture *f = *state;
	char expected[512];

	put_groups(f);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		put(f, "assize.yaml", wrong[i][0]);
		snprintf(expected, sizeof expected, "/assize.yaml%s", wrong[i][1]);
		assert_error(f, expected);
	}
}

static void a_checker_and_a_validator_exclude_each_other(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "problem.yaml", "validation: custom\n");
	put(f, "output_validators/v.cpp", "");
	put(f, "assize.yaml", "checker: wcmp\n");
	assert_error(f, "/assize.yaml:1:10: checker: the package has a validator of its own, "
		     "output_validators/v.cpp; remove one of them");
	/* It is not used. */
	put(f, "problem.yaml", "validation: default\n");
	load(f, &l);
	assert_string_equal(l.problem.checker, "wcmp");
	unload(&l);
}

static void too_many_arguments_are_refused(void **state)
{
	struct fixture *f = *state;
	char text[4096];

	put_test(f);
	snprintf(text, sizeof text, "validator_flags: %03000d\n", 1);
	put(f, "problem.yaml", text);
	snprintf(text, sizeof text, "checker: [wcmp, %03000d]\n", 2);
	put(f, "assize.yaml", text);
	assert_error(f, "/assize.yaml:1:10: checker: with those of problem.yaml, its arguments take "
		     "more than 4096 bytes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_the_file_all_is_as_usual),
		TEST(a_checker_has_a_name_and_arguments),
		TEST(plain_folders_may_name_a_checker),
		TEST(validators_have_a_protocol),
		TEST(feedback_is_of_the_innermost_group_that_is_named),
		TEST(mistakes_have_a_place),
		TEST(a_checker_and_a_validator_exclude_each_other),
		TEST(too_many_arguments_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

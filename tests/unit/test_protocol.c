#include "checker/protocol.h"

#include "util/cleanup.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct check_rules pass_fail = { .scored = false };
static const struct check_rules scored = { .scored = true };
static const struct check_rules passes = { .next_pass = true };

/* What a validator leaves; NULL: no such file. Expected: a verdict, or VERDICT_JE with words. */
struct sample {
	int exit_code;
	const char *output, *error, *judge_message, *team_message, *judge_error, *score,
		*multiplier, *next_pass;
	const struct check_rules *rules;	/* NULL: pass_fail */
	enum verdict verdict;
	const char *reason;	/* WA: the whole; JE: a part; NULL: "" */
	double points, part;	/* AC: what was said; 0: nothing */
	const char *message;
};

static void set(struct outcome_text *text, const char *value)
{
	if (!value)
		return;
	text->present = true;
	text->size = strlen(value);
	memcpy(text->data, value, text->size + 1);
}

static struct outcome *outcome_of(const struct sample *sample)
{
	struct outcome *outcome = calloc(1, sizeof *outcome);

	outcome->exit_code = sample->exit_code;
	set(&outcome->output, sample->output ? sample->output : "");
	set(&outcome->error, sample->error ? sample->error : "");
	set(&outcome->judge_message, sample->judge_message);
	set(&outcome->team_message, sample->team_message);
	set(&outcome->judge_error, sample->judge_error);
	set(&outcome->score, sample->score);
	set(&outcome->multiplier, sample->multiplier);
	outcome->next_pass = sample->next_pass != NULL;
	return outcome;
}

static void assert_said(double got, double expected)
{
	double difference = got - expected;

	if (expected == 0)
		assert_true(isnan(got));
	else
		assert_true(difference < 1e-12 && difference > -1e-12);
}

static void check_accepted(const struct sample *sample, const struct check_result *result)
{
	assert_said(result->points, sample->points);
	assert_said(result->multiplier, sample->part);
	assert_string_equal(result->reason, "");
}

static void try_sample(enum protocol protocol, size_t number, const struct sample *sample)
{
	struct outcome *outcome = outcome_of(sample);
	struct check_result result;
	struct error err = { 0 };
	int status;

	print_message("# %s %zu\n", protocol_name(protocol), number);
	status = protocol_conclude(protocol, outcome, sample->rules ? sample->rules : &pass_fail,
				   &result, &err);
	free(outcome);
	if (sample->verdict == VERDICT_JE) {
		assert_int_equal(status, -1);
		assert_int_equal(err.kind, ERROR_USAGE);
		if (!strstr(err.message, sample->reason))
			fail_msg("\"%s\" lacks \"%s\"", err.message, sample->reason);
		return;
	}
	if (status < 0)
		fail_msg("%s", err.message);
	assert_string_equal(verdict_code(result.verdict), verdict_code(sample->verdict));
	if (sample->verdict == VERDICT_AC)
		check_accepted(sample, &result);
	else if (sample->reason)
		assert_string_equal(result.reason, sample->reason);
	if (sample->message)
		assert_string_equal(result.message, sample->message);
}

static void try_all(enum protocol protocol, const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		try_sample(protocol, i, &samples[i]);
}

/* ---- ICPC: FORMATS §1, "Output validator" --------------------------------------------------- */

static void test_icpc_exit_codes(void **state)
{
	static const struct sample samples[] = {
		{ 42, .verdict = VERDICT_AC },
		{ 43, .verdict = VERDICT_WA, .reason = "the output validator rejects" },
		{ 43, .judge_message = "token 3: 1 is not 2\nmore\n", .verdict = VERDICT_WA,
		  .reason = "token 3: 1 is not 2", .message = "token 3: 1 is not 2\nmore" },
		{ 42, .judge_message = "fine", .verdict = VERDICT_AC, .message = "fine" },
		{ 43, .judge_message = "\033[31mred", .verdict = VERDICT_WA,
		  .reason = "\xef\xbf\xbd[31mred" },
		{ 0, .verdict = VERDICT_JE, .reason = "exit code 0 is neither 42 nor 43" },
		{ 1, .error = "Traceback\nValueError", .verdict = VERDICT_JE,
		  .reason = "exit code 1 is neither 42 nor 43: Traceback" },
		{ 99, .error = "words", .judge_error = "answer file is empty\n",
		  .verdict = VERDICT_JE, .reason = "43: answer file is empty" },
		{ 44, .judge_message = "no", .verdict = VERDICT_JE, .reason = "exit code 44" },
		{ 255, .verdict = VERDICT_JE, .reason = "exit code 255" },
	};

	(void)state;
	try_all(PROTOCOL_ICPC, samples, ARRAY_SIZE(samples));
}

static void test_icpc_scores(void **state)
{
	static const struct sample samples[] = {
		{ 42, .score = "12.5\n", .rules = &scored, .verdict = VERDICT_AC, .points = 12.5 },
		{ 42, .score = " +1.e1 ", .rules = &scored, .verdict = VERDICT_AC, .points = 10 },
		{ 42, .score = ".5", .rules = &scored, .verdict = VERDICT_AC, .points = .5 },
		{ 42, .score = "nan", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "no decimal number" },
		{ 42, .score = "inf", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "no decimal number" },
		{ 42, .score = "1e999", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "no decimal number" },
		{ 42, .score = "0x10", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "\"0x10\", which is no decimal number" },
		{ 42, .score = "", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "no decimal number" },
		{ 42, .score = "1 2", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "no decimal number" },
		{ 42, .score = "7", .verdict = VERDICT_JE, .reason = "only right or wrong counts" },
		{ 43, .score = "7", .verdict = VERDICT_JE, .reason = "only right or wrong counts" },
		{ 43, .score = "7", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "rejects, and leaves score.txt" },
		{ 43, .multiplier = "0", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "rejects, and leaves score_multiplier.txt" },
		{ 42, .score = "1", .multiplier = "1", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "both" },
		{ 42, .multiplier = "0.25", .rules = &scored, .verdict = VERDICT_AC, .part = .25 },
		{ 42, .multiplier = "1", .rules = &scored, .verdict = VERDICT_AC, .part = 1 },
		{ 42, .multiplier = "1.01", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "not in 0 to 1" },
		{ 42, .multiplier = "-0.5", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "not in 0 to 1" },
		{ 42, .multiplier = "0.5", .verdict = VERDICT_JE, .reason = "right or wrong" },
		{ 42, .score = "1e6", .rules = &scored, .verdict = VERDICT_AC, .points = 1e6 },
		{ 42, .rules = &scored, .verdict = VERDICT_AC },
	};

	(void)state;
	try_all(PROTOCOL_ICPC, samples, ARRAY_SIZE(samples));
}

static void test_icpc_passes(void **state)
{
	static const struct sample samples[] = {
		{ 42, .next_pass = "", .rules = &passes, .verdict = VERDICT_AC },
		{ 43, .next_pass = "", .rules = &passes, .verdict = VERDICT_JE,
		  .reason = "rejects, and leaves nextpass.in" },
		{ 42, .next_pass = "", .verdict = VERDICT_JE, .reason = "no other pass" },
	};

	(void)state;
	try_all(PROTOCOL_ICPC, samples, ARRAY_SIZE(samples));
}

/* ---- testlib: FORMATS §2 -------------------------------------------------------------------- */

static void test_testlib(void **state)
{
	static const struct sample samples[] = {
		{ 0, .error = "ok 3 numbers\n", .verdict = VERDICT_AC, .message = "ok 3 numbers" },
		{ 1, .error = "wrong answer 1st numbers differ\n", .verdict = VERDICT_WA,
		  .reason = "wrong answer 1st numbers differ" },
		{ 2, .error = "wrong output format Unexpected end of file\n", .verdict = VERDICT_WA,
		  .reason = "wrong output format Unexpected end of file" },
		{ 3, .error = "FAIL jury has no answer\n", .verdict = VERDICT_JE,
		  .reason = "the validator's own failure: FAIL jury has no answer" },
		{ 4, .error = "wrong output format Extra", .verdict = VERDICT_WA },
		{ 8, .error = "unexpected eof", .verdict = VERDICT_WA },
		{ 5, .verdict = VERDICT_JE, .reason = "exit code 5 is none of testlib's" },
		{ 42, .error = "partially correct (26) half", .rules = &scored,
		  .verdict = VERDICT_AC, .part = .26 },
		{ 43, .rules = &scored, .verdict = VERDICT_AC, .part = .27 },
		{ 90, .error = "partially correct (40) 2 of 5", .rules = &scored,
		  .verdict = VERDICT_AC, .part = .4 },
		{ 90, .error = "partially correct (40) 2 of 5", .verdict = VERDICT_WA,
		  .reason = "partially correct (40) 2 of 5" },
		{ 50, .error = "partially correct (0) nothing", .rules = &scored,
		  .verdict = VERDICT_WA, .reason = "partially correct (0) nothing" },
		{ 150, .rules = &scored, .verdict = VERDICT_AC },
		{ 151, .rules = &scored, .verdict = VERDICT_JE, .reason = "not in 0 to 100" },
		{ 7, .error = "points 12.5 nice", .rules = &scored, .verdict = VERDICT_AC,
		  .points = 12.5 },
		{ 7, .error = "points nan", .rules = &scored, .verdict = VERDICT_JE,
		  .reason = "does not say how many" },
		{ 7, .error = "points 5", .verdict = VERDICT_JE, .reason = "right or wrong" },
	};

	(void)state;
	try_all(PROTOCOL_TESTLIB, samples, ARRAY_SIZE(samples));
}

/* ---- CMS, and exit codes: FORMATS §3 -------------------------------------------------------- */

static void test_cms(void **state)
{
	static const struct sample samples[] = {
		{ 0, .output = "1.0\n", .error = "translate:success\n", .verdict = VERDICT_AC,
		  .message = "Output is correct" },
		{ 0, .output = "0\n", .error = "translate:wrong\n", .verdict = VERDICT_WA,
		  .reason = "Output isn't correct" },
		{ 0, .output = "0.5\n", .error = "translate:partial\n", .rules = &scored,
		  .verdict = VERDICT_AC, .part = .5, .message = "Output is partially correct" },
		{ 0, .output = "0.5\n", .error = "half of it\nsecond line", .verdict = VERDICT_WA,
		  .reason = "half of it" },
		{ 0, .output = "1", .verdict = VERDICT_AC, .message = "" },
		{ 0, .output = "1\nrest", .verdict = VERDICT_AC },
		{ 0, .output = "", .verdict = VERDICT_JE, .reason = "not a number from 0 to 1" },
		{ 0, .output = "nan", .verdict = VERDICT_JE, .reason = "says \"nan\"" },
		{ 0, .output = "1.5", .verdict = VERDICT_JE, .reason = "says \"1.5\"" },
		{ 0, .output = "-0.1", .verdict = VERDICT_JE, .reason = "says \"-0.1\"" },
		{ 1, .output = "1.0", .error = "boom", .verdict = VERDICT_JE,
		  .reason = "exit code 1 is not 0: boom" },
	};

	(void)state;
	try_all(PROTOCOL_CMS, samples, ARRAY_SIZE(samples));
}

static void test_exit01(void **state)
{
	static const struct sample samples[] = {
		{ 0, .verdict = VERDICT_AC },
		{ 0, .output = "all there\n", .verdict = VERDICT_AC, .message = "all there" },
		{ 1, .verdict = VERDICT_WA, .reason = "the output validator rejects" },
		{ 1, .output = "no", .error = "noise", .verdict = VERDICT_WA, .reason = "no" },
		{ 1, .error = "noise", .verdict = VERDICT_WA, .reason = "noise" },
		{ 2, .error = "usage", .verdict = VERDICT_JE,
		  .reason = "exit code 2 is neither 0 nor 1: usage" },
		{ 42, .verdict = VERDICT_JE, .reason = "neither 0 nor 1" },
	};

	(void)state;
	try_all(PROTOCOL_EXIT01, samples, ARRAY_SIZE(samples));
}

/* ---- Command lines, and names --------------------------------------------------------------- */

static void check_arguments(enum protocol protocol, bool interactive, const char *expected)
{
	static const char letters[] = { [ARGUMENT_INPUT] = 'i', [ARGUMENT_ANSWER] = 'a',
					[ARGUMENT_OUTPUT] = 'o', [ARGUMENT_FEEDBACK] = 'f',
					[ARGUMENT_RESULT] = 'r' };
	const enum protocol_argument *arguments = protocol_arguments(protocol, interactive);
	char text[8] = "";

	for (size_t i = 0; arguments && arguments[i] != ARGUMENT_END; i++)
		text[i] = letters[arguments[i]];
	assert_string_equal(text, expected);
}

static void test_arguments(void **state)
{
	(void)state;
	check_arguments(PROTOCOL_ICPC, false, "iaf");
	check_arguments(PROTOCOL_ICPC, true, "iaf");
	check_arguments(PROTOCOL_TESTLIB, false, "ioa");
	check_arguments(PROTOCOL_TESTLIB, true, "ira");
	check_arguments(PROTOCOL_CMS, false, "iao");
	assert_null(protocol_arguments(PROTOCOL_CMS, true));
	check_arguments(PROTOCOL_EXIT01, false, "ioa");
	check_arguments(PROTOCOL_EXIT01, true, "ia");
	assert_int_equal(protocol_find("cms"), PROTOCOL_CMS);
	assert_int_equal(protocol_find("icpcs"), -1);
}

/* ---- What a package allows ------------------------------------------------------------------ */

static void test_rules(void **state)
{
	struct test_group groups[] = { { .parent = -1, .score_rule = SCORE_SUM } };
	struct test_case tests[] = { { .group = 0 }, { .group = 0, .sample = true } };
	struct problem problem = {
		.type = { .scoring = true }, .passes = 2, .groups = groups, .group_count = 1,
		.tests = tests, .test_count = 2,
	};

	(void)state;
	assert_true(check_rules_of(&problem, tests, 1).scored);
	groups[0].score_rule = SCORE_PASS_FAIL;
	assert_true(check_rules_of(&problem, tests, 1).scored);
	groups[0].by_share = true;
	assert_false(check_rules_of(&problem, tests, 1).scored);
	assert_true(check_rules_of(&problem, tests + 1, 1).scored);
	groups[0].score_rule = SCORE_MIN;
	assert_true(check_rules_of(&problem, tests, 1).scored);
	problem.type.scoring = false;
	assert_false(check_rules_of(&problem, tests, 1).scored);
	assert_false(check_rules_of(&problem, tests, 1).next_pass);
	problem.type.multi_pass = true;
	assert_true(check_rules_of(&problem, tests, 1).next_pass);
	assert_false(check_rules_of(&problem, tests, 2).next_pass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_icpc_exit_codes), cmocka_unit_test(test_icpc_scores),
		cmocka_unit_test(test_icpc_passes), cmocka_unit_test(test_testlib),
		cmocka_unit_test(test_cms), cmocka_unit_test(test_exit01),
		cmocka_unit_test(test_arguments), cmocka_unit_test(test_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "checker/protocol.h"

#include "checkers/decimal.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Texts and numbers -------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* All of a text, without blanks at its end, fit to be shown. */
static void show(const struct outcome_text *text, char *shown, size_t capacity)
{
	size_t size = text->present ? text->size : 0;

	while (size && is_blank(text->data[size - 1]))
		size--;
	text_sanitise_utf8(text->data, size, shown, capacity);
}

static void show_line(const struct outcome_text *text, char *shown, size_t capacity)
{
	size_t size = text->present ? strcspn(text->data, "\r\n") : 0;

	text_sanitise_utf8(text->data, size, shown, capacity);
}

/* A decimal number between blanks and nothing else: no hexadecimal one, no inf, no nan. */
static bool read_number(const char *at, size_t size, double *ret_number)
{
	const char *end = at + size;
	struct decimal decimal;
	double number;

	while (at < end && is_blank(*at))
		at++;
	while (end > at && is_blank(end[-1]))
		end--;
	if (!decimal_parse(at, (size_t)(end - at), &decimal))
		return false;
	number = strtod(at, NULL);	/* what follows is blank, or the text's NUL */
	if (!isfinite(number))
		return false;
	*ret_number = number;
	return true;
}

/* "points 12.5 message", "partially correct (40) message": the number after the words. */
static bool number_after(const struct outcome_text *text, const char *words, double *ret_number)
{
	size_t length = strlen(words);
	const char *at = text->data + length;

	if (!text->present || strncmp(text->data, words, length) != 0)
		return false;
	return read_number(at, strcspn(at, " \t\r\n)"), ret_number);
}

/* ---- What all protocols share ------------------------------------------------------------- */

static void reject(struct check_result *result)
{
	result->verdict = VERDICT_WA;
	if (result->message[0])
		text_sanitise_utf8(result->message, strcspn(result->message, "\n"), result->reason,
				   sizeof result->reason);
	else
		snprintf(result->reason, sizeof result->reason, "the output validator rejects");
}

/* Where all or nothing counts, a part is not all; and nothing is no part. */
static void accept_part(const struct check_rules *rules, double part, struct check_result *result)
{
	if (part <= 0 || (part < 1 && !rules->scored))
		reject(result);
	else if (part < 1)
		result->multiplier = part;
}

static int unknown_exit(const struct outcome *outcome, const char *known, struct error *err)
{
	char line[160];

	show_line(outcome->judge_error.present ? &outcome->judge_error : &outcome->error, line,
		  sizeof line);
	return error_usage(err, "exit code %d is %s%s%s", outcome->exit_code, known,
			   line[0] ? ": " : "", line);
}

/* ---- ICPC --------------------------------------------------------------------------------- */

static int read_score_file(const struct outcome_text *text, const char *name,
			   const struct check_result *result, const struct check_rules *rules,
			   double *ret_number, struct error *err)
{
	char line[80];

	if (!rules->scored)
		return error_usage(err, "leaves %s, but here only right or wrong counts", name);
	if (result->verdict != VERDICT_AC)
		return error_usage(err, "rejects, and leaves %s all the same", name);
	if (read_number(text->data, text->size, ret_number))
		return 0;
	show_line(text, line, sizeof line);
	return error_usage(err, "leaves %s with \"%s\", which is no decimal number", name, line);
}

static int read_score_files(const struct outcome *outcome, const struct check_rules *rules,
			    struct check_result *result, struct error *err)
{
	if (outcome->score.present && outcome->multiplier.present)
		return error_usage(err, "leaves both score.txt and score_multiplier.txt");
	if (outcome->score.present)
		return read_score_file(&outcome->score, "score.txt", result, rules, &result->points,
				       err);
	if (!outcome->multiplier.present)
		return 0;
	if (read_score_file(&outcome->multiplier, "score_multiplier.txt", result, rules,
			    &result->multiplier, err) < 0)
		return -1;
	if (result->multiplier < 0 || result->multiplier > 1)
		return error_usage(err, "leaves score_multiplier.txt with %.17g, not in 0 to 1",
				   result->multiplier);
	return 0;
}

static int conclude_icpc(const struct outcome *outcome, const struct check_rules *rules,
			 struct check_result *result, struct error *err)
{
	show(&outcome->judge_message, result->message, sizeof result->message);
	show(&outcome->team_message, result->team_message, sizeof result->team_message);
	if (outcome->exit_code == 43)
		reject(result);
	else if (outcome->exit_code != 42)
		return unknown_exit(outcome, "neither 42 nor 43", err);
	if (outcome->next_pass && outcome->exit_code != 42)
		return error_usage(err, "rejects, and leaves nextpass.in all the same");
	if (outcome->next_pass && !rules->next_pass)
		return error_usage(err, "leaves nextpass.in, but there may be no other pass");
	result->next_pass = outcome->next_pass;
	return read_score_files(outcome, rules, result, err);
}

/* ---- testlib ------------------------------------------------------------------------------ */

enum {
	TESTLIB_OK,
	TESTLIB_WRONG_ANSWER,
	TESTLIB_PRESENTATION,
	TESTLIB_FAIL,
	TESTLIB_DIRT,
	TESTLIB_POINTS = 7,
	TESTLIB_UNEXPECTED_EOF,
	TESTLIB_PARTIAL = 16,
	TESTLIB_PARTIAL_TESTSYS = 50,	/* if compiled with TESTSYS, as we do */
};

/* In percent; the words on standard error are surer than the code, which has two beginnings. */
static int conclude_partial(const struct outcome *outcome, const struct check_rules *rules,
			    struct check_result *result, struct error *err)
{
	int base = outcome->exit_code >= TESTLIB_PARTIAL_TESTSYS ? TESTLIB_PARTIAL_TESTSYS :
								   TESTLIB_PARTIAL;
	double percent;

	if (!number_after(&outcome->error, "partially correct (", &percent))
		percent = outcome->exit_code - base;
	if (percent < 0 || percent > 100)
		return error_usage(err, "says partially correct (%g), which is not in 0 to 100",
				   percent);
	accept_part(rules, percent / 100, result);
	return 0;
}

static int conclude_testlib(const struct outcome *outcome, const struct check_rules *rules,
			    struct check_result *result, struct error *err)
{
	show(&outcome->error, result->message, sizeof result->message);
	switch (outcome->exit_code) {
	case TESTLIB_OK:
		return 0;
	case TESTLIB_WRONG_ANSWER:
	case TESTLIB_PRESENTATION:
	case TESTLIB_DIRT:
	case TESTLIB_UNEXPECTED_EOF:
		reject(result);
		return 0;
	case TESTLIB_POINTS:
		if (!number_after(&outcome->error, "points ", &result->points))
			return unknown_exit(outcome,
					    "points, but standard error does not say how many", err);
		if (!rules->scored)
			return error_usage(err, "gives points, but here only right or wrong counts");
		return 0;
	case TESTLIB_FAIL:
		return unknown_exit(outcome, "the validator's own failure", err);
	default:
		if (outcome->exit_code >= TESTLIB_PARTIAL)
			return conclude_partial(outcome, rules, result, err);
		return unknown_exit(outcome, "none of testlib's", err);
	}
}

/* ---- CMS ---------------------------------------------------------------------------------- */

static void translate(char *message, size_t size)
{
	static const char *const words[][2] = {
		{ "translate:success", "Output is correct" },
		{ "translate:wrong", "Output isn't correct" },
		{ "translate:partial", "Output is partially correct" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(message, words[i][0]))
			snprintf(message, size, "%s", words[i][1]);
}

static int conclude_cms(const struct outcome *outcome, const struct check_rules *rules,
			struct check_result *result, struct error *err)
{
	const char *text = outcome->output.data;
	char line[80];
	double part;

	if (outcome->exit_code != 0)
		return unknown_exit(outcome, "not 0", err);
	if (!outcome->output.present || !read_number(text, strcspn(text, "\n"), &part) ||
	    part < 0 || part > 1) {
		show_line(&outcome->output, line, sizeof line);
		return error_usage(err, "says \"%s\" on standard output, not a number from 0 to 1",
				   line);
	}
	/* What CMS shows to contestants and judges alike. */
	show_line(&outcome->error, result->message, sizeof result->message);
	translate(result->message, sizeof result->message);
	memcpy(result->team_message, result->message, sizeof result->team_message);
	accept_part(rules, part, result);
	return 0;
}

/* ---- Exit codes 0 and 1 ------------------------------------------------------------------- */

static int conclude_exit01(const struct outcome *outcome, const struct check_rules *rules,
			   struct check_result *result, struct error *err)
{
	(void)rules;
	show(outcome->output.size ? &outcome->output : &outcome->error, result->message,
	     sizeof result->message);
	if (outcome->exit_code == 1)
		reject(result);
	else if (outcome->exit_code != 0)
		return unknown_exit(outcome, "neither 0 nor 1", err);
	return 0;
}

/* ---- The table ---------------------------------------------------------------------------- */

struct protocol_row {
	const char *name;
	enum protocol_argument arguments[5], interactive[5];	/* of the latter: none at all if {} */
	bool reads_output;
	int (*conclude)(const struct outcome *outcome, const struct check_rules *rules,
			struct check_result *result, struct error *err);
};

static const struct protocol_row rows[] = {
	[PROTOCOL_ICPC] = {
		"icpc", { ARGUMENT_INPUT, ARGUMENT_ANSWER, ARGUMENT_FEEDBACK },
		{ ARGUMENT_INPUT, ARGUMENT_ANSWER, ARGUMENT_FEEDBACK }, true, conclude_icpc,
	},
	[PROTOCOL_TESTLIB] = {
		"testlib", { ARGUMENT_INPUT, ARGUMENT_OUTPUT, ARGUMENT_ANSWER },
		{ ARGUMENT_INPUT, ARGUMENT_RESULT, ARGUMENT_ANSWER }, false, conclude_testlib,
	},
	[PROTOCOL_CMS] = {
		"cms", { ARGUMENT_INPUT, ARGUMENT_ANSWER, ARGUMENT_OUTPUT },
		{ ARGUMENT_END }, false, conclude_cms,
	},
	[PROTOCOL_EXIT01] = {
		"exit01", { ARGUMENT_INPUT, ARGUMENT_OUTPUT, ARGUMENT_ANSWER },
		{ ARGUMENT_INPUT, ARGUMENT_ANSWER }, false, conclude_exit01,
	},
};

const enum protocol_argument *protocol_arguments(enum protocol protocol, bool interactive)
{
	const struct protocol_row *row = &rows[protocol];

	if (!interactive)
		return row->arguments;
	return row->interactive[0] == ARGUMENT_END ? NULL : row->interactive;
}

bool protocol_reads_output(enum protocol protocol)
{
	return rows[protocol].reads_output;
}

const char *protocol_name(enum protocol protocol)
{
	return rows[protocol].name;
}

int protocol_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (!strcmp(rows[i].name, name))
			return (int)i;
	return -1;
}

int protocol_conclude(enum protocol protocol, const struct outcome *outcome,
		      const struct check_rules *rules, struct check_result *ret_result,
		      struct error *err)
{
	struct check_result result = { .verdict = VERDICT_AC, .points = NAN, .multiplier = NAN };

	if (rows[protocol].conclude(outcome, rules, &result, err) < 0)
		return -1;
	*ret_result = result;
	return 0;
}

/* ---- What a package allows ---------------------------------------------------------------- */

struct check_rules check_rules_of(const struct problem *problem, const struct test_case *test,
				  unsigned pass)
{
	const struct test_group *group = &problem->groups[test->group];
	/* Samples have no score in either case: a validator need not know that they are samples. */
	bool all_or_nothing = group->by_share && group->score_rule == SCORE_PASS_FAIL &&
			      !test->sample;

	return (struct check_rules){
		.scored = problem->type.scoring && !all_or_nothing,
		.next_pass = problem->type.multi_pass && pass < problem->passes,
	};
}

/*
 * json: the reporter for programs, and the objects of DESIGN §5 for whoever stores them.
 *
 *	json_reporter_init(&json, stdout, &problem, &submission);
 *	judge(..., &json.reporter, err);
 *	json_reporter_free(&json);	also after an error
 *
 * One line is printed, when all is known. Every field is always there, a text without content is
 * "", and null says "does not apply": exit_code of a program that a signal ended, signal of one
 * that ended by itself, the verdict of a compilation that never came (JE). Scoring problems have
 * "groups" besides: [{"name","verdict","score","reason"}]; a test whose transcript is reported has
 * "transcript", a text, besides.
 */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "model/reporter.h"
#include "util/error.h"
#include "util/json.h"

#include <stddef.h>
#include <stdio.h>

struct json_reporter {
	struct reporter reporter;	/* must stay first */
	FILE *out;
	const struct problem *problem;
	const struct submission *submission;
	json_t *compile, *tests;
	json_t *groups;			/* NULL: none were reported */
};

/* problem and submission are borrowed and must outlive the reporter. */
void json_reporter_init(struct json_reporter *json, FILE *out, const struct problem *problem,
			const struct submission *submission);
void json_reporter_free(struct json_reporter *json);

/* ---- The parts; the caller owns what is returned ------------------------------------------ */

json_t *compile_object(const struct compile_result *compile);
json_t *test_object(const struct problem *problem, const struct test_result *test);
json_t *group_object(const struct problem *problem, const struct group_result *group);
json_t *receipt_object(const struct receipt *receipt);

/* The whole object; compile and tests (an array) are shared, not taken. */
json_t *judgement_object(const struct problem *problem, const struct submission *submission,
			 json_t *compile, json_t *tests, const struct judgement *judgement);

/* receipt_object() as text. RECEIPT_JSON_MAX bytes are enough for any receipt. */
enum { RECEIPT_JSON_MAX = 8192 };

int receipt_json(const struct receipt *receipt, char *text, size_t size, struct error *err);

#endif

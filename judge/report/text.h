/*
 * text: the reporter for people: a line per judged test as it comes, then a summary. After a
 * compile error comes what the compiler said.
 *
 * On a pipe every judged test has its line. On a terminal, a problem with TEXT_MANY tests or more
 * shows a progress bar in place of the lines of accepted tests.
 *
 *	text_reporter_init(&text, terminal_of(stdout), terminal_of(stderr), &problem, &submission);
 *	judge(..., &text.reporter, err);
 *	text_reporter_end(&text);	also after an error: the bar must not stay
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "model/reporter.h"
#include "report/progress.h"
#include "report/table.h"
#include "report/terminal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { TEXT_MANY = 100 };

struct text_reporter {
	struct reporter reporter;	/* must stay first */
	struct terminal out;
	const struct problem *problem;
	const struct submission *submission;
	struct table table, groups;
	struct progress progress;
	bool quiet;			/* accepted tests have no line */
	bool headed, groups_headed;	/* the table's header is printed */
	size_t judged, accepted;
};

/* problem and submission are borrowed and must outlive the reporter. */
void text_reporter_init(struct text_reporter *text, struct terminal out, struct terminal bar,
			const struct problem *problem, const struct submission *submission);

void text_reporter_end(struct text_reporter *text);

/* Text of several lines, made safe, each behind margin, and "(more)" after so many of them. */
void text_print_lines(FILE *out, const char *margin, const char *bytes, size_t size, size_t most);

#endif

/*
 * verify: jury submissions against what is expected of them, a line each as they finish: as a
 * table for people or as JSON objects.
 *
 *	verify_table_init(&table, terminal_of(stdout));
 *	verify_table_measure(&table, &line);	for each that will come: names and expected are set
 *	verify_table_start(&table);
 *	verify_table_add(&table, &line);	for each as it finishes
 *	verify_table_end(&table);		a summary
 */
#ifndef REPORT_VERIFY_H
#define REPORT_VERIFY_H

#include "model/verdict.h"
#include "report/table.h"
#include "report/terminal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct verify_line {
	const char *package, *submission, *language;
	verdict_set expected;
	enum verdict verdict;
	bool ok;		/* as expected */
	int64_t cpu_ns;
	uint64_t memory_bytes;
	const char *reason;
};

struct verify_table {
	struct table table;
	size_t count, failed;
};

void verify_table_init(struct verify_table *verify, struct terminal out);
void verify_table_measure(struct verify_table *verify, const struct verify_line *line);
void verify_table_start(const struct verify_table *verify);
void verify_table_add(struct verify_table *verify, const struct verify_line *line);
void verify_table_end(const struct verify_table *verify);

/* {"package","submission","language","expected":[...],"verdict","ok","cpu_ms"} and a newline. */
void verify_json_line(const struct verify_line *line, FILE *out);

#endif

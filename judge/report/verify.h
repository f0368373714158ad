/*
 * verify: jury submissions against what is expected of them, a line each as they finish: as a
 * table for people or as JSON objects.
 *
 *	verify_table_init(&table, terminal_of(stdout), scoring);
 *	verify_table_measure(&table, &line);	for each that will come: names and expected are set
 *	verify_table_start(&table);
 *	verify_table_add(&table, &line);	for each as it finishes
 *	verify_table_end(&table, warnings);	a summary
 */
#ifndef REPORT_VERIFY_H
#define REPORT_VERIFY_H

#include "model/problem.h"
#include "report/table.h"
#include "report/terminal.h"
#include "report/time_limit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct verify_line {
	const char *package, *submission, *language;
	verdict_set expected;
	enum verdict verdict;
	bool ok;		/* as expected */
	int64_t cpu_ns;		/* of the slowest test */
	uint64_t memory_bytes;
	const char *reason;
	const char *slowest;	/* name of that test; "" if none ran */
	int64_t limit_ns;	/* time limit, with the language's factor; 0: not known */
	const char *warning;	/* on the limit's neighbourhood, or "" */
	bool scoring;
	double score;
};

struct verify_table {
	struct table table;
	bool scoring;		/* some package has scores: there is a column for them */
	size_t count, failed;
};

void verify_table_init(struct verify_table *verify, struct terminal out, bool scoring);
void verify_table_measure(struct verify_table *verify, const struct verify_line *line);
void verify_table_start(const struct verify_table *verify);
void verify_table_add(struct verify_table *verify, const struct verify_line *line);
void verify_table_end(const struct verify_table *verify, size_t warnings);

/*
 * {"package","submission","language","expected":[...],"verdict","ok","reason","score","cpu_ms",
 * "slowest_test","time_limit_ms","memory_kib","warning"} and a newline. score is null but in
 * scoring problems; slowest_test and warning where there is none.
 */
void verify_json_line(const struct verify_line *line, FILE *out);

/* What became of the time limit of a package that states none. */
struct verify_limit {
	const char *package;
	const struct problem *problem;
	struct time_limit derived;
	struct time_bounds bounds;
	int64_t used_ns;	/* the limit that was judged with */
};

/* Lines for people: which limit, why, and where to state it. */
void verify_limit_text(const struct verify_limit *limit, FILE *out);

/*
 * {"package","time_limit_ms","derived":true|false,"possible","slowest","slowest_ms","quickest",
 * "quickest_ms"}: the line of a package that states no limit, after those of its submissions.
 */
void verify_limit_json(const struct verify_limit *limit, FILE *out);

#endif

/*
 * table: aligned columns for people, written row by row as the rows come to be known. So widths
 * are fixed before the first row, from what the caller knows will come:
 *
 *	static const struct table_column columns[] = {
 *		{ "problem" }, { "CPU", .width = 9, .right = true }, { "reason" },
 *	};
 *	table_init(&table, terminal_of(stdout), columns, ARRAY_SIZE(columns));
 *	table_measure(&table, 0, "hello");
 *	table_header(&table);
 *	table_row(&table, (struct table_cell[]){ { "hello" }, { "0.001 s" }, { "" } });
 *
 * The last column takes the rest of the line. On a terminal what does not fit is cut, no measured
 * column is wider than a third of the line, and the last one moves to a line of its own when less
 * than TABLE_LAST_LEAST characters are left. On a pipe nothing is ever cut, and a cell that is too
 * wide moves the rest of its row. Every row is flushed.
 */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "model/verdict.h"
#include "report/terminal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TABLE_COLUMNS = 12, TABLE_LAST_LEAST = 16 };

struct table_column {
	const char *title;	/* borrowed; a column is at least as wide as its title */
	size_t width;		/* in characters */
	bool right;		/* aligned at the right, for numbers */
};

struct table_cell {
	const char *text;
	enum colour colour;
};

struct table {
	struct terminal out;
	const char *indent;	/* before each line; "" unless set after table_init() */
	struct table_column columns[TABLE_COLUMNS];
	size_t count;
};

/* count is at most TABLE_COLUMNS. */
void table_init(struct table *table, struct terminal out, const struct table_column *columns,
		size_t count);

/* Makes a column wide enough for text. */
void table_measure(struct table *table, size_t column, const char *text);

void table_header(const struct table *table);

/* As many cells as there are columns. */
void table_row(const struct table *table, const struct table_cell *cells);

/* ---- Cells that all our tables share ------------------------------------------------------ */

enum { TABLE_CELL_MAX = 48, TABLE_TIME_WIDTH = 9, TABLE_MEMORY_WIDTH = 11,
       TABLE_SCORE_WIDTH = 7 };

enum colour table_verdict_colour(enum verdict verdict);

/* "0.012 s": one unit in all rows, so that a column can be compared at a glance. */
const char *table_time(int64_t nanoseconds, char text[TABLE_CELL_MAX]);

/* "40", "33.33": at most two decimals; "?" if it is no number. */
const char *table_score(double score, char text[TABLE_CELL_MAX]);

/* "3.4 MiB", with "~" before it if estimated. */
const char *table_memory(uint64_t bytes, bool estimated, char text[TABLE_CELL_MAX]);

#endif

#include "report/verify.h"

#include "util/cleanup.h"
#include "util/clock.h"
#include "util/json.h"

#include <string.h>

enum { EXPECTED_MAX = 64 };	/* all verdicts there are, joined by " or " */

enum column {
	COLUMN_MARK,
	COLUMN_PROBLEM,
	COLUMN_LANGUAGE,
	COLUMN_SUBMISSION,
	COLUMN_EXPECTED,
	COLUMN_VERDICT,
	COLUMN_SCORE,		/* left out where no problem has scores */
	COLUMN_CPU,
	COLUMN_PART,
	COLUMN_SLOWEST,
	COLUMN_MEMORY,
	COLUMN_REASON,
	COLUMNS,
};

static const struct table_column columns[COLUMNS] = {
	[COLUMN_MARK] = { "", 4, false },
	[COLUMN_PROBLEM] = { "problem", 0, false },
	[COLUMN_LANGUAGE] = { "language", 0, false },
	[COLUMN_SUBMISSION] = { "submission", 0, false },
	[COLUMN_EXPECTED] = { "expected", 0, false },
	[COLUMN_VERDICT] = { "verdict", 0, false },
	[COLUMN_SCORE] = { "score", TABLE_SCORE_WIDTH, true },
	[COLUMN_CPU] = { "CPU", TABLE_TIME_WIDTH, true },
	[COLUMN_PART] = { "of limit", 0, true },
	[COLUMN_SLOWEST] = { "on test", 0, false },
	[COLUMN_MEMORY] = { "memory", TABLE_MEMORY_WIDTH, true },
	[COLUMN_REASON] = { "reason", 0, false },
};

/* Where a column stands in the table. */
static size_t place(const struct verify_table *verify, enum column column)
{
	return column > COLUMN_SCORE && !verify->scoring ? column - 1 : column;
}

void verify_table_init(struct verify_table *verify, struct terminal out, bool scoring)
{
	struct table_column shown[COLUMNS];

	*verify = (struct verify_table){ .scoring = scoring };
	for (enum column i = 0; i < COLUMNS; i++)
		if (i != COLUMN_SCORE || scoring)
			shown[place(verify, i)] = columns[i];
	table_init(&verify->table, out, shown, scoring ? COLUMNS : COLUMNS - 1);
}

void verify_table_measure(struct verify_table *verify, const struct verify_line *line)
{
	char expected[EXPECTED_MAX];

	table_measure(&verify->table, COLUMN_PROBLEM, line->package);
	table_measure(&verify->table, COLUMN_LANGUAGE, line->language);
	table_measure(&verify->table, COLUMN_SUBMISSION, line->submission);
	table_measure(&verify->table, COLUMN_EXPECTED,
		      verdict_set_text(line->expected, expected, sizeof expected));
	table_measure(&verify->table, place(verify, COLUMN_SLOWEST), line->slowest);
}

void verify_table_start(const struct verify_table *verify)
{
	table_header(&verify->table);
}

/* How much of the limit was used: what is left is the margin. */
static const char *part_text(const struct verify_line *line, char text[TABLE_CELL_MAX])
{
	snprintf(text, TABLE_CELL_MAX, "%.0f %%",
		 100 * (double)line->cpu_ns / (double)line->limit_ns);
	return line->limit_ns > 0 ? text : "";
}

void verify_table_add(struct verify_table *verify, const struct verify_line *line)
{
	char expected[EXPECTED_MAX], time[TABLE_CELL_MAX], memory[TABLE_CELL_MAX];
	char score[TABLE_CELL_MAX], part[TABLE_CELL_MAX];
	/* What the judge failed at, or never ran, has no counters, not counters of 0. */
	bool ran = line->verdict != VERDICT_NONE && line->verdict != VERDICT_CE &&
		   line->verdict != VERDICT_JE;
	const struct table_cell cells[COLUMNS] = {
		[COLUMN_MARK] = { line->ok ? "ok" : "FAIL", line->ok ? COLOUR_GREEN : COLOUR_RED },
		[COLUMN_PROBLEM] = { line->package, COLOUR_NONE },
		[COLUMN_LANGUAGE] = { line->language, COLOUR_NONE },
		[COLUMN_SUBMISSION] = { line->submission, COLOUR_NONE },
		[COLUMN_EXPECTED] = { verdict_set_text(line->expected, expected, sizeof expected),
				      COLOUR_NONE },
		[COLUMN_VERDICT] = { verdict_code(line->verdict),
				     table_verdict_colour(line->verdict) },
		[COLUMN_SCORE] = { ran && line->scoring ? table_score(line->score, score) : "",
				   COLOUR_NONE },
		[COLUMN_CPU] = { ran ? table_time(line->cpu_ns, time) : "", COLOUR_NONE },
		[COLUMN_PART] = { ran ? part_text(line, part) : "",
				  *line->warning ? COLOUR_YELLOW : COLOUR_NONE },
		[COLUMN_SLOWEST] = { ran ? line->slowest : "", COLOUR_NONE },
		[COLUMN_MEMORY] = { ran ? table_memory(line->memory_bytes, false, memory) : "",
				    COLOUR_NONE },
		[COLUMN_REASON] = { line->reason, COLOUR_NONE },
	};
	struct table_cell shown[COLUMNS];

	for (enum column i = 0; i < COLUMNS; i++)
		if (i != COLUMN_SCORE || verify->scoring)
			shown[place(verify, i)] = cells[i];
	verify->count++;
	verify->failed += !line->ok;
	table_row(&verify->table, shown);
}

void verify_table_end(const struct verify_table *verify, size_t warnings)
{
	const struct terminal *out = &verify->table.out;
	enum colour colour = verify->failed ? COLOUR_RED : COLOUR_GREEN;

	if (verify->count == 0) {
		fprintf(out->file, "no submissions\n");
		return;
	}
	fprintf(out->file, "%zu submission%s: %s", verify->count, verify->count == 1 ? "" : "s",
		terminal_colour(out, colour));
	if (verify->failed)
		fprintf(out->file, "%zu not as expected", verify->failed);
	else
		fprintf(out->file, "all as expected");
	fprintf(out->file, "%s", terminal_plain(out, colour));
	if (warnings)
		fprintf(out->file, ", %zu warning%s", warnings, warnings == 1 ? "" : "s");
	fprintf(out->file, "\n");
	fflush(out->file);
}

static json_t *expected_array(verdict_set expected)
{
	json_t *array = json_array();

	for (int i = 1; i < VERDICT_COUNT; i++)
		if (expected & VERDICT_BIT(i))
			json_add(array, json_string(verdict_code((enum verdict)i)));
	return array;
}

static json_t *any_text(const char *text)
{
	return json_text(text, strlen(text));
}

static json_t *text_or_null(const char *text)
{
	return text && *text ? any_text(text) : json_null();
}

void verify_json_line(const struct verify_line *line, FILE *out)
{
	autojson json_t *object = json_object();

	json_put(object, "package", any_text(line->package));
	json_put(object, "submission", any_text(line->submission));
	json_put(object, "language", any_text(line->language));
	json_put(object, "expected", expected_array(line->expected));
	json_put(object, "verdict", json_text_or_null(verdict_code(line->verdict)));
	json_put(object, "ok", json_boolean(line->ok));
	json_put(object, "reason", any_text(line->reason));
	json_put(object, "score", line->scoring ? json_number(line->score) : json_null());
	json_put(object, "cpu_ms", json_ms(line->cpu_ns));
	json_put(object, "slowest_test", text_or_null(line->slowest));
	json_put(object, "time_limit_ms", line->limit_ns ? json_ms(line->limit_ns) : json_null());
	json_put(object, "memory_kib", json_integer((json_int_t)(line->memory_bytes / 1024)));
	json_put(object, "warning", text_or_null(line->warning));
	json_line(object, out);
}

/* ---- Packages that state no time limit ------------------------------------------------------- */

/* "0.5", "2": as a YAML number of seconds. */
static const char *seconds_text(int64_t ns, char text[TABLE_CELL_MAX])
{
	snprintf(text, TABLE_CELL_MAX, "%.10g", (double)ns / (double)NS_PER_S);
	return text;
}

static void print_where_to_state(const struct verify_limit *limit, FILE *out)
{
	char seconds[TABLE_CELL_MAX];

	seconds_text(limit->derived.limit_ns, seconds);
	if (limit->problem->format == FORMAT_2025_09)
		fprintf(out, "; to state it, in problem.yaml: limits: {time_limit: %s}\n", seconds);
	else
		fprintf(out, "; to state it: echo %s > .timelimit\n", seconds);
}

void verify_limit_text(const struct verify_limit *limit, FILE *out)
{
	const struct time_bounds *bounds = &limit->bounds;
	char used[TABLE_CELL_MAX], slowest[TABLE_CELL_MAX], quickest[TABLE_CELL_MAX];

	table_time(limit->used_ns, used);
	table_time(bounds->slowest_ns, slowest);
	table_time(bounds->quickest_ns, quickest);
	fprintf(out, "%s: no time limit is stated; ", limit->package);
	switch (limit->derived.state) {
	case TIME_LIMIT_UNKNOWN:
		fprintf(out, "judged with %s, as no submission tells what is needed\n", used);
		break;
	case TIME_LIMIT_DERIVED:
		fprintf(out, "%s follows from %s, which takes %s", used, bounds->slowest, slowest);
		print_where_to_state(limit, out);
		break;
	case TIME_LIMIT_IMPOSSIBLE:
		fprintf(out, "none fits: %s takes %s and needs %s, but %s takes only %s, less than "
			     "%g x that\n",
			bounds->slowest, slowest, used, bounds->quickest, quickest,
			time_limit_margin_above(limit->problem));
	}
}

void verify_limit_json(const struct verify_limit *limit, FILE *out)
{
	const struct time_bounds *bounds = &limit->bounds;
	enum time_limit_state state = limit->derived.state;
	autojson json_t *object = json_object();

	json_put(object, "package", any_text(limit->package));
	json_put(object, "time_limit_ms", json_ms(limit->used_ns));
	json_put(object, "derived", json_boolean(state != TIME_LIMIT_UNKNOWN));
	json_put(object, "possible", json_boolean(state != TIME_LIMIT_IMPOSSIBLE));
	json_put(object, "slowest", text_or_null(bounds->slowest));
	json_put(object, "slowest_ms", json_ms(bounds->slowest_ns));
	json_put(object, "quickest", text_or_null(bounds->quickest));
	json_put(object, "quickest_ms", json_ms(bounds->quickest_ns));
	json_line(object, out);
}

#include "report/verify.h"

#include "util/cleanup.h"
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
	COLUMN_CPU,
	COLUMN_MEMORY,
	COLUMN_REASON,
	COLUMNS,
};

void verify_table_init(struct verify_table *verify, struct terminal out)
{
	static const struct table_column columns[COLUMNS] = {
		[COLUMN_MARK] = { "", 4, false },
		[COLUMN_PROBLEM] = { "problem", 0, false },
		[COLUMN_LANGUAGE] = { "language", 0, false },
		[COLUMN_SUBMISSION] = { "submission", 0, false },
		[COLUMN_EXPECTED] = { "expected", 0, false },
		[COLUMN_VERDICT] = { "verdict", 0, false },
		[COLUMN_CPU] = { "CPU", TABLE_TIME_WIDTH, true },
		[COLUMN_MEMORY] = { "memory", TABLE_MEMORY_WIDTH, true },
		[COLUMN_REASON] = { "reason", 0, false },
	};

	*verify = (struct verify_table){ .count = 0 };
	table_init(&verify->table, out, columns, COLUMNS);
}

void verify_table_measure(struct verify_table *verify, const struct verify_line *line)
{
	char expected[EXPECTED_MAX];

	table_measure(&verify->table, COLUMN_PROBLEM, line->package);
	table_measure(&verify->table, COLUMN_LANGUAGE, line->language);
	table_measure(&verify->table, COLUMN_SUBMISSION, line->submission);
	table_measure(&verify->table, COLUMN_EXPECTED,
		      verdict_set_text(line->expected, expected, sizeof expected));
}

void verify_table_start(const struct verify_table *verify)
{
	table_header(&verify->table);
}

void verify_table_add(struct verify_table *verify, const struct verify_line *line)
{
	char expected[EXPECTED_MAX], time[TABLE_CELL_MAX], memory[TABLE_CELL_MAX];
	bool ran = line->verdict != VERDICT_NONE && line->verdict != VERDICT_CE;
	const struct table_cell cells[COLUMNS] = {
		[COLUMN_MARK] = { line->ok ? "ok" : "FAIL", line->ok ? COLOUR_GREEN : COLOUR_RED },
		[COLUMN_PROBLEM] = { line->package, COLOUR_NONE },
		[COLUMN_LANGUAGE] = { line->language, COLOUR_NONE },
		[COLUMN_SUBMISSION] = { line->submission, COLOUR_NONE },
		[COLUMN_EXPECTED] = { verdict_set_text(line->expected, expected, sizeof expected),
				      COLOUR_NONE },
		[COLUMN_VERDICT] = { verdict_code(line->verdict),
				     table_verdict_colour(line->verdict) },
		[COLUMN_CPU] = { ran ? table_time(line->cpu_ns, time) : "", COLOUR_NONE },
		[COLUMN_MEMORY] = { ran ? table_memory(line->memory_bytes, false, memory) : "",
				    COLOUR_NONE },
		[COLUMN_REASON] = { line->reason, COLOUR_NONE },
	};

	verify->count++;
	verify->failed += !line->ok;
	table_row(&verify->table, cells);
}

void verify_table_end(const struct verify_table *verify)
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
	fprintf(out->file, "%s\n", terminal_plain(out, colour));
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

void verify_json_line(const struct verify_line *line, FILE *out)
{
	autojson json_t *object = json_object();

	json_put(object, "package", json_text(line->package, strlen(line->package)));
	json_put(object, "submission", json_text(line->submission, strlen(line->submission)));
	json_put(object, "language", json_text(line->language, strlen(line->language)));
	json_put(object, "expected", expected_array(line->expected));
	json_put(object, "verdict", json_text_or_null(verdict_code(line->verdict)));
	json_put(object, "ok", json_boolean(line->ok));
	json_put(object, "cpu_ms", json_ms(line->cpu_ns));
	json_line(object, out);
}

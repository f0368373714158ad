#include "report/text.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ERROR_LINES = 20 };	/* of a program's standard error; a trace of recursion is long */

static const char *test_name(const struct text_reporter *text, uint32_t index)
{
	return index < text->problem->test_count ? text->problem->tests[index].name : "?";
}

static size_t at_most(size_t size, size_t capacity)
{
	return size < capacity ? size : capacity;
}

static void print_title(const struct text_reporter *text)
{
	autostrbuf struct strbuf line = { 0 };

	terminal_append(&line, text->problem->name, 0);
	for (size_t i = 0; i < text->submission->file_count && i < 3; i++) {
		strbuf_printf(&line, "%s", i == 0 ? ": " : ", ");
		terminal_append(&line, text->submission->files[i].name, 0);
	}
	if (text->submission->file_count > 3)
		strbuf_printf(&line, " and %zu more", text->submission->file_count - 3);
	fprintf(text->out.file, "%s as %s\n", line.text, text->submission->language);
}

void text_print_lines(FILE *out, const char *margin, const char *bytes, size_t size, size_t most)
{
	const char *end = bytes + size;

	for (size_t i = 0; bytes < end; i++) {
		const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
		size_t length = (size_t)((stop ? stop : end) - bytes);
		autofree char *line = malloc(3 * length + 1);

		if (!line)
			abort();
		if (i == most) {
			fprintf(out, "%s(more)\n", margin);
			return;
		}
		text_sanitise_utf8(bytes, length, line, 3 * length + 1);
		fprintf(out, "%s%s\n", margin, line);
		bytes += length + (stop != NULL);
	}
}

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	struct text_reporter *text = (struct text_reporter *)reporter;
	char time[TABLE_CELL_MAX];

	print_title(text);
	if (compile->verdict == VERDICT_AC && compile->cached)
		fprintf(text->out.file, "compiled earlier\n");
	else if (compile->verdict == VERDICT_AC && compile->wall_ns > 0)
		fprintf(text->out.file, "compiled in %s\n", table_time(compile->wall_ns, time));
	else if (compile->verdict == VERDICT_CE)
		text_print_lines(text->out.file, "", compile->output,
				 at_most(compile->output_bytes, COMPILE_OUTPUT_BYTES), SIZE_MAX);
	fflush(text->out.file);
}

/* The columns of tests; those of scores are left out where there are none. */
enum { TEST_COLUMNS = 6, TEST_SCORE = 2 };

static void print_row(struct text_reporter *text, const struct table_cell *cells)
{
	struct table_cell shown[TEST_COLUMNS];
	size_t count = 0;

	for (size_t i = 0; i < TEST_COLUMNS; i++)
		if (i != TEST_SCORE || text->problem->type.scoring)
			shown[count++] = cells[i];
	if (!text->headed)
		table_header(&text->table);
	text->headed = true;
	table_row(&text->table, shown);
}

static void print_test(struct text_reporter *text, const struct test_result *test)
{
	char time[TABLE_CELL_MAX], memory[TABLE_CELL_MAX], score[TABLE_CELL_MAX];
	char reason[REASON_BYTES + 16];
	enum colour colour = table_verdict_colour(test->verdict);
	const struct table_cell cells[TEST_COLUMNS] = {
		{ test_name(text, test->index), COLOUR_NONE },
		{ verdict_code(test->verdict), colour },
		[TEST_SCORE] = { table_score(test->score, score), COLOUR_NONE },
		{ table_time(test->cpu_ns, time), COLOUR_NONE },
		{ table_memory(test->memory_bytes, test->memory_estimated, memory), COLOUR_NONE },
		{ reason, COLOUR_NONE },
	};

	snprintf(reason, sizeof reason, "%.*s%s%s", REASON_BYTES, test->reason,
		 test->borderline && *test->reason ? " " : "",
		 test->borderline ? "(borderline)" : "");
	progress_hide(&text->progress);
	print_row(text, cells);
	text_print_lines(text->out.file, "    | ", test->message,
			 strnlen(test->message, MESSAGE_BYTES), ERROR_LINES);
	fflush(text->out.file);
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	struct text_reporter *text = (struct text_reporter *)reporter;

	text->judged++;
	text->accepted += test->verdict == VERDICT_AC;
	if (!text->quiet || test->verdict != VERDICT_AC)
		print_test(text, test);
	if (text->quiet)
		progress_show(&text->progress, text->judged, test_name(text, test->index));
}

static void on_transcript(struct reporter *reporter, const struct transcript *transcript)
{
	struct text_reporter *text = (struct text_reporter *)reporter;

	progress_hide(&text->progress);
	text_print_lines(text->out.file, "    ", transcript->text, transcript->bytes, SIZE_MAX);
	if (transcript->is_cut)
		fprintf(text->out.file, "    (they said more)\n");
	fflush(text->out.file);
}

/* Groups come after all tests; data/ as a whole is the summary's. */
static void on_group(struct reporter *reporter, const struct group_result *group)
{
	struct text_reporter *text = (struct text_reporter *)reporter;
	bool known = group->index < text->problem->group_count;
	const char *name = known ? text->problem->groups[group->index].name : "?";
	enum colour colour = table_verdict_colour(group->verdict);
	char score[TABLE_CELL_MAX], reason[REASON_BYTES];
	const struct table_cell cells[] = {
		{ name, COLOUR_NONE },
		{ verdict_code(group->verdict), colour },
		{ table_score(group->score, score), COLOUR_NONE },
		{ reason, COLOUR_NONE },
	};

	if (group->index == 0)
		return;
	snprintf(reason, sizeof reason, "%.*s", REASON_BYTES - 1, group->reason);
	progress_hide(&text->progress);
	if (!text->groups_headed)
		table_header(&text->groups);
	text->groups_headed = true;
	table_row(&text->groups, cells);
}

/* "WA: wrong answer on secret/03: token 4 of line 2: expected 17, got end of file" */
static void print_verdict(const struct text_reporter *text, const struct judgement *judgement)
{
	enum colour colour = table_verdict_colour(judgement->verdict);
	autostrbuf struct strbuf line = { 0 };

	strbuf_printf(&line, "%s%s%s: %s", terminal_colour(&text->out, colour),
		      verdict_code(judgement->verdict), terminal_plain(&text->out, colour),
		      verdict_words(judgement->verdict));
	if (judgement->first_failed >= 0) {
		/* Accepted with a part of the points: which test to look at first. */
		strbuf_printf(&line, judgement->verdict == VERDICT_AC ? "; not " : " on ");
		terminal_append(&line, test_name(text, (uint32_t)judgement->first_failed), 0);
	}
	if (*judgement->reason) {
		strbuf_printf(&line, ": ");
		terminal_append(&line, judgement->reason, 0);
	}
	fprintf(text->out.file, "%s\n", line.text);
}

/* "3 of 5 tests accepted, 2 not judged; slowest 0.012 s of 1.000 s, largest 3.4 MiB of 2 GiB" */
static void print_counters(const struct text_reporter *text, const struct judgement *judgement)
{
	const struct receipt *receipt = &judgement->receipt;
	size_t count = judgement->test_count;
	char time[TABLE_CELL_MAX], memory[TABLE_CELL_MAX];
	FILE *out = text->out.file;

	fprintf(out, "%zu of %zu test%s accepted", text->accepted, count, count == 1 ? "" : "s");
	if (text->judged < count)
		fprintf(out, ", %zu not judged", count - text->judged);
	fprintf(out, "; slowest %s", table_time(judgement->cpu_ns, time));
	if (receipt->time_limit_ns > 0)
		fprintf(out, " of %s", table_time(receipt->time_limit_ns, time));
	fprintf(out, ", largest %s", table_memory(judgement->memory_bytes, false, memory));
	if (receipt->memory_limit_bytes > 0)
		fprintf(out, " of %s", table_memory(receipt->memory_limit_bytes, false, memory));
	if (text->problem->type.scoring)
		fprintf(out, "; score %s", table_score(judgement->score, time));
	fprintf(out, "\n");
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	struct text_reporter *text = (struct text_reporter *)reporter;
	size_t kept = at_most(judgement->kept_error_bytes, KEPT_BYTES);

	text_reporter_end(text);
	if (judgement->first_failed >= 0 && kept > 0) {
		fprintf(text->out.file, "standard error of the first test not accepted:\n");
		text_print_lines(text->out.file, "    | ", judgement->kept_error, kept, ERROR_LINES);
	}
	print_verdict(text, judgement);
	if (text->judged > 0)
		print_counters(text, judgement);
	fflush(text->out.file);
}

void text_reporter_init(struct text_reporter *text, struct terminal out, struct terminal bar,
			const struct problem *problem, const struct submission *submission)
{
	static const struct table_column all[TEST_COLUMNS] = {
		{ "test", 0, false },
		{ "verdict", 0, false },
		[TEST_SCORE] = { "score", TABLE_SCORE_WIDTH, true },
		{ "CPU", TABLE_TIME_WIDTH, true },
		{ "memory", TABLE_MEMORY_WIDTH, true },
		{ "reason", 0, false },
	};
	static const struct table_column group_columns[] = {
		{ "group", 0, false },
		{ "verdict", 0, false },
		{ "score", TABLE_SCORE_WIDTH, true },
		{ "reason", 0, false },
	};
	struct table_column columns[TEST_COLUMNS];
	size_t count = 0;

	for (size_t i = 0; i < TEST_COLUMNS; i++)
		if (i != TEST_SCORE || problem->type.scoring)
			columns[count++] = all[i];
	*text = (struct text_reporter){
		.reporter = { .on_compile = on_compile, .on_test = on_test,
			      .on_transcript = on_transcript, .on_group = on_group,
			      .on_done = on_done },
		.out = out,
		.problem = problem,
		.submission = submission,
		.quiet = out.width > 0 && bar.obeys && problem->test_count >= TEXT_MANY,
	};
	table_init(&text->table, out, columns, count);
	table_init(&text->groups, out, group_columns, ARRAY_SIZE(group_columns));
	text->table.indent = text->groups.indent = "  ";
	for (size_t i = 0; i < problem->test_count; i++)
		table_measure(&text->table, 0, problem->tests[i].name);
	for (size_t i = 0; i < problem->group_count; i++)
		table_measure(&text->groups, 0, problem->groups[i].name);
	progress_init(&text->progress, bar, problem->test_count);
}

void text_reporter_end(struct text_reporter *text)
{
	progress_hide(&text->progress);
}

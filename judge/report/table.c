#include "report/table.h"

#include "util/string.h"

#include <assert.h>
#include <string.h>

static const char gap[] = "  ", below[] = "      ";

void table_init(struct table *table, struct terminal out, const struct table_column *columns,
		size_t count)
{
	assert(count > 0 && count <= TABLE_COLUMNS);
	*table = (struct table){ .out = out, .indent = "", .count = count };
	for (size_t i = 0; i < count; i++) {
		table->columns[i] = columns[i];
		table_measure(table, i, columns[i].title);
	}
}

void table_measure(struct table *table, size_t column, const char *text)
{
	size_t length = terminal_length(text);

	if (table->out.width > 0 && length > table->out.width / 3)
		length = table->out.width / 3;
	if (table->columns[column].width < length)
		table->columns[column].width = length;
}

static void append_blanks(struct strbuf *line, size_t count)
{
	for (; count > 0; count--)
		strbuf_append(line, " ", 1);
}

static void trim(struct strbuf *line)
{
	while (line->length > 0 && line->text[line->length - 1] == ' ')
		line->text[--line->length] = '\0';
}

/* The characters that the last column has left beside the others; 0: no limit. */
static size_t rest_width(const struct table *table)
{
	size_t used = strlen(table->indent);

	for (size_t i = 0; i + 1 < table->count; i++)
		used += table->columns[i].width + strlen(gap);
	if (table->out.width == 0)
		return 0;
	return used < table->out.width ? table->out.width - used : 1;
}

static void append_coloured(const struct table *table, struct strbuf *line,
			    const struct table_cell *cell, const struct strbuf *text)
{
	if (text->length > 0)
		strbuf_printf(line, "%s%s%s", terminal_colour(&table->out, cell->colour),
			      text->text, terminal_plain(&table->out, cell->colour));
}

static void append_cell(const struct table *table, struct strbuf *line, size_t i,
			const struct table_cell *cell)
{
	const struct table_column *column = &table->columns[i];
	autostrbuf struct strbuf text = { 0 };
	size_t length = terminal_append(&text, cell->text, table->out.width ? column->width : 0);
	size_t blanks = length < column->width ? column->width - length : 0;

	if (column->right)
		append_blanks(line, blanks);
	append_coloured(table, line, cell, &text);
	if (!column->right)
		append_blanks(line, blanks);
	strbuf_append(line, gap, strlen(gap));
}

static void append_last(const struct table *table, struct strbuf *line,
			const struct table_cell *cell)
{
	autostrbuf struct strbuf text = { 0 };
	size_t most = rest_width(table);

	if (!*cell->text)
		return;
	if (most > 0 && most < TABLE_LAST_LEAST) {
		trim(line);
		strbuf_printf(line, "\n%s", below);
		most = table->out.width > 2 * strlen(below) ? table->out.width - strlen(below) :
							      strlen(below);
	}
	terminal_append(&text, cell->text, most);
	append_coloured(table, line, cell, &text);
}

void table_row(const struct table *table, const struct table_cell *cells)
{
	autostrbuf struct strbuf line = { 0 };

	strbuf_append(&line, table->indent, strlen(table->indent));
	for (size_t i = 0; i + 1 < table->count; i++)
		append_cell(table, &line, i, &cells[i]);
	append_last(table, &line, &cells[table->count - 1]);
	trim(&line);
	fprintf(table->out.file, "%s\n", line.text);
	fflush(table->out.file);
}

void table_header(const struct table *table)
{
	struct table_cell cells[TABLE_COLUMNS];

	assert(table->count > 0);
	for (size_t i = 0; i < table->count; i++)
		cells[i] = (struct table_cell){ table->columns[i].title, COLOUR_DIM };
	if (table->out.width > 0 && rest_width(table) < TABLE_LAST_LEAST)
		cells[table->count - 1].text = "";
	table_row(table, cells);
}

enum colour table_verdict_colour(enum verdict verdict)
{
	static const enum colour colours[VERDICT_COUNT] = {
		[VERDICT_NONE] = COLOUR_NONE,	[VERDICT_AC] = COLOUR_GREEN,
		[VERDICT_WA] = COLOUR_RED,	[VERDICT_TLE] = COLOUR_RED,
		[VERDICT_MLE] = COLOUR_RED,	[VERDICT_OLE] = COLOUR_RED,
		[VERDICT_RTE] = COLOUR_RED,	[VERDICT_CE] = COLOUR_YELLOW,
		[VERDICT_JE] = COLOUR_MAGENTA,
	};

	return verdict < VERDICT_COUNT ? colours[verdict] : COLOUR_NONE;
}

const char *table_time(int64_t nanoseconds, char text[TABLE_CELL_MAX])
{
	snprintf(text, TABLE_CELL_MAX, "%.3f s", (double)nanoseconds / 1e9);
	return text;
}

const char *table_memory(uint64_t bytes, bool estimated, char text[TABLE_CELL_MAX])
{
	char human[TEXT_HUMAN_MAX];

	text_bytes(bytes > INT64_MAX ? INT64_MAX : (int64_t)bytes, human);
	snprintf(text, TABLE_CELL_MAX, "%s%s", estimated ? "~" : "", human);
	return text;
}

const char *table_score(double score, char text[TABLE_CELL_MAX])
{
	size_t length;

	if (score != score) {
		snprintf(text, TABLE_CELL_MAX, "?");
		return text;
	}
	if (score > 1e15 || score < -1e15) {
		snprintf(text, TABLE_CELL_MAX, "%g", score);
		return text;
	}
	snprintf(text, TABLE_CELL_MAX, "%.2f", score);
	length = strlen(text);
	while (text[length - 1] == '0')
		text[--length] = '\0';
	if (text[length - 1] == '.')
		text[--length] = '\0';
	return text;
}

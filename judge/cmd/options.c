#include "cmd/options.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 64 };	/* rows in one table */

static const struct option_row help_row = {
	"help", 'h', NULL, OPTION_FLAG, 0, "print this help and exit",
};

/* ---- Help --------------------------------------------------------------------------------- */

enum {
	HELP_WIDTH = 80,
	HELP_COLUMN_MAX = 30,	/* an option wider than this has its help on the next line */
};

/* "  -n, --slots N" */
static void left_column(const struct option_row *row, struct strbuf *left)
{
	if (row->letter)
		strbuf_printf(left, "  -%c, --%s", row->letter, row->name);
	else
		strbuf_printf(left, "      --%s", row->name);
	if (row->argument)
		strbuf_printf(left, " %s", row->argument);
}

static size_t left_width(const struct option_row *row)
{
	autostrbuf struct strbuf left = { 0 };

	left_column(row, &left);
	return left.length;
}

/* Breaks text between words; every line after the first is indented to column. */
static void print_wrapped(const char *text, size_t column)
{
	size_t at = column;

	while (*text) {
		size_t word = strcspn(text, " ");

		if (at > column && at + 1 + word > HELP_WIDTH) {
			printf("\n%*s", (int)column, "");
			at = column;
		} else if (at > column) {
			putchar(' ');
			at++;
		}
		printf("%.*s", (int)word, text);
		at += word;
		text += word;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static void print_row(const struct option_row *row, size_t column)
{
	autostrbuf struct strbuf left = { 0 };

	left_column(row, &left);
	if (left.length + 2 <= column)
		printf("%-*s", (int)column, left.text);
	else
		printf("%s\n%*s", left.text, (int)column, "");
	print_wrapped(row->help, column);
}

static void print_help(const struct usage *usage, const struct option_row *rows)
{
	size_t column = left_width(&help_row) + 2;

	for (const struct option_row *row = rows; row->name; row++) {
		size_t width = left_width(row) + 2;

		if (width > column && width <= HELP_COLUMN_MAX)
			column = width;
	}
	printf("Usage: assize %s [OPTIONS]%s%s\n\n", usage->command,
	       usage->operands && *usage->operands ? " " : "",
	       usage->operands ? usage->operands : "");
	print_wrapped(usage->summary, 0);
	printf("\nOptions:\n");
	for (const struct option_row *row = rows; row->name; row++)
		print_row(row, column);
	print_row(&help_row, column);
	if (usage->details)
		printf("\n%s%s", usage->details,
		       usage->details[strlen(usage->details) - 1] == '\n' ? "" : "\n");
}

/* ---- Values ------------------------------------------------------------------------------- */

static int parse_unsigned(const char *text, unsigned *ret_value, struct error *err)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long value;

	if (text[0] == '-' && text[1] && text[1 + strspn(text + 1, "0123456789")] == '\0')
		return error_usage(err, "%.60s is negative", text);
	if (digits == 0 || text[digits])
		return error_usage(err, "\"%.60s\" is not a whole number; write digits, such as 4",
				   text);
	errno = 0;
	value = strtoul(text, NULL, 10);
	if (errno == ERANGE || value > UINT_MAX)
		return error_usage(err, "%.60s is too large; the most is %u", text, UINT_MAX);
	*ret_value = (unsigned)value;
	return 0;
}

/* Nanoseconds in one unit, or 0. */
static int64_t unit_of(const char *suffix)
{
	if (*suffix == '\0' || !strcmp(suffix, "s"))
		return 1000000000;
	return strcmp(suffix, "ms") == 0 ? 1000000 : 0;
}

/* In whole numbers, so that 0.1 is exactly 100,000,000 ns. What is finer than 1 ns is cut. */
static int parse_seconds(const char *text, int64_t *ret_ns, struct error *err)
{
	const char *number = *text == '-' ? text + 1 : text;
	size_t whole = strspn(number, "0123456789");
	size_t point = number[whole] == '.';
	size_t fraction = point ? strspn(number + whole + 1, "0123456789") : 0;
	int64_t unit = unit_of(number + whole + point + fraction), ns = 0;
	bool fits = true;

	if (whole + fraction == 0 || fraction < point || unit == 0)
		return error_usage(err, "\"%.60s\" is not a time; write 1.5, 1.5s or 300ms", text);
	if (number != text)
		return error_usage(err, "%.60s is negative", text);
	for (size_t i = 0; i < whole; i++)
		fits = fits && !__builtin_mul_overflow(ns, 10, &ns) &&
		       !__builtin_add_overflow(ns, number[i] - '0', &ns);
	fits = fits && !__builtin_mul_overflow(ns, unit, &ns);
	for (size_t i = 0; i < fraction; i++) {
		unit /= 10;
		fits = fits &&
		       !__builtin_add_overflow(ns, unit * (number[whole + 1 + i] - '0'), &ns);
	}
	if (!fits)
		return error_usage(err, "%.60s is too large", text);
	*ret_ns = ns;
	return 0;
}

static int add_string(struct option_strings *strings, const char *value, struct error *err)
{
	if (strings->count == OPTION_STRINGS_MAX)
		return error_usage(err, "may be repeated %d times at most", OPTION_STRINGS_MAX);
	strings->texts[strings->count++] = value;
	return 0;
}

/* value is NULL for a flag, and for nothing else. */
static int store(const struct option_row *row, void *options, const char *value,
		 struct error *err)
{
	void *member = (char *)options + row->offset;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)member = true;
		return 0;
	case OPTION_STRING:
		*(const char **)member = value;
		return 0;
	case OPTION_STRINGS:
		return add_string(member, value, err);
	case OPTION_UNSIGNED:
		return parse_unsigned(value, member, err);
	case OPTION_SECONDS:
		return parse_seconds(value, member, err);
	}
	return error_set(err, ERROR_SYSTEM, 0, "bug: option of kind %d", (int)row->kind);
}

/* ---- Arguments ---------------------------------------------------------------------------- */

struct parser {
	const struct usage *usage;
	const struct option_row *rows;
	void *options;
	int argc, next;		/* argv[next] is the first argument not looked at */
	char **argv;
};

/* word is without its dashes. */
static int unknown_option(const struct parser *parser, const char *shown, const char *word,
			  struct error *err)
{
	const char *names[OPTIONS_MAX + 1];
	const char *nearest;
	size_t count = 0;

	for (const struct option_row *row = parser->rows; row->name; row++) {
		assert(count < OPTIONS_MAX);
		names[count++] = row->name;
	}
	names[count++] = help_row.name;
	nearest = text_nearest(word, names, count);
	if (nearest)
		return error_usage(err, "unknown option \"%.60s\"; did you mean \"--%s\"?", shown,
				   nearest);
	return error_usage(err, "unknown option \"%.60s\"; \"assize %s --help\" lists them", shown,
			   parser->usage->command);
}

static int missing_value(const struct option_row *row, struct error *err)
{
	return error_usage(err, "--%s needs an argument: --%s %s", row->name, row->name,
			   row->argument);
}

/* Stores attached, or else the next argument, if row takes one. */
static int take_value(struct parser *parser, const struct option_row *row, const char *attached,
		      struct error *err)
{
	const char *value = attached;

	if (row->kind != OPTION_FLAG && !value) {
		if (parser->next == parser->argc)
			return missing_value(row, err);
		value = parser->argv[parser->next++];
	}
	if (store(row, parser->options, value, err) < 0)
		return error_context(err, "--%s", row->name);
	return 0;
}

/* argument is "--name" or "--name=value". */
static int parse_long(struct parser *parser, const char *argument, struct error *err)
{
	size_t length = strcspn(argument + 2, "=");
	autofree char *name = strndup(argument + 2, length);
	const char *attached = argument[2 + length] ? argument + 2 + length + 1 : NULL;
	const struct option_row *row = parser->rows;

	if (!name)
		return error_system(err, "command line");
	if (!strcmp(name, help_row.name) && !attached)
		return OPTIONS_HELP;
	while (row->name && strcmp(row->name, name) != 0)
		row++;
	if (!row->name)
		return unknown_option(parser, argument, name, err);
	if (row->kind == OPTION_FLAG && attached)
		return error_usage(err, "--%s takes no argument", row->name);
	return take_value(parser, row, attached, err);
}

/* argument is "-x", "-xyz" for three flags, "-nVALUE", or "-n" with its value next. */
static int parse_letters(struct parser *parser, const char *argument, struct error *err)
{
	for (const char *letter = argument + 1; *letter; letter++) {
		const struct option_row *row = parser->rows;

		while (row->name && row->letter != *letter)
			row++;
		if (!row->name && *letter == help_row.letter)
			return OPTIONS_HELP;
		if (!row->name)
			return unknown_option(parser, argument, argument + 1, err);
		if (row->kind != OPTION_FLAG)
			return take_value(parser, row, letter[1] ? letter + 1 : NULL, err);
		if (take_value(parser, row, NULL, err) < 0)
			return -1;
	}
	return 0;
}

/* Moves the operands, in their order, to the end of argv, and returns the index of the first. */
static int parse_all(struct parser *parser, struct error *err)
{
	bool ended = false;
	int operands = 0, status = 0;

	while (parser->next < parser->argc && status == 0) {
		char *argument = parser->argv[parser->next++];

		/* What stood at 1 + operands has been read: there are at most next - 1. */
		if (ended || argument[0] != '-' || argument[1] == '\0')
			parser->argv[1 + operands++] = argument;
		else if (!strcmp(argument, "--"))
			ended = true;
		else if (argument[1] == '-')
			status = parse_long(parser, argument, err);
		else
			status = parse_letters(parser, argument, err);
	}
	if (status != 0)
		return status;
	memmove(parser->argv + parser->argc - operands, parser->argv + 1,
		(size_t)operands * sizeof *parser->argv);
	return parser->argc - operands;
}

int options_parse(const struct usage *usage, const struct option_row *rows, void *options,
		  int argc, char **argv, struct error *err)
{
	struct parser parser = { usage, rows, options, argc, 1, argv };
	int rest = parse_all(&parser, err);

	if (rest == -1)
		return error_context(err, "%s", usage->command);
	if (rest == OPTIONS_HELP)
		print_help(usage, rows);
	return rest;
}

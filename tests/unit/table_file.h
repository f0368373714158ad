/*
 * table_file: reads tests/checkers/NAME.table, the cases of the built-in checker NAME.
 *
 * One case a line; empty lines, and lines that begin with '#', are for people:
 *
 *	VERDICT "ARGS" "ANSWER" "OUTPUT" ["REASON"] # rule, source
 *
 *	AC "" "1 2\n" "1  2"                                     # runs of spaces are equal; S
 *	WA "case_sensitive" "Yes" "yes" "line 1: expected \"Yes\", got \"yes\""  # S
 *	PACKAGE-FAULT "float_tolerance x" "1" "1"                # a tolerance is a number; S
 *
 * Fields are separated by blanks (tabs or spaces). VERDICT is AC; WA; a score such as 0.25, from a
 * checker that scores; or PACKAGE-FAULT: open() refuses the arguments with ERROR_USAGE, or the
 * result says that the answer is to blame. ARGS are words separated by single
 * spaces. REASON, where it is given, is the whole reason, or with PACKAGE-FAULT a part of the
 * error's text. Strings have the escapes \n \t \r \v \f \0 \\ \" \xHH (exactly two digits; \0
 * stands alone), and can be repeated and joined: "ab"*3+"c" is ababab and c. The comment must be
 * there: the rule that the case is about, and after the last semicolon where it is written.
 *
 * For a second name with the same rules, make NAME.table a symbolic link.
 */
#ifndef TEST_TABLE_FILE_H
#define TEST_TABLE_FILE_H

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum table_verdict { TABLE_AC, TABLE_WA, TABLE_FAULT, TABLE_SCORE };

struct table_string {
	char *bytes;	/* a NUL that is not counted follows */
	size_t size;
};

struct table_row {
	unsigned line;
	enum table_verdict verdict;
	double score;
	struct table_string args;	/* packed, with its final empty string */
	struct table_string answer, output;
	struct table_string reason;	/* bytes NULL: not given */
};

static inline void table_append(struct table_string *string, const char *bytes, size_t size)
{
	string->bytes = realloc(string->bytes, string->size + size + 1);
	if (!string->bytes)
		abort();
	memcpy(string->bytes + string->size, bytes, size);
	string->size += size;
	string->bytes[string->size] = '\0';
}

/* One character of a string, from *at on. False when it is none. */
static inline bool table_character(const char **at, char *ret)
{
	static const char names[] = "ntrvf0\\\"", values[] = "\n\t\r\v\f\0\\\"";
	const char *name;
	char digits[3] = "";

	if (**at != '\\') {
		*ret = **at;
		return *(*at)++ != '\0';
	}
	if ((*at)[1] == 'x' && isxdigit((unsigned char)(*at)[2]) &&
	    isxdigit((unsigned char)(*at)[3])) {
		memcpy(digits, *at + 2, 2);
		*ret = (char)strtoul(digits, NULL, 16);
		*at += 4;
		return true;
	}
	name = (*at)[1] ? strchr(names, (*at)[1]) : NULL;
	if (!name)
		return false;
	*ret = values[name - names];
	*at += 2;
	return true;
}

/* "text"*COUNT */
static inline bool table_part(const char **at, struct table_string *string)
{
	struct table_string part = { 0 };
	unsigned long count = 1;
	bool ok = *(*at)++ == '"';
	char byte, *end;

	table_append(&part, "", 0);
	while (ok && **at != '"') {
		ok = table_character(at, &byte);
		if (ok)
			table_append(&part, &byte, 1);
	}
	*at += ok;
	if (ok && **at == '*') {
		count = strtoul(*at + 1, &end, 10);
		ok = end > *at + 1 && count <= 1000000;
		*at = end;
	}
	for (unsigned long i = 0; ok && i < count; i++)
		table_append(string, part.bytes, part.size);
	free(part.bytes);
	return ok;
}

/* Parts joined by '+', then blanks. */
static inline bool table_field(const char **at, struct table_string *string)
{
	table_append(string, "", 0);
	do {
		if (!table_part(at, string))
			return false;
	} while (**at == '+' && (*at)++);
	if (!isblank((unsigned char)**at))
		return false;
	*at += strspn(*at, " \t");
	return true;
}

static inline bool table_verdict(const char **at, struct table_row *row)
{
	static const char *const names[] = { "AC", "WA", "PACKAGE-FAULT" };
	size_t length = strcspn(*at, " \t");
	char *end;

	for (size_t i = 0; i < 3; i++) {
		if (strlen(names[i]) != length || memcmp(*at, names[i], length) != 0)
			continue;
		row->verdict = (enum table_verdict)i;
		*at += length + strspn(*at + length, " \t");
		return true;
	}
	row->verdict = TABLE_SCORE;
	row->score = strtod(*at, &end);
	if (end != *at + length)
		return false;
	*at += length + strspn(*at + length, " \t");
	return true;
}

static inline void table_row_free(struct table_row *row)
{
	free(row->args.bytes);
	free(row->answer.bytes);
	free(row->output.bytes);
	free(row->reason.bytes);
}

/* False when the line is not in the format; row must be freed in either case. */
static inline bool table_row(const char *line, struct table_row *row)
{
	if (!table_verdict(&line, row) || !table_field(&line, &row->args) ||
	    !table_field(&line, &row->answer) || !table_field(&line, &row->output) ||
	    (*line == '"' && !table_field(&line, &row->reason)))
		return false;
	for (size_t i = 0; i < row->args.size; i++)
		if (row->args.bytes[i] == ' ')
			row->args.bytes[i] = '\0';
	table_append(&row->args, "\0", 2);
	return line[0] == '#' && line[1] == ' ' && strchr(line, ';');
}

#endif

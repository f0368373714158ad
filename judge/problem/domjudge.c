#include "problem/limits.h"

#include "problem/files.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <string.h>

enum { TEXT_MAX = 65536 };

static const char blanks[] = " \t\r\n";

/* A piece of a file, and where it stands. */
struct piece {
	const char *path;
	unsigned line, column;
	const char *text;
};

/* A time limit, and who states it; ns is 0 if nobody does. */
struct stated {
	const char *path;
	unsigned line, column;
	int64_t ns;
};

/* Decimal, more than 0, no unit, nothing else. */
static int parse_seconds(const struct tree *tree, const struct piece *piece,
			 struct stated *ret_stated, struct error *err)
{
	size_t length = strspn(piece->text, "0123456789.");
	char *end;
	double seconds = strtod(piece->text, &end);

	if (length == 0 || piece->text[length] || *end)
		return tree_error(tree, piece->path, piece->line, piece->column, err,
				  "time limit \"%.40s\" is not a number of seconds", piece->text);
	if (!(seconds * 1e9 >= 1 && seconds * 1e9 <= (double)LIMITS_TIME_MAX_NS))
		return tree_error(tree, piece->path, piece->line, piece->column, err,
				  "time limit %.40s must be more than 0 and at most a day",
				  piece->text);
	*ret_stated = (struct stated){ piece->path, piece->line, piece->column,
				       (int64_t)(seconds * 1e9 + 0.5) };
	return 0;
}

static void trim(char *text)
{
	size_t length = strlen(text);

	while (length > 0 && strchr(blanks, text[length - 1]))
		text[--length] = '\0';
}

/* ---- domjudge-problem.ini ----------------------------------------------------------------- */

/* The end of a value: its closing quote, or a comment, or nothing. */
static char *unquote(char *value)
{
	char quote = *value;
	char *end;

	if (quote != '"' && quote != '\'') {
		value[strcspn(value, ";")] = '\0';
		trim(value);
		return value;
	}
	end = strchr(value + 1, quote);
	if (!end)
		return NULL;
	*end = '\0';
	return value + 1;
}

static int take_value(const struct tree *tree, const char *key, const struct piece *value,
		      struct stated *stated, struct problem *problem, struct error *err)
{
	static const char *const vital[] = { "timelimit" };

	if (!strcmp(key, "timelimit"))
		return parse_seconds(tree, value, stated, err);
	if (!strcmp(key, "name")) {
		if (!*problem->title)
			text_sanitise_line(value->text, strlen(value->text), problem->title,
					   sizeof problem->title);
		return 0;
	}
	/* Programs in DOMjudge's database: not in the package, so nobody else can run them. */
	if ((!strcmp(key, "special_run") && *value->text && strcmp(value->text, "run")) ||
	    (!strcmp(key, "special_compare") && *value->text && strcmp(value->text, "compare")))
		return tree_error(tree, value->path, value->line, value->column, err,
				  "%s: \"%.40s\" is a program of a DOMjudge server; put it into "
				  "output_validators/", key, value->text);
	/* The rest is for DOMjudge's contests, but no slip may cost the limit. */
	if (text_nearest(key, vital, 1))
		return tree_error(tree, value->path, value->line, 1, err,
				  "unknown key \"%.40s\"; did you mean \"timelimit\"?", key);
	return 0;
}

static int take_line(const struct tree *tree, const char *path, unsigned number, char *line,
		     struct stated *stated, struct problem *problem, struct error *err)
{
	char *key = line + strspn(line, blanks), *equals, *value;
	struct piece piece = { path, number, 0, NULL };

	trim(key);
	if (*key == '\0' || strchr(";#[", *key))
		return 0;
	equals = strchr(key, '=');
	if (!equals)
		return tree_error(tree, path, number, (unsigned)(key - line) + 1, err,
				  "expected key = value");
	value = equals + 1 + strspn(equals + 1, blanks);
	*equals = '\0';
	trim(key);
	piece.column = (unsigned)(value - line) + 1;
	piece.text = unquote(value);
	if (!piece.text)
		return tree_error(tree, path, number, piece.column, err, "close the quote");
	return take_value(tree, key, &piece, stated, problem, err);
}

/*
 * The newline that ends the line, or NULL at the end of the text. One within quotes does not,
 * unless more text follows the next quote: then one that should close was forgotten.
 */
static char *line_end(char *line)
{
	char *end = strchr(line, '\n'), *equals = strchr(line, '='), *value, *close;

	if (!end || !equals || equals > end || strchr(";#[", line[strspn(line, " \t")]))
		return end;
	value = equals + 1 + strspn(equals + 1, " \t");
	close = *value == '"' || *value == '\'' ? strchr(value + 1, *value) : NULL;
	if (!close || close < end)
		return end;
	close += 1 + strspn(close + 1, " \t\r");
	return *close == '\n' || *close == '\0' || *close == ';' ? strchr(close, '\n') : end;
}

static int read_ini(const struct tree *tree, struct problem *problem, struct stated *stated,
		    struct error *err)
{
	static const char path[] = "domjudge-problem.ini";
	long index = tree_find(tree, path);
	autofree char *text = NULL;
	char *next;
	unsigned number = 1;
	size_t size;

	if (index < 0)
		return 0;
	if (tree_read_text(tree, (size_t)index, TEXT_MAX, &text, &size, err) < 0)
		return -1;
	for (char *line = text; line; line = next) {
		unsigned first = number++;

		next = line_end(line);
		for (const char *c = line; next && c < next; c++)
			number += *c == '\n';
		if (next)
			*next++ = '\0';
		if (take_line(tree, path, first, line, stated, problem, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- .timelimit --------------------------------------------------------------------------- */

static int read_timelimit(const struct tree *tree, struct stated *stated, struct error *err)
{
	struct piece piece = { .path = ".timelimit", .line = 1 };
	long index = tree_find(tree, piece.path);
	autofree char *text = NULL;
	size_t size, first;

	if (index < 0)
		return 0;
	if (tree_read_text(tree, (size_t)index, TEXT_MAX, &text, &size, err) < 0)
		return -1;
	trim(text);
	first = strspn(text, " \t");
	piece.text = text + first;
	piece.column = (unsigned)first + 1;
	return parse_seconds(tree, &piece, stated, err);
}

/* Whether it says nothing else than other_ns, which other states, or states nothing. */
static int check_same(const struct tree *tree, const struct stated *stated, int64_t other_ns,
		      const char *other, struct error *err)
{
	char text[TEXT_HUMAN_MAX], other_text[TEXT_HUMAN_MAX];

	if (!stated->ns || stated->ns == other_ns)
		return 0;
	return tree_error(tree, stated->path, stated->line, stated->column, err,
			  "time limit %s, but %s in %s; remove one of them",
			  text_duration(stated->ns, text), text_duration(other_ns, other_text),
			  other);
}

int domjudge_read(const struct tree *tree, struct problem *problem, struct error *err)
{
	struct problem_limits *limits = &problem->limits;
	struct stated ini = { .ns = 0 }, file = { .ns = 0 };

	if (read_ini(tree, problem, &ini, err) < 0 || read_timelimit(tree, &file, err) < 0 ||
	    (ini.ns && check_same(tree, &file, ini.ns, ini.path, err) < 0))
		return -1;
	if (limits->time_is_stated)
		return check_same(tree, &file, limits->time_ns, "problem.yaml", err) < 0 ? -1 :
		       check_same(tree, &ini, limits->time_ns, "problem.yaml", err);
	if (!file.ns && !ini.ns)
		return 0;
	limits->time_ns = file.ns ? file.ns : ini.ns;
	limits->time_is_stated = true;
	return 0;
}

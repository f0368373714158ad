/*
 * options: one table per command carries the names, the arguments and the help of its options.
 *
 *	static const struct option_row rows[] = {
 *		{ "slots", 'n', "N", OPTION_UNSIGNED, offsetof(struct options, slots),
 *		  "judge N submissions at once (default 1)" },
 *		{ 0 },
 *	};
 *	int rest = options_parse(&usage, rows, &options, argc, argv, err);
 *
 * Long options take "--name VALUE" or "--name=VALUE"; "--" ends them; they may stand anywhere. Of
 * one that is repeated the last counts, but for OPTION_STRINGS.
 * After the call argv[rest..argc-1] are the operands, in their order.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "util/error.h"

#include <stddef.h>

enum option_kind {
	OPTION_FLAG,		/* bool */
	OPTION_STRING,		/* const char *, borrowed from argv */
	OPTION_STRINGS,		/* struct option_strings: may be repeated, and each one counts */
	OPTION_UNSIGNED,	/* unsigned */
	OPTION_SECONDS,		/* int64_t ns; "1.5", "1.5s" or "300ms" */
};

enum { OPTION_STRINGS_MAX = 255 };

/* Zeroed is empty. Texts are borrowed from argv; NULL ends them. */
struct option_strings {
	const char *texts[OPTION_STRINGS_MAX + 1];
	size_t count;
};

struct option_row {
	const char *name;	/* without "--"; NULL ends the table */
	char letter;		/* '\0': none */
	const char *argument;	/* as --help calls it; NULL for flags */
	enum option_kind kind;
	size_t offset;		/* into the command's options struct */
	const char *help;
};

struct usage {
	const char *command;	/* "run" */
	const char *operands;	/* "PACKAGE SOURCE..." */
	const char *summary;	/* one line */
	const char *details;	/* more lines for --help, or NULL */
};

enum { OPTIONS_HELP = -2 };

/*
 * Index of the first operand; -1 with ERROR_USAGE, which names the nearest option for a typo; or
 * OPTIONS_HELP after --help was printed to stdout.
 */
int options_parse(const struct usage *usage, const struct option_row *rows, void *options,
		  int argc, char **argv, struct error *err);

#endif

#include "cmd/package.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <string.h>

static const struct option_row rows[] = { { 0 } };

static const struct usage usage = {
	"package", "check|push|pull|list|drop ...",
	"Checks packages, and hands them to the workers through the database.",
	"  check PACKAGE...   says all that is wrong with packages, without judging\n"
	"  push PACKAGE...    stores packages in the database, from where workers fetch them\n"
	"  pull NAME [DIR]    brings a package back out of the database\n"
	"  list               lists the packages in the database\n"
	"  drop NAME          deletes old versions of a package\n"
	"assize package WORD --help says more about each.",
};

static const struct {
	const char *word;
	command_function *run;
} words[] = {
	{ "check", package_word_check },
	{ "push", package_word_push },
	{ "pull", package_word_pull },
	{ "list", package_word_list },
	{ "drop", package_word_drop },
};

/* Whether the argument after this one is its value, whichever word it belongs to. */
static bool takes_next(const char *argument)
{
	static const char *const names[] = {
		"--database", "-d", "--version", "-n", "--keep", "-k",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(argument, names[i]))
			return true;
	return false;
}

/* Options may stand before the word: it becomes the first argument. */
static bool move_word(int argc, char **argv)
{
	int at = 1;

	while (at < argc && argv[at][0] == '-')
		at += takes_next(argv[at]) ? 2 : 1;
	if (at >= argc)
		return false;
	for (; at > 1; at--) {
		char *moved = argv[at];

		argv[at] = argv[at - 1];
		argv[at - 1] = moved;
	}
	return true;
}

static int no_word(const char *word, struct error *err)
{
	const char *names[ARRAY_SIZE(words)], *near;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		names[i] = words[i].word;
	near = text_nearest(word, names, ARRAY_SIZE(names));
	return error_usage(err, "package knows check, push, pull, list and drop, not \"%s\"%s%s%s",
			   word, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

int cmd_package(const struct invocation *invocation, int argc, char **argv)
{
	struct error err = { 0 };
	int status;

	if (move_word(argc, argv)) {
		for (size_t i = 0; i < ARRAY_SIZE(words); i++)
			if (!strcmp(argv[1], words[i].word))
				return words[i].run(invocation, argc - 1, argv + 1);
		no_word(argv[1], &err);
	} else {
		status = options_parse(&usage, rows, NULL, argc, argv, &err);
		if (status == OPTIONS_HELP)
			return 0;
		if (status >= 0)
			error_usage(&err, "package needs a word: check, push, pull, list or "
				    "drop; see assize package --help");
	}
	error_print(&err);
	return error_exit_status(&err);
}

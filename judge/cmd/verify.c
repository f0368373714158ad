#include "cmd/verify.h"

#include "cmd/database.h"
#include "cmd/options.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

static const struct option_row rows[] = {
	{ "slots", 'n', "N", OPTION_UNSIGNED, offsetof(struct verify_options, slots),
	  "judge N submissions at once (default: one per physical core)" },
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct verify_options, json),
	  "print a JSON object per submission instead of a table" },
	{ "junit", 'u', "FILE", OPTION_STRING, offsetof(struct verify_options, junit),
	  "write the results to FILE, as JUnit XML" },
	{ "full", 'f', NULL, OPTION_FLAG, offsetof(struct verify_options, full),
	  "go on after the first test that is not accepted" },
	{ "queue", 'q', NULL, OPTION_FLAG, offsetof(struct verify_options, queue),
	  "enqueue them for the workers, and wait until all are judged" },
	DATABASE_OPTION(struct verify_options, database),
	{ 0 },
};

static const struct usage usage = {
	"verify", "PACKAGE...", "Judges the jury's submissions and compares with what is expected.",
	"PACKAGE is a directory, a .zip, a .kpp or a (compressed) .tar.\n"
	"Exit status: 0 all as expected, 1 not, 2 usage or a package that cannot be loaded, 3 JE: a\n"
	"submission could not be judged, be it for the package, the judge or the host.",
};

/*
 * As the invoking user, who has all rights that judging takes away. The last report stays in the
 * file until there is another. NULL without an error: none.
 */
static int open_junit(const char *path, FILE **ret_file, struct error *err)
{
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666) : -1;

	*ret_file = fd < 0 ? NULL : fdopen(fd, "w");
	if (path && !*ret_file)
		return error_set(err, ERROR_USAGE, errno, "cannot write %s", path);
	return 0;
}

static int verify_list(const struct invocation *invocation, const struct verify_options *options,
		       const struct profile_table *table, const struct jury_list *list,
		       struct error *err)
{
	FILE *junit_file;
	int status;

	if (list->count == 0)
		return error_usage(err, "these packages have no jury submissions");
	if (options->queue && options->full)
		return error_usage(err, "workers decide how far they judge: --full and --queue "
					"exclude each other");
	if (open_junit(options->junit, &junit_file, err) < 0)
		return -1;
	status = options->queue ?
		 verify_through_queue(invocation, options, list, junit_file, err) :
		 verify_here(invocation, options, table, list, junit_file, err);
	if (junit_file)
		fclose(junit_file);
	return status;
}

static int verify_paths(const struct invocation *invocation, const struct verify_options *options,
			char **paths, int count, struct error *err)
{
	autoprofiles struct profile_table table = { 0 };
	struct jury_list list = { .count = 0 };
	int status;

	if (session_profiles(invocation, &table, err) < 0 ||
	    jury_load(paths, count, &table, &list, err) < 0)
		return -1;
	status = verify_list(invocation, options, &table, &list, err);
	jury_free(&list);
	return status;
}

int cmd_verify(const struct invocation *invocation, int argc, char **argv)
{
	struct verify_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err), status;

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && argc == first)
		first = error_usage(&err, "verify needs a package; see assize verify --help");
	status = first < 0 ? -1 :
			     verify_paths(invocation, &options, argv + first, argc - first, &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}

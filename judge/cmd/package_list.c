#include "cmd/package.h"

#include "queue/package.h"
#include "report/table.h"
#include "util/cleanup.h"

#include <stdlib.h>

struct list_options {
	const char *database;
	unsigned keep;
	bool json;
};

/* ---- list ---------------------------------------------------------------------------------- */

static const struct option_row list_rows[] = {
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct list_options, json),
	  "print a JSON object per version instead of a table" },
	DATABASE_OPTION(struct list_options, database),
	{ 0 },
};

static const struct usage list_usage = {
	"package list", "", "Lists the packages in the database.",
	"All versions, the newest of each package first: workers judge by that.\n"
	"Exit status: 0 listed, 2 usage, 3 no database.",
};

int package_versions(struct queue *queue, json_t **ret_list, struct error *err)
{
	autofree char *text = NULL;
	json_error_t fault;

	if (queue_package_list(queue, &text, err) < 0)
		return -1;
	*ret_list = json_loads(text, 0, &fault);
	return *ret_list ? 0 : error_set(err, ERROR_SYSTEM, 0, "list of packages: %s", fault.text);
}

static void print_table(const json_t *list)
{
	static const struct table_column columns[] = {
		{ .title = "package" }, { "version", .width = 7, .right = true },
		{ "files", .width = 6, .right = true }, { "size", .width = 9, .right = true },
		{ .title = "by" }, { .title = "pushed" },
	};
	struct table table;
	const json_t *row;
	size_t i;

	table_init(&table, terminal_of(stdout), columns, ARRAY_SIZE(columns));
	json_array_foreach(list, i, row) {
		table_measure(&table, 0, record_text(row, "package"));
		table_measure(&table, 4, record_text(row, "pushed_by"));
	}
	table_header(&table);
	json_array_foreach(list, i, row) {
		char version[16], files[16], size[TEXT_HUMAN_MAX];

		snprintf(version, sizeof version, "%.0f", record_number(row, "version"));
		snprintf(files, sizeof files, "%.0f", record_number(row, "files"));
		text_bytes((int64_t)record_number(row, "bytes"), size);
		table_row(&table, (struct table_cell[]){
			{ .text = record_text(row, "package") }, { .text = version },
			{ .text = files }, { .text = size },
			{ .text = record_text(row, "pushed_by") },
			{ .text = record_text(row, "pushed_at") },
		});
	}
}

static int list(const struct invocation *invocation, const struct list_options *options,
		struct error *err)
{
	autoqueue struct queue *queue = NULL;
	autojson json_t *versions = NULL;
	const json_t *row;
	size_t i;

	if (database_connect(invocation, options->database, &queue, err) < 0 ||
	    package_versions(queue, &versions, err) < 0)
		return -1;
	if (!options->json) {
		print_table(versions);
		return 0;
	}
	json_array_foreach(versions, i, row)
		json_line(row, stdout);
	return 0;
}

int package_word_list(const struct invocation *invocation, int argc, char **argv)
{
	struct list_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&list_usage, list_rows, &options, argc, argv, &err);

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && first < argc)
		first = error_usage(&err, "package list takes no operands");
	if (first >= 0 && list(invocation, &options, &err) == 0)
		return 0;
	error_print(&err);
	return error_exit_status(&err);
}

/* ---- drop ---------------------------------------------------------------------------------- */

static const struct option_row drop_rows[] = {
	{ "keep", 'k', "N", OPTION_UNSIGNED, offsetof(struct list_options, keep),
	  "keep the N newest versions (default 1; 0 drops the package)" },
	DATABASE_OPTION(struct list_options, database),
	{ 0 },
};

static const struct usage drop_usage = {
	"package drop", "NAME", "Deletes old versions of a package from the database.",
	"Contents that no version of any package uses any more go with them.\n"
	"Exit status: 0 done, 2 usage or no such package, 3 no database.",
};

static int drop(const struct invocation *invocation, const struct list_options *options,
		const char *name, struct error *err)
{
	autoqueue struct queue *queue = NULL;
	int dropped;

	if (database_connect(invocation, options->database, &queue, err) < 0 ||
	    queue_package_drop(queue, name, options->keep, &dropped, err) < 0)
		return -1;
	printf("%s: %d version%s dropped\n", name, dropped, dropped == 1 ? "" : "s");
	return 0;
}

int package_word_drop(const struct invocation *invocation, int argc, char **argv)
{
	struct list_options options = { .keep = 1 };
	struct error err = { 0 };
	int first = options_parse(&drop_usage, drop_rows, &options, argc, argv, &err);

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && argc - first != 1)
		first = error_usage(&err, "package drop needs the name of one package");
	if (first >= 0 && drop(invocation, &options, argv[first], &err) == 0)
		return 0;
	error_print(&err);
	return error_exit_status(&err);
}

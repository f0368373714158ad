#include "cmd/database.h"
#include "report/table.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <stdio.h>

struct queue_options {
	const char *database;
	bool json;
};

static const struct option_row rows[] = {
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct queue_options, json),
	  "print one JSON object instead of text" },
	DATABASE_OPTION(struct queue_options, database),
	{ 0 },
};

static const struct usage usage = {
	"queue", "", "Says what waits, what is being judged and who judges.",
	"Exit status: 0 it is shown, 3 no database.",
};

static const char *const states[] = { "queued", "delayed", "running", "done", "cancelled", "dead" };

static const struct table_column columns[] = {
	{ "worker", .width = 16 },
	{ "host", .width = 16 },
	{ "program", .width = 8 },
	{ "busy", .width = 7, .right = true },
	{ "up", .width = 10, .right = true },
	{ "heartbeat", .width = 10, .right = true },
	{ .title = "" },
};

static const char *age(const json_t *record, const char *key, char text[TEXT_HUMAN_MAX])
{
	return text_duration((int64_t)(record_number(record, key) * (double)NS_PER_S), text);
}

static void print_worker(struct table *table, const json_t *worker)
{
	char busy[48], up[TEXT_HUMAN_MAX], beat[TEXT_HUMAN_MAX];
	const struct table_cell cells[] = {
		{ record_text(worker, "name"), COLOUR_NONE },
		{ record_text(worker, "host"), COLOUR_NONE },
		{ record_text(worker, "program"), COLOUR_NONE },
		{ busy, COLOUR_NONE },
		{ age(worker, "up_s", up), COLOUR_NONE },
		{ age(worker, "beat_s", beat), COLOUR_NONE },
		{ "", COLOUR_NONE },
	};

	snprintf(busy, sizeof busy, "%.0f of %.0f", record_number(worker, "busy"),
		 record_number(worker, "slots"));
	table_row(table, cells);
}

static void print_text(const json_t *state)
{
	const json_t *workers = json_object_get(state, "workers");
	struct table table;
	char oldest[TEXT_HUMAN_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(states); i++)
		printf("%-9s %8.0f\n", states[i], record_number(state, states[i]));
	if (json_is_number(json_object_get(state, "oldest_s")))
		printf("the oldest that is not final waits since %s\n",
		       age(state, "oldest_s", oldest));
	if (json_array_size(workers) == 0) {
		printf("no worker is active\n");
		return;
	}
	putchar('\n');
	table_init(&table, terminal_of(stdout), columns, ARRAY_SIZE(columns));
	for (i = 0; i < json_array_size(workers); i++) {
		const json_t *worker = json_array_get(workers, i);

		table_measure(&table, 0, record_text(worker, "name"));
		table_measure(&table, 1, record_text(worker, "host"));
	}
	table_header(&table);
	for (i = 0; i < json_array_size(workers); i++)
		print_worker(&table, json_array_get(workers, i));
}

static int look(const struct invocation *invocation, const struct queue_options *options,
		struct error *err)
{
	autoqueue struct queue *queue = NULL;
	autofree char *text = NULL;
	autojson json_t *state = NULL;
	json_error_t fault;

	if (database_connect(invocation, options->database, &queue, err) < 0 ||
	    queue_stats(queue, &text, err) < 0)
		return -1;
	state = json_loads(text, 0, &fault);
	if (!state)
		return error_set(err, ERROR_SYSTEM, 0, "state of the queue: %s", fault.text);
	if (options->json)
		json_line(state, stdout);
	else
		print_text(state);
	return 0;
}

int cmd_queue(const struct invocation *invocation, int argc, char **argv)
{
	struct queue_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err);

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && first < argc)
		first = error_usage(&err, "unexpected \"%s\"; see assize queue --help",
				    argv[first]);
	if (first < 0 || look(invocation, &options, &err) < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return 0;
}

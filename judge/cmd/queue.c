#include "cmd/queue.h"

#include "report/table.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <stdio.h>

static const struct option_row rows[] = {
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct queue_options, json),
	  "print JSON instead of text: one object, and of cancel and drain one a line" },
	{ "contest", 'c', "NAME", OPTION_STRING, offsetof(struct queue_options, contest),
	  "pause, resume or redrive only what belongs to it" },
	{ "problem", 'p', "NAME", OPTION_STRING, offsetof(struct queue_options, problem),
	  "the same for a problem" },
	DATABASE_OPTION(struct queue_options, database),
	{ 0 },
};

static const struct usage usage = {
	"queue", "[ACTION [NUMBER|WORKER...]]",
	"Says what waits, what is being judged and who judges; or changes it.",
	"Actions:\n"
	"  pause             claim nothing more: of --contest, of --problem, or of any contest\n"
	"  resume            undo that; --problem also resumes one that a worker found broken\n"
	"  cancel NUMBER...  cancel the judgements of submissions, queued or running\n"
	"  redrive [NUMBER]  judge once more what was given up as JE; without numbers all of it\n"
	"  drain WORKER...   ask workers to leave once they have judged what they hold\n"
	"Exit status: 0 done, 1 too late to cancel, 2 usage or no such thing, 3 no database.",
};

static const char *const states[] = { "queued", "delayed", "paused", "running", "done", "cancelled",
				      "dead" };

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
		{ *record_text(worker, "sick") ? record_text(worker, "sick") :
		  json_is_true(json_object_get(worker, "draining")) ? "draining" : "",
		  COLOUR_NONE },
	};

	snprintf(busy, sizeof busy, "%.0f of %.0f", record_number(worker, "busy"),
		 record_number(worker, "slots"));
	table_row(table, cells);
}

static void print_paused(const json_t *state)
{
	const json_t *contests = json_object_get(state, "paused_contests");
	const json_t *problems = json_object_get(state, "paused_problems");

	for (size_t i = 0; i < json_array_size(contests); i++)
		printf("contest %s is paused\n", json_string_value(json_array_get(contests, i)));
	for (size_t i = 0; i < json_array_size(problems); i++) {
		const json_t *problem = json_array_get(problems, i);

		printf("problem %s is paused: %s\n", record_text(problem, "problem"),
		       record_text(problem, "reason"));
	}
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
	print_paused(state);
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

int queue_look(struct queue *queue, const struct queue_options *options, struct error *err)
{
	autofree char *text = NULL;
	autojson json_t *state = NULL;
	json_error_t fault;

	if (queue_stats(queue, &text, err) < 0)
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

static int serve(const struct invocation *invocation, const struct queue_options *options,
		 char **words, int count, struct error *err)
{
	autoqueue struct queue *queue = NULL;

	if (count == 0 && (options->contest || options->problem))
		return error_usage(err, "--contest and --problem are for actions; see assize queue "
					"--help");
	if ((count > 0 && queue_check_action(words[0], err) < 0) ||
	    database_connect(invocation, options->database, &queue, err) < 0)
		return -1;
	return count == 0 ? queue_look(queue, options, err) :
			    queue_act(queue, options, words, count, err);
}

int cmd_queue(const struct invocation *invocation, int argc, char **argv)
{
	struct queue_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err), status;

	if (first == OPTIONS_HELP)
		return 0;
	status = first < 0 ? -1 :
			     serve(invocation, &options, argv + first, argc - first, &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}

#include "cmd/database.h"
#include "report/table.h"
#include "report/text.h"
#include "util/cleanup.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct show_options {
	const char *database;
	bool follow, json, contestant;
};

static const struct option_row rows[] = {
	{ "follow", 'f', NULL, OPTION_FLAG, offsetof(struct show_options, follow),
	  "wait for the verdict, and show the tests as they are judged" },
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct show_options, json),
	  "print one JSON object instead of text" },
	{ "contestant", 'c', NULL, OPTION_FLAG, offsetof(struct show_options, contestant),
	  "only what the package's feedback policy lets the contestant see" },
	DATABASE_OPTION(struct show_options, database),
	{ 0 },
};

static const struct usage usage = {
	"show", "SUBMISSION", "Shows one submission of the queue and its judgement.",
	"Exit status: 0 it is shown, 2 there is no such submission, 3 no database.",
};

static const struct table_column columns[] = {
	{ "test", .width = 5 },
	{ "verdict", .width = 7 },
	{ "CPU", .width = TABLE_TIME_WIDTH, .right = true },
	{ "memory", .width = TABLE_MEMORY_WIDTH, .right = true },
	{ .title = "reason" },
};

/* What is on the screen already. */
struct view {
	struct table table;
	bool titled;
	size_t tests;
	long long claims;
};

static int64_t ns_of(const json_t *record, const char *key)
{
	return (int64_t)(record_number(record, key) * 1e6);
}

static void print_title(const json_t *record)
{
	const char *language = record_text(record, "language");
	const char *user = record_text(record, "user");

	printf("submission %lld: problem %s, %s%s%s%s, contest %s\n",
	       (long long)record_number(record, "submission"), record_text(record, "problem"),
	       *language ? "language " : "language by file names", language,
	       *user ? ", user " : "", user, record_text(record, "contest"));
}

static void print_test(struct table *table, const json_t *test)
{
	const char *code = record_text(test, "verdict");
	const char *name = record_text(test, "name");
	char number[24], time[TABLE_CELL_MAX], memory[TABLE_CELL_MAX];
	const struct table_cell cells[] = {
		{ *name ? name : number, COLOUR_NONE },
		{ code, table_verdict_colour(verdict_find(code)) },
		{ table_time(ns_of(test, "cpu_ms"), time), COLOUR_NONE },
		{ table_memory((uint64_t)record_number(test, "memory_kib") * 1024, false, memory),
		  COLOUR_NONE },
		{ record_text(test, "reason"), COLOUR_NONE },
	};

	snprintf(number, sizeof number, "%lld", (long long)record_number(test, "index") + 1);
	table_row(table, cells);
}

/* Prints what is new. A judgement that begins anew, with another worker, is told anew. */
static void print_news(void *context, const json_t *record)
{
	struct view *view = context;
	const json_t *tests = json_object_get(record, "tests");
	long long claims = (long long)record_number(record, "claims");

	if (!view->titled) {
		print_title(record);
		view->titled = true;
	}
	if (claims != view->claims && view->tests > 0) {
		printf("judged anew: %s\n", record_text(record, "reason"));
		view->tests = 0;
	}
	view->claims = claims;
	for (size_t i = view->tests; i < json_array_size(tests); i++)
		table_measure(&view->table, 0, record_text(json_array_get(tests, i), "name"));
	for (; view->tests < json_array_size(tests); view->tests++) {
		if (view->tests == 0)
			table_header(&view->table);
		print_test(&view->table, json_array_get(tests, view->tests));
	}
	fflush(stdout);
}

static void print_kept(const char *title, const char *text)
{
	size_t size = strlen(text), capacity = 3 * size + 1;
	autofree char *clean = size ? malloc(capacity) : NULL;

	if (!clean)
		return;
	text_sanitise_utf8(text, size, clean, capacity);
	printf("\n%s:\n%s%s", title, clean, clean[strlen(clean) - 1] == '\n' ? "" : "\n");
}

static void print_result(const json_t *record)
{
	const json_t *compile = json_object_get(record, "compile");
	const char *code = record_text(record, "verdict"), *reason = record_text(record, "reason");
	const char *worker = record_text(record, "worker");
	char time[TABLE_CELL_MAX], memory[TABLE_CELL_MAX];

	printf("%s%s%s%s%s", record_text(record, "state"), *code ? ": " : "", code,
	       *reason ? ", " : "", reason);
	if (*code && json_is_number(json_object_get(record, "cpu_ms")))
		printf("; CPU %s, memory %s", table_time(ns_of(record, "cpu_ms"), time),
		       table_memory((uint64_t)record_number(record, "memory_kib") * 1024, false,
				    memory));
	printf("%s%s\n", *worker ? "; worker " : "", worker);
	if (record_number(record, "lost_leases") > 0 || record_number(record, "failures") > 0)
		printf("attempts: %.0f, of which %.0f lost with their worker and %.0f failed\n",
		       record_number(record, "claims"), record_number(record, "lost_leases"),
		       record_number(record, "failures"));
	if (verdict_find(code) == VERDICT_CE)
		print_kept("compiler", record_text(compile, "output"));
	if (verdict_find(code) != VERDICT_AC) {
		print_kept("beginning of the output", record_text(record, "kept_output"));
		print_kept("beginning of the standard error", record_text(record, "kept_error"));
	}
}

/* ---- For contestants ----------------------------------------------------------------------- */

static void print_told_test(struct table *table, const json_t *test)
{
	const char *code = record_text(test, "verdict"), *message = record_text(test, "message");

	table_row(table, (struct table_cell[]){
		{ record_text(test, "name"), COLOUR_NONE },
		{ code, table_verdict_colour(verdict_find(code)) },
		{ record_text(test, "reason"), COLOUR_NONE },
	});
	if (*message)
		text_print_lines(table->out.file, "  | ", message, strlen(message), SIZE_MAX);
}

/* What is not told is null. */
static void print_told(const json_t *record, const json_t *told)
{
	static const struct table_column told_columns[] = {
		{ "test", .width = 5 }, { "verdict", .width = 7 }, { .title = "reason" },
	};
	const json_t *tests = json_object_get(told, "tests");
	const char *code = record_text(told, "verdict"), *reason = record_text(told, "reason");
	struct table table;

	print_title(record);
	table_init(&table, terminal_of(stdout), told_columns, ARRAY_SIZE(told_columns));
	for (size_t i = 0; i < json_array_size(tests); i++)
		table_measure(&table, 0, record_text(json_array_get(tests, i), "name"));
	if (json_array_size(tests) > 0)
		table_header(&table);
	for (size_t i = 0; i < json_array_size(tests); i++)
		print_told_test(&table, json_array_get(tests, i));
	printf("%s%s%s%s%s\n", record_text(record, "state"), *code ? ": " : "", code,
	       *reason ? ", " : "", reason);
	print_kept("compiler", record_text(json_object_get(told, "compile"), "output"));
}

/* Of a judgement without a result, as of one that is open, nothing is told but its state. */
static int show_contestant(struct queue *queue, const struct show_options *options, int64_t id,
			   struct error *err)
{
	autojson json_t *record = NULL;
	json_t *told;

	if ((options->follow ? database_follow(queue, id, NULL, NULL, &record, err) :
			       database_show(queue, id, &record, err)) < 0)
		return -1;
	told = json_object_get(record, "contestant");
	if (options->json)
		json_line(told, stdout);
	else
		print_told(record, told);
	return 0;
}

/* ---- For the jury -------------------------------------------------------------------------- */

static int show_text(struct queue *queue, const struct show_options *options, int64_t id,
		     struct error *err)
{
	autojson json_t *record = NULL;
	struct view view = { .titled = false };

	table_init(&view.table, terminal_of(stdout), columns, ARRAY_SIZE(columns));
	if (options->follow) {
		if (database_follow(queue, id, print_news, &view, &record, err) < 0)
			return -1;
	} else {
		if (database_show(queue, id, &record, err) < 0)
			return -1;
		print_news(&view, record);
	}
	print_result(record);
	return 0;
}

static int show_json(struct queue *queue, const struct show_options *options, int64_t id,
		     struct error *err)
{
	autojson json_t *record = NULL;

	if ((options->follow ? database_follow(queue, id, NULL, NULL, &record, err) :
			       database_show(queue, id, &record, err)) < 0)
		return -1;
	json_line(record, stdout);
	return 0;
}

static int show(const struct invocation *invocation, const struct show_options *options,
		const char *operand, struct error *err)
{
	autoqueue struct queue *queue = NULL;
	char *end;
	int64_t id;

	errno = 0;
	id = strtoll(operand, &end, 10);
	if (errno || end == operand || *end || id < 1)
		return error_usage(err, "\"%s\" is no number of a submission", operand);
	if (database_connect(invocation, options->database, &queue, err) < 0)
		return -1;
	if (options->contestant)
		return show_contestant(queue, options, id, err);
	return options->json ? show_json(queue, options, id, err) :
			       show_text(queue, options, id, err);
}

int cmd_show(const struct invocation *invocation, int argc, char **argv)
{
	struct show_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err);

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && argc - first != 1)
		first = error_usage(&err, "show needs the number of one submission; see assize "
				    "show --help");
	if (first < 0 || show(invocation, &options, argv[first], &err) < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return 0;
}

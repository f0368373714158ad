#include "cmd/rejudge.h"
#include "report/progress.h"
#include "report/table.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOST = 50, LOOK_MS = 1000 };

/* ---- Waiting ------------------------------------------------------------------------------- */

static double open_of(const json_t *progress)
{
	return record_number(progress, "queued") + record_number(progress, "paused") +
	       record_number(progress, "running");
}

static void show_progress(struct progress *bar, const json_t *progress)
{
	double all = record_number(progress, "judgements");
	char label[96];

	if (bar->total == 0)
		progress_init(bar, terminal_of(stderr), (size_t)all);
	snprintf(label, sizeof label, "judged, %.0f running, %.0f paused",
		 record_number(progress, "running"), record_number(progress, "paused"));
	progress_show(bar, (size_t)(all - open_of(progress)), label);
}

/* Until nothing of the set is open. A lost connection is made anew. */
static int follow(struct queue *queue, int64_t set, struct error *err)
{
	const struct timespec pause = { LOOK_MS / 1000, LOOK_MS % 1000 * NS_PER_MS };
	struct progress bar = { .total = 0 };
	int status = 1;

	while (status > 0) {
		autofree char *text = NULL;
		autojson json_t *progress = NULL;

		if (queue_rejudge_progress(queue, set, &text, err) < 0) {
			if (queue_fault(queue) != QUEUE_FAULT_TRANSIENT ||
			    database_reconnect(queue, err) < 0)
				status = -1;
			continue;
		}
		if (rejudge_parse(text, &progress, err) < 0) {
			status = -1;
			continue;
		}
		show_progress(&bar, progress);
		status = open_of(progress) > 0;
		if (status > 0)
			nanosleep(&pause, NULL);
	}
	progress_hide(&bar);
	return status;
}

/* ---- Text ---------------------------------------------------------------------------------- */

static void print_filter(const json_t *filter)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)filter, name, value) {
		autofree char *text = json_is_string(value) ? NULL : json_compact(value);

		printf("  %s: %s\n", name, text ? text : json_string_value(value));
	}
}

static void print_head(const json_t *record)
{
	const json_t *progress = json_object_get(record, "progress");
	const char *reason = record_text(record, "reason");
	double all = record_number(progress, "judgements"), repeat = record_number(record, "repeat");

	printf("rejudging %.0f by %s: %s%s%s\n", record_number(record, "rejudging"),
	       record_text(record, "login"), record_text(record, "state"), *reason ? "; " : "",
	       reason);
	print_filter(json_object_get(record, "filter"));
	printf("%.0f submissions", record_number(record, "submissions"));
	if (repeat > 1)
		printf(", each %.0f times", repeat);
	printf("; %.0f of %.0f judged", all - open_of(progress), all);
	if (open_of(progress) > 0)
		printf(": %.0f wait, %.0f paused, %.0f running", record_number(progress, "queued"),
		       record_number(progress, "paused"), record_number(progress, "running"));
	putchar('\n');
}

struct matrix {
	long long counts[VERDICT_COUNT][VERDICT_COUNT];	/* old, new */
	long long olds[VERDICT_COUNT], news[VERDICT_COUNT];
};

static void fill_matrix(struct matrix *matrix, const json_t *entries)
{
	*matrix = (struct matrix){ .olds = { 0 } };
	for (size_t i = 0; i < json_array_size(entries); i++) {
		const json_t *entry = json_array_get(entries, i);
		enum verdict old = verdict_find(record_text(entry, "old"));
		enum verdict new = verdict_find(record_text(entry, "new"));
		long long count = (long long)record_number(entry, "submissions");

		matrix->counts[old][new] += count;
		matrix->olds[old] += count;
		matrix->news[new] += count;
	}
}

static void print_matrix_row(const struct table *table, const struct matrix *matrix, int old)
{
	char numbers[VERDICT_COUNT][24];
	struct table_cell cells[VERDICT_COUNT + 2];
	size_t count = 0;

	cells[count++] = (struct table_cell){ old ? verdict_code((enum verdict)old) : "?",
					      COLOUR_NONE };
	for (int new = 0; new < VERDICT_COUNT; new++) {
		if (!matrix->news[new])
			continue;
		snprintf(numbers[new], sizeof numbers[new], "%lld", matrix->counts[old][new]);
		cells[count++] = (struct table_cell){
			matrix->counts[old][new] ? numbers[new] : ".",
			old != new && matrix->counts[old][new] ? COLOUR_YELLOW : COLOUR_NONE };
	}
	cells[count] = (struct table_cell){ "", COLOUR_NONE };
	table_row(table, cells);
}

static void print_matrix(const json_t *entries)
{
	struct table_column columns[VERDICT_COUNT + 2] = { { "was", .width = 4 } };
	struct matrix matrix;
	struct table table;
	size_t count = 1;

	if (json_array_size(entries) == 0)
		return;
	fill_matrix(&matrix, entries);
	for (int new = 0; new < VERDICT_COUNT; new++)
		if (matrix.news[new])
			columns[count++] = (struct table_column){ verdict_code((enum verdict)new),
								  .width = 8, .right = true };
	columns[count++] = (struct table_column){ .title = "" };
	printf("\nverdicts, before in rows and now in columns:\n");
	table_init(&table, terminal_of(stdout), columns, count);
	table_header(&table);
	for (int old = 0; old < VERDICT_COUNT; old++)
		if (matrix.olds[old])
			print_matrix_row(&table, &matrix, old);
}

static void print_sums(const json_t *record)
{
	const json_t *outcomes = json_object_get(record, "outcomes");
	const json_t *time = json_object_get(record, "time");

	printf("\n%.0f the same, %.0f changed, %.0f unstable, %.0f given up, %.0f still open\n",
	       record_number(outcomes, "same"), record_number(outcomes, "changed"),
	       record_number(outcomes, "unstable"), record_number(outcomes, "given_up"),
	       record_number(outcomes, "open"));
	if (record_number(outcomes, "superseded") > 0)
		printf("%.0f were judged otherwise meanwhile\n",
		       record_number(outcomes, "superseded"));
	if (record_number(record, "applied") > 0)
		printf("applied to %.0f\n", record_number(record, "applied"));
	if (record_number(time, "compared") > 0)
		printf("CPU time of %.0f with the same verdict: median %.2f times the old; one in ten "
		       "below %.2f, one in ten above %.2f\n", record_number(time, "compared"),
		       record_number(time, "median_ratio"), record_number(time, "tenth_ratio"),
		       record_number(time, "ninth_tenth_ratio"));
}

/* What the columns do not say: points, and what the repetitions said. */
static void say_why(const json_t *difference, struct strbuf *text)
{
	const json_t *shadows = json_object_get(difference, "repetitions");
	char before[TABLE_CELL_MAX], after[TABLE_CELL_MAX];

	strbuf_printf(text, "%s", record_text(difference, "outcome"));
	for (size_t i = 0; i < json_array_size(shadows); i++) {
		const json_t *shadow = json_array_get(shadows, i);
		const char *verdict = record_text(shadow, "verdict");

		strbuf_printf(text, "%s %s", i ? "," : ":",
			      *verdict ? verdict : record_text(shadow, "state"));
	}
	if (!shadows || !json_is_array(shadows)) {
		double old = record_number(difference, "old_score");
		double new = record_number(difference, "new_score");

		if (old < new || old > new)
			strbuf_printf(text, ": score %s, was %s", table_score(new, after),
				      table_score(old, before));
	}
	if (strcmp(record_text(difference, "counts"), "another") == 0)
		strbuf_printf(text, "; judged otherwise meanwhile");
}

static const char *time_cell(const json_t *difference, const char *key, char text[TABLE_CELL_MAX])
{
	if (!json_is_number(json_object_get(difference, key)))
		return "";
	return table_time((int64_t)(record_number(difference, key) * 1e6), text);
}

static void print_difference(const struct table *table, const json_t *difference)
{
	autostrbuf struct strbuf why = { 0 };
	const char *old = record_text(difference, "old"), *new = record_text(difference, "new");
	char number[24], before[TABLE_CELL_MAX], after[TABLE_CELL_MAX];

	snprintf(number, sizeof number, "%.0f", record_number(difference, "submission"));
	say_why(difference, &why);
	table_row(table, (struct table_cell[]){
		{ number, COLOUR_NONE },
		{ record_text(difference, "problem"), COLOUR_NONE },
		{ record_text(difference, "user"), COLOUR_NONE },
		{ old, table_verdict_colour(verdict_find(old)) },
		{ new, table_verdict_colour(verdict_find(new)) },
		{ time_cell(difference, "old_cpu_ms", before), COLOUR_NONE },
		{ time_cell(difference, "new_cpu_ms", after), COLOUR_NONE },
		{ why.text, COLOUR_NONE } });
}

static void print_differences(const json_t *record, unsigned most)
{
	static const struct table_column columns[] = {
		{ "submission", .width = 10, .right = true },
		{ "problem", .width = 8 },
		{ "user", .width = 8 },
		{ "was", .width = 4 },
		{ "now", .width = 4 },
		{ "CPU was", .width = TABLE_TIME_WIDTH, .right = true },
		{ "CPU now", .width = TABLE_TIME_WIDTH, .right = true },
		{ .title = "" },
	};
	const json_t *list = json_object_get(record, "differences");
	struct table table;

	if (json_array_size(list) == 0)
		return;
	table_init(&table, terminal_of(stdout), columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < json_array_size(list); i++) {
		table_measure(&table, 1, record_text(json_array_get(list, i), "problem"));
		table_measure(&table, 2, record_text(json_array_get(list, i), "user"));
	}
	putchar('\n');
	table_header(&table);
	for (size_t i = 0; i < json_array_size(list); i++)
		print_difference(&table, json_array_get(list, i));
	if (json_array_size(list) == most)
		printf("the first %u; --most lists more\n", most);
}

static int print(struct queue *queue, const struct rejudge_options *options, int64_t set,
		 struct error *err)
{
	unsigned most = options->most ? options->most : options->json ? INT_MAX : MOST;
	autofree char *text = NULL;
	autojson json_t *record = NULL;

	if (queue_rejudge_show(queue, set, most, &text, err) < 0 ||
	    rejudge_parse(text, &record, err) < 0)
		return -1;
	if (options->json) {
		json_line(record, stdout);
		return 0;
	}
	print_head(record);
	print_matrix(json_object_get(record, "matrix"));
	print_sums(record);
	print_differences(record, most);
	return 0;
}

int rejudge_show(const struct invocation *invocation, const struct rejudge_options *options,
		 const char *operand, struct error *err)
{
	autoqueue struct queue *queue = NULL;
	int64_t set;

	if (rejudge_number(operand, &set, err) < 0 ||
	    database_connect(invocation, options->database, &queue, err) < 0)
		return -1;
	if (options->follow && follow(queue, set, err) < 0)
		return -1;
	return print(queue, options, set, err);
}

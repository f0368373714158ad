#include "cmd/verify.h"

#include "cmd/database.h"
#include "cmd/options.h"
#include "sandbox/launcher.h"
#include "sandbox/slot_lock.h"
#include "util/cleanup.h"
#include "worker/pool.h"

#include <stdio.h>
#include <string.h>

static const struct option_row rows[] = {
	{ "slots", 'n', "N", OPTION_UNSIGNED, offsetof(struct verify_options, slots),
	  "judge N submissions at once (default: one per physical core)" },
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct verify_options, json),
	  "print a JSON object per submission instead of a table" },
	{ "queue", 'q', NULL, OPTION_FLAG, offsetof(struct verify_options, queue),
	  "enqueue them for the workers, and wait until all are judged" },
	DATABASE_OPTION(struct verify_options, database),
	{ 0 },
};

static const struct usage usage = {
	"verify", "PACKAGE...", "Judges the jury's submissions and compares with what is expected.",
	"PACKAGE is a directory, a .zip, a .kpp or a (compressed) .tar.\n"
	"Exit status: 0 all as expected, 1 not, 2 usage or a bad package, 3 judge error.",
};

/* What one slot is at: its reporter keeps the judgement until the job has ended. */
struct lane {
	struct reporter reporter;	/* must stay first */
	const struct jury_item *item;
	enum verdict verdict;
	int64_t cpu_ns;
	uint64_t memory_bytes;
	char reason[2 * REASON_BYTES];
};

struct verify {
	const struct jury_list *list;
	struct pool pool;
	struct verify_output output;
	struct lane lane[POOL_SLOTS];
	size_t next;
};

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	struct lane *lane = (struct lane *)reporter;
	const struct problem *problem = &lane->item->package->problem;

	lane->verdict = judgement->verdict;
	lane->cpu_ns = judgement->cpu_ns;
	lane->memory_bytes = judgement->memory_bytes;
	if (judgement->first_failed < 0 ||
	    (size_t)judgement->first_failed >= problem->test_count)
		snprintf(lane->reason, sizeof lane->reason, "%s", judgement->reason);
	else
		snprintf(lane->reason, sizeof lane->reason, "%s: %s",
			 problem->tests[judgement->first_failed].name, judgement->reason);
}

static struct verify_line line_of(const struct jury_item *item)
{
	return (struct verify_line){
		.package = item->package->problem.name,
		.submission = item->jury->name,
		.language = item->profile->id,
		.expected = item->jury->expected,
		.reason = "",
	};
}

void verify_output_start(struct verify_output *output, const struct jury_list *list, bool json)
{
	*output = (struct verify_output){ .json = json };
	if (json)
		return;
	verify_table_init(&output->table, terminal_of(stdout));
	for (size_t i = 0; i < list->count; i++) {
		struct verify_line line = line_of(&list->items[i]);

		verify_table_measure(&output->table, &line);
	}
	verify_table_start(&output->table);
}

void verify_output_add(struct verify_output *output, const struct jury_item *item,
		       enum verdict verdict, int64_t cpu_ns, uint64_t memory_bytes,
		       const char *reason)
{
	struct verify_line line = line_of(item);

	line.verdict = verdict;
	line.ok = (item->jury->expected & VERDICT_BIT(verdict)) != 0;
	line.cpu_ns = cpu_ns;
	line.memory_bytes = memory_bytes;
	line.reason = reason;
	output->unexpected += !line.ok;
	output->failed += verdict == VERDICT_JE;
	if (output->json)
		verify_json_line(&line, stdout);
	else
		verify_table_add(&output->table, &line);
	fflush(stdout);
}

int verify_output_end(struct verify_output *output)
{
	if (!output->json)
		verify_table_end(&output->table);
	return output->failed ? 3 : output->unexpected ? 1 : 0;
}

static void ended(void *context, unsigned slot, const struct error *failure)
{
	struct verify *verify = context;
	struct lane *lane = &verify->lane[slot];

	if (failure) {
		lane->verdict = VERDICT_JE;
		error_text(failure, lane->reason, sizeof lane->reason);
	}
	verify_output_add(&verify->output, lane->item, lane->verdict, lane->cpu_ns,
			  lane->memory_bytes, lane->reason);
}

static int start_next(struct verify *verify, unsigned slot, struct error *err)
{
	static const struct judge_options judging = { .reruns = 2 };
	const struct jury_item *item = &verify->list->items[verify->next++];
	struct lane *lane = &verify->lane[slot];

	*lane = (struct lane){ .reporter = { .on_done = on_done }, .item = item };
	return pool_judge(&verify->pool, slot, &item->submission, item->profile,
			  &item->package->tree, &judging, &lane->reporter, err);
}

static int judge_all(struct verify *verify, struct error *err)
{
	while (verify->next < verify->list->count || pool_is_busy(&verify->pool)) {
		int idle = pool_idle(&verify->pool);

		if (idle >= 0 && verify->next < verify->list->count) {
			if (start_next(verify, (unsigned)idle, err) < 0)
				return -1;
			continue;
		}
		if (pool_wait(&verify->pool, NULL, 0, -1, err) < 0)
			return -1;
	}
	return 0;
}

static unsigned default_slots(const struct jury_list *list)
{
	unsigned cores = slot_cores(), slots = cores > POOL_SLOTS ? POOL_SLOTS : cores;

	return list->count && list->count < slots ? (unsigned)list->count : slots;
}

static int verify_here(const struct invocation *invocation, const struct verify_options *options,
		       const struct profile_table *table, const struct jury_list *list,
		       struct error *err)
{
	struct verify verify = { .list = list };
	unsigned slots = options->slots ? options->slots : default_slots(list);

	if (pool_start(&verify.pool, invocation->control, slots, table, ended, &verify, err) < 0 ||
	    launcher_drop_privileges(err) < 0)
		return -1;
	verify_output_start(&verify.output, list, options->json);
	if (judge_all(&verify, err) < 0)
		return -1;
	return verify_output_end(&verify.output);
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
	if (list.count == 0)
		status = error_usage(err, "these packages have no jury submissions");
	else if (options->queue)
		status = verify_through_queue(invocation, options, &list, err);
	else
		status = verify_here(invocation, options, &table, &list, err);
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

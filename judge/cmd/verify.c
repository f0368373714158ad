#include "cmd/command.h"
#include "cmd/jury.h"
#include "cmd/options.h"
#include "report/verify.h"
#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "worker/pool.h"

#include <stdio.h>
#include <string.h>

struct verify_options {
	unsigned slots;
	bool json;
};

static const struct option_row rows[] = {
	{ "slots", 'n', "N", OPTION_UNSIGNED, offsetof(struct verify_options, slots),
	  "judge N submissions at once (default: one per processor)" },
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct verify_options, json),
	  "print a JSON object per submission instead of a table" },
	{ 0 },
};

static const struct usage usage = {
	"verify", "PACKAGE...", "Judges the jury's submissions and compares with what is expected.",
	"Exit status: 0 all as expected, 1 not, 2 usage or a bad package, 3 judge error.",
};

/* What one slot is at: its reporter keeps the judgement until the job has ended. */
struct lane {
	struct reporter reporter;	/* must stay first */
	const struct jury_item *item;
	enum verdict verdict;
	int64_t cpu_ns;
	uint64_t memory_bytes;
	char reason[REASON_BYTES];
};

struct verify {
	const struct verify_options *options;
	const struct jury_list *list;
	struct pool pool;
	struct verify_table table;
	struct lane lane[POOL_SLOTS];
	size_t next, unexpected, failed;
};

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	(void)reporter;
	(void)compile;
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	(void)reporter;
	(void)test;
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	struct lane *lane = (struct lane *)reporter;

	lane->verdict = judgement->verdict;
	lane->cpu_ns = judgement->cpu_ns;
	lane->memory_bytes = judgement->memory_bytes;
	memcpy(lane->reason, judgement->reason, sizeof lane->reason);
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

static void print(struct verify *verify, const struct verify_line *line)
{
	if (verify->options->json)
		verify_json_line(line, stdout);
	else
		verify_table_add(&verify->table, line);
	fflush(stdout);
}

static void ended(void *context, unsigned slot, const struct error *failure)
{
	struct verify *verify = context;
	struct lane *lane = &verify->lane[slot];
	struct verify_line line = line_of(lane->item);

	if (failure) {
		lane->verdict = VERDICT_JE;
		error_text(failure, lane->reason, sizeof lane->reason);
		verify->failed++;
	}
	line.verdict = lane->verdict;
	line.ok = (lane->item->jury->expected & VERDICT_BIT(lane->verdict)) != 0;
	line.cpu_ns = lane->cpu_ns;
	line.memory_bytes = lane->memory_bytes;
	line.reason = lane->reason;
	verify->unexpected += !line.ok;
	print(verify, &line);
}

static int start_next(struct verify *verify, unsigned slot, struct error *err)
{
	static const struct judge_options judging = { .reruns = 2 };
	const struct jury_item *item = &verify->list->items[verify->next++];
	struct lane *lane = &verify->lane[slot];

	*lane = (struct lane){ .reporter = { on_compile, on_test, on_done }, .item = item };
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

static void start_table(struct verify *verify)
{
	verify_table_init(&verify->table, terminal_of(stdout));
	for (size_t i = 0; i < verify->list->count; i++) {
		struct verify_line line = line_of(&verify->list->items[i]);

		verify_table_measure(&verify->table, &line);
	}
	verify_table_start(&verify->table);
}

static unsigned default_slots(const struct jury_list *list)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned slots = cpus < 1 ? 1 : cpus > POOL_SLOTS ? POOL_SLOTS : (unsigned)cpus;

	return list->count && list->count < slots ? (unsigned)list->count : slots;
}

static int verify_list(const struct invocation *invocation, const struct verify_options *options,
		       const struct jury_list *list, struct error *err)
{
	struct verify verify = { .options = options, .list = list };
	unsigned slots = options->slots ? options->slots : default_slots(list);

	if (list->count == 0)
		return error_usage(err, "these packages have no jury submissions");
	if (pool_start(&verify.pool, invocation->control, slots, ended, &verify, err) < 0 ||
	    launcher_drop_privileges(err) < 0)
		return -1;
	if (!options->json)
		start_table(&verify);
	if (judge_all(&verify, err) < 0)
		return -1;
	if (!options->json)
		verify_table_end(&verify.table);
	return verify.failed ? 3 : verify.unexpected ? 1 : 0;
}

static int verify_paths(const struct invocation *invocation, const struct verify_options *options,
			char **paths, int count, struct error *err)
{
	struct profile_table table = { 0 };
	struct jury_list list = { .count = 0 };
	int status;

	if (session_profiles(invocation, &table, err) < 0 ||
	    jury_load(paths, count, &table, &list, err) < 0)
		return -1;
	status = verify_list(invocation, options, &list, err);
	jury_free(&list);
	profile_table_free(&table);
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

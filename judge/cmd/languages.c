/*
 * languages: which profiles there are, and whether their toolchains work. The self-test of a
 * profile is judged like any submission, on a package made on the spot: one test with an empty
 * input whose answer is what all self-tests print.
 */
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/session.h"
#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "util/fd.h"
#include "util/json.h"
#include "worker/pool.h"
#include "worker/self_test.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>


struct languages_options {
	bool test, json;
};

static const struct option_row rows[] = {
	{ "test", 't', NULL, OPTION_FLAG, offsetof(struct languages_options, test),
	  "compile and run the self-test of each" },
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct languages_options, json),
	  "print a JSON object per language" },
	{ 0 },
};

static const struct usage usage = {
	"languages", "[ID...]", "Lists the languages; with --test, tries their toolchains.",
	"Exit status: 0 all that were asked for work, 1 not, 2 usage or a bad profile.",
};

struct trial {
	struct reporter reporter;	/* must stay first */
	bool ended;
	enum verdict verdict;
	char reason[REASON_BYTES];
	char version[sizeof ((struct receipt *)0)->toolchain];
};

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	struct trial *trial = (struct trial *)reporter;

	trial->verdict = judgement->verdict;
	memcpy(trial->reason, judgement->reason, sizeof trial->reason);
	memcpy(trial->version, judgement->receipt.toolchain, sizeof trial->version);
}

static void ended(void *context, unsigned slot, const struct error *failure)
{
	struct trial *trial = context;

	(void)slot;
	trial->ended = true;
	if (failure) {
		trial->verdict = VERDICT_JE;
		error_text(failure, trial->reason, sizeof trial->reason);
	}
}

/* The self-tests are read before privileges go. */
static int read_tests(const struct invocation *invocation, const struct profile_table *table,
		      struct submission *tests, struct error *err)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct profile *profile = &table->profiles[i];
		char path[4400], *paths[] = { path };

		snprintf(path, sizeof path, "%s/%s", invocation->langs, profile->test);
		if (session_sources(paths, 1, &tests[i], err) < 0)
			return error_context(err, "self-test of %s", profile->id);
		snprintf(tests[i].language, sizeof tests[i].language, "%s", profile->id);
	}
	return 0;
}

/* trial is NULL where nothing was tried. */
static void print_json(const struct profile *profile, const struct trial *trial)
{
	autojson json_t *object = json_object();

	json_put(object, "language", json_chars(profile->id));
	json_put(object, "name", json_chars(profile->name));
	if (trial) {
		json_put(object, "version", json_chars(trial->version));
		/* A toolchain that is there, but does not do what it should, says so by a verdict. */
		json_put(object, "available", json_boolean(trial->verdict != VERDICT_JE));
		json_put(object, "ok", json_boolean(trial->verdict == VERDICT_AC));
		json_put(object, "reason", json_chars(trial->reason));
	}
	json_line(object, stdout);
}

static void print(const struct languages_options *options, const struct profile *profile,
		  const struct trial *trial)
{
	if (options->json)
		print_json(profile, trial);
	else if (!trial)
		printf("%-10s %s\n", profile->id, profile->name);
	else if (trial->verdict == VERDICT_AC)
		printf("%-10s %-24s ok    %s\n", profile->id, profile->name, trial->version);
	else
		printf("%-10s %-24s FAIL  %s\n", profile->id, profile->name, trial->reason);
	fflush(stdout);
}

static bool is_wanted(const struct profile *profile, char **ids, int count)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(ids[i], profile->id) || !strcmp(ids[i], profile->family))
			return true;
	return count == 0;
}

static int try_profile(struct pool *pool, const struct profile *profile,
		       const struct submission *test, const struct tree *package,
		       struct trial *trial, struct error *err)
{
	static const struct judge_options judging = { .reruns = 2 };

	*trial = (struct trial){ .reporter = { .on_done = on_done } };
	if (pool_judge(pool, 0, test, profile, package, &judging, &trial->reporter, err) < 0)
		return -1;
	while (!trial->ended)
		if (pool_wait(pool, NULL, 0, -1, err) < 0)
			return -1;
	return 0;
}

static int try_all(const struct invocation *invocation, const struct languages_options *options,
		   const struct profile_table *table, const struct submission *tests, char **ids,
		   int count, struct error *err)
{
	autotree struct tree package = { .count = 0 };
	struct trial trial;
	struct pool pool;
	int broken = 0;

	if (self_test_package(&package, err) < 0 ||
	    pool_start(&pool, invocation->control, 1, NULL, ended, &trial, err) < 0 ||
	    launcher_drop_privileges(err) < 0)
		return -1;
	for (size_t i = 0; i < table->count; i++) {
		if (!is_wanted(&table->profiles[i], ids, count))
			continue;
		if (try_profile(&pool, &table->profiles[i], &tests[i], &package, &trial, err) < 0)
			return -1;
		broken += trial.verdict != VERDICT_AC;
		print(options, &table->profiles[i], &trial);
	}
	return broken ? 1 : 0;
}

static int test_all(const struct invocation *invocation, const struct languages_options *options,
		    const struct profile_table *table, char **ids, int count, struct error *err)
{
	autofree struct submission *tests = calloc(table->count + 1, sizeof *tests);
	int status;

	if (!tests)
		return error_system(err, "self-tests");
	status = read_tests(invocation, table, tests, err);
	if (status == 0)
		status = try_all(invocation, options, table, tests, ids, count, err);
	for (size_t i = 0; i < table->count; i++)
		submission_free(&tests[i]);
	return status;
}

static void list_all(const struct languages_options *options, const struct profile_table *table,
		     char **ids, int count)
{
	for (size_t i = 0; i < table->count; i++)
		if (is_wanted(&table->profiles[i], ids, count))
			print(options, &table->profiles[i], NULL);
}

static int languages(const struct invocation *invocation, const struct languages_options *options,
		     char **ids, int count, struct error *err)
{
	autoprofiles struct profile_table table = { 0 };
	const struct profile *ignored;
	int status = 0;

	if (session_profiles(invocation, &table, err) < 0)
		return -1;
	for (int i = 0; i < count; i++)
		if (profile_find(&table, ids[i], &ignored, err) < 0)
			return -1;
	if (options->test)
		status = test_all(invocation, options, &table, ids, count, err);
	else
		list_all(options, &table, ids, count);
	if (status < 0 || count > 0)
		return status;
	for (size_t i = 0; i < table.failure_count; i++)
		error_print(&table.failures[i].err);
	return table.failure_count ? 2 : status;
}

int cmd_languages(const struct invocation *invocation, int argc, char **argv)
{
	struct languages_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err), status;

	if (first == OPTIONS_HELP)
		return 0;
	status = first < 0 ? -1 :
			     languages(invocation, &options, argv + first, argc - first, &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}

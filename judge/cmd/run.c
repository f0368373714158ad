#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/session.h"
#include "pipeline/main_class.h"
#include "problem/limits.h"
#include "report/contestant.h"
#include "report/json.h"
#include "report/text.h"
#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "worker/pool.h"

#include <stdio.h>
#include <string.h>

struct run_options {
	const char *language, *entry_point;
	int64_t time_limit_ns;		/* < 0: the package's */
	bool full, json, contestant, transcript;
};

static const struct option_row rows[] = {
	{ "language", 'l', "ID", OPTION_STRING, offsetof(struct run_options, language),
	  "language of the submission (default: by its file names)" },
	{ "entry-point", 'e', "NAME", OPTION_STRING, offsetof(struct run_options, entry_point),
	  "main file or class (default: found)" },
	{ "time-limit", 't', "SECONDS", OPTION_SECONDS,
	  offsetof(struct run_options, time_limit_ns), "instead of the package's" },
	{ "full", 'f', NULL, OPTION_FLAG, offsetof(struct run_options, full),
	  "go on after the first test that is not accepted" },
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct run_options, json),
	  "print one JSON object instead of text" },
	{ "contestant", 'c', NULL, OPTION_FLAG, offsetof(struct run_options, contestant),
	  "show only what the package's feedback policy lets contestants see" },
	{ "transcript", 0, NULL, OPTION_FLAG, offsetof(struct run_options, transcript),
	  "show what submission and validator said to each other, with times" },
	{ 0 },
};

static const struct usage usage = {
	"run", "PACKAGE SOURCE...", "Judges one submission (files, or a directory of them).",
	"PACKAGE is a directory, a .zip, a .kpp or a (compressed) .tar.\n"
	"Exit status: 0 accepted, 1 any other verdict, 2 usage or a bad file, also one of the package\n"
	"that shows only while judging (JE), 3 a fault of the judge or the host (JE).",
};

/* The command's own reporter: passes on, and remembers the verdict. */
struct run {
	struct reporter reporter;	/* must stay first */
	struct reporter *next;
	enum verdict verdict;
	struct error failure;
	bool ended;
};

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	struct run *run = (struct run *)reporter;

	report_compile(run->next, compile);
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	struct run *run = (struct run *)reporter;

	report_test(run->next, test);
}

static void on_transcript(struct reporter *reporter, const struct transcript *transcript)
{
	struct run *run = (struct run *)reporter;

	report_transcript(run->next, transcript);
}

static void on_group(struct reporter *reporter, const struct group_result *group)
{
	struct run *run = (struct run *)reporter;

	report_group(run->next, group);
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	struct run *run = (struct run *)reporter;

	run->verdict = judgement->verdict;
	report_done(run->next, judgement);
}

static void ended(void *context, unsigned slot, const struct error *failure)
{
	struct run *run = context;

	(void)slot;
	run->ended = true;
	if (failure)
		run->failure = *failure;
}

/* What could not be judged is an error for people, and for programs a judgement as well: JE. */
static int report_failure(struct run *run, bool json, struct error *err)
{
	struct judgement judgement;

	memset(&judgement, 0, sizeof judgement);
	judgement.verdict = VERDICT_JE;
	judgement.first_failed = -1;
	error_text(&run->failure, judgement.reason, sizeof judgement.reason);
	if (json)
		report_done(run->next, &judgement);
	*err = run->failure;
	return -1;
}

static int judge(const struct invocation *invocation, const struct run_options *options,
		 const struct tree *tree, const struct submission *submission,
		 const struct profile_table *table, struct reporter *next, struct error *err)
{
	const struct judge_options judging = { .full = options->full, .reruns = 2,
					       .transcript = options->transcript,
					       .time_limit_ns = options->time_limit_ns < 0 ?
								0 : options->time_limit_ns };
	struct run run = { .reporter = { .on_compile = on_compile, .on_test = on_test,
				       .on_transcript = on_transcript, .on_group = on_group,
				       .on_done = on_done }, .next = next };
	const struct profile *profile;
	struct pool pool;

	if (profile_find(table, submission->language, &profile, err) < 0 ||
	    pool_start(&pool, invocation->control, 1, table, ended, &run, err) < 0 ||
	    launcher_drop_privileges(err) < 0 ||
	    pool_judge(&pool, 0, submission, profile, tree, &judging, &run.reporter, err) < 0)
		return -1;
	while (!run.ended)
		if (pool_wait(&pool, NULL, 0, -1, err) < 0)
			return -1;
	if (run.verdict == VERDICT_NONE)
		return report_failure(&run, options->json, err);
	return run.verdict == VERDICT_AC ? 0 : 1;
}

static int report(const struct invocation *invocation, const struct run_options *options,
		  const struct tree *tree, const struct problem *problem,
		  const struct submission *submission, const struct profile_table *table,
		  struct error *err)
{
	struct contestant_reporter contestant;
	struct json_reporter json;
	struct text_reporter text;
	int status;

	if (options->contestant) {
		contestant_reporter_init(&contestant, terminal_of(stdout), options->json, problem,
					 submission);
		status = judge(invocation, options, tree, submission, table,
			       &contestant.collected.reporter, err);
		contestant_reporter_free(&contestant);
		return status;
	}
	if (options->json) {
		json_reporter_init(&json, stdout, problem, submission);
		status = judge(invocation, options, tree, submission, table, &json.reporter, err);
		json_reporter_free(&json);
		return status;
	}
	text_reporter_init(&text, terminal_of(stdout), terminal_of(stderr), problem, submission);
	status = judge(invocation, options, tree, submission, table, &text.reporter, err);
	text_reporter_end(&text);
	return status;
}

static int run_command(const struct invocation *invocation, const struct run_options *options,
		       char **operands, int count, struct error *err)
{
	autoprofiles struct profile_table table = { 0 };
	autotree struct tree tree = { .count = 0 };
	autoproblem struct problem problem = { .test_count = 0 };
	autosubmission struct submission submission = { .file_count = 0 };
	const struct profile *profile;

	if (session_profiles(invocation, &table, err) < 0 ||
	    session_package(operands[0], &tree, &problem, err) < 0 ||
	    session_sources(operands + 1, count - 1, &submission, err) < 0)
		return -1;
	if ((options->entry_point &&
	     main_entry_point_set(options->entry_point, &submission, err) < 0) ||
	    session_language(&table, options->language, &problem, &submission, &profile, err) < 0 ||
	    main_entry_point_check(profile, &problem, &tree, &submission, err) < 0)
		return -1;
	return report(invocation, options, &tree, &problem, &submission, &table, err);
}

/* As a package may state it. */
static int check_time_limit(const struct run_options *options, struct error *err)
{
	if (options->time_limit_ns == 0)
		return error_usage(err, "run: --time-limit: 0 leaves no time; without the option it is "
					"the package's");
	if (options->time_limit_ns > LIMITS_TIME_MAX_NS)
		return error_usage(err, "run: --time-limit: more than a day, %lld s",
				   (long long)(LIMITS_TIME_MAX_NS / NS_PER_S));
	return 0;
}

int cmd_run(const struct invocation *invocation, int argc, char **argv)
{
	struct run_options options = { .time_limit_ns = -1 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err), status;

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && check_time_limit(&options, &err) < 0)
		first = -1;
	if (first >= 0 && argc - first < 2)
		first = error_usage(&err, "run needs a package and a source; see assize run --help");
	status = first < 0 ? -1 :
			     run_command(invocation, &options, argv + first, argc - first, &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}

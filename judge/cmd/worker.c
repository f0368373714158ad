#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/session.h"
#include "config/config.h"
#include "sandbox/slot_lock.h"
#include "util/string.h"
#include "worker/coordinator.h"
#include "worker/self_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct worker_options {
	unsigned slots;
	const char *database, *name, *cache;
	struct option_strings packages;
	bool once, drain;
};

static const struct option_row rows[] = {
	{ "slots", 'n', "N", OPTION_UNSIGNED, offsetof(struct worker_options, slots),
	  "judge N submissions at once (default: one per physical core)" },
	{ "packages", 'p', "DIRECTORY", OPTION_STRINGS, offsetof(struct worker_options, packages),
	  "directory with packages (others come from the database); may be repeated" },
	{ "cache", '\0', "DIRECTORY", OPTION_STRING, offsetof(struct worker_options, cache),
	  "where to keep what was fetched from the database" },
	{ "database", 'd', "CONNINFO", OPTION_STRING, offsetof(struct worker_options, database),
	  "connection string (default: PGHOST, PGDATABASE, ...)" },
	{ "name", '\0', "NAME", OPTION_STRING, offsetof(struct worker_options, name),
	  "name in the list of workers (default: the host's)" },
	{ "once", '\0', NULL, OPTION_FLAG, offsetof(struct worker_options, once),
	  "stop when there is nothing more to claim" },
	{ "drain", '\0', NULL, OPTION_FLAG, offsetof(struct worker_options, drain),
	  "stop when nothing that it could claim is queued, retries that are due later included" },
	{ 0 },
};

static const struct usage usage = {
	"worker", "", "Claims submissions from the queue and judges them until it is stopped.",
	"Settings come from the file of --config (see worker.yaml.example); options win. SIGTERM\n"
	"stops it: what is being judged is finished, for as long as drain: says. SIGHUP reads the\n"
	"file anew.\n"
	"Exit status: 0 after a clean stop, 2 usage, a bad file, or another worker took its name, 3 no\n"
	"database or host fault.",
};

/* Those of the options, and none of the file's. */
static int override_packages(struct worker_config *config, const struct option_strings *packages,
			     struct error *err)
{
	memset(config->packages, 0, sizeof config->packages);
	for (size_t i = 0; i < packages->count; i++) {
		const char *directory = packages->texts[i];

		if (*directory == '\0')
			return error_usage(err, "--packages is empty; name a directory");
		if (!packed_append(config->packages, sizeof config->packages, directory,
				   strlen(directory)))
			return error_usage(err, "--packages: all directories together are longer "
						"than %zu bytes", sizeof config->packages - 2);
	}
	return 0;
}

static int override(struct worker_config *config, const struct worker_options *options,
		    struct error *err)
{
	unsigned cores = slot_cores();

	if (options->slots)
		config->slots = options->slots;
	else if (!config->slots)
		config->slots = cores < CONFIG_SLOTS_MAX ? cores : CONFIG_SLOTS_MAX;
	if (options->database &&
	    snprintf(config->database, sizeof config->database, "%s", options->database) >=
		    (int)sizeof config->database)
		return error_usage(err, "--database is too long");
	if (options->name && *options->name == '\0')
		return error_usage(err, "--name is empty; leave it out, and it is the host's");
	if (options->name && snprintf(config->name, sizeof config->name, "%s", options->name) >=
				     (int)sizeof config->name)
		return error_usage(err, "--name is longer than %zu bytes", sizeof config->name - 1);
	if (options->packages.count && override_packages(config, &options->packages, err) < 0)
		return -1;
	if (options->cache && snprintf(config->cache.directory, sizeof config->cache.directory,
				       "%s", options->cache) >=
				      (int)sizeof config->cache.directory)
		return error_usage(err, "--cache is too long");
	return 0;
}

/* Read before privileges go: the self-test of C, or else of what there is. */
static int read_self_test(const struct invocation *invocation, const struct profile_table *table,
			  struct submission *ret_test, struct error *err)
{
	const struct profile *profile = NULL;
	char path[4400], *paths[] = { path };

	for (size_t i = 0; i < table->count; i++)
		if (table->profiles[i].test[0] &&
		    (!profile || !strcmp(table->profiles[i].id, "c")))
			profile = &table->profiles[i];
	if (!profile)
		return 0;
	snprintf(path, sizeof path, "%s/%s", invocation->langs, profile->test);
	if (session_sources(paths, 1, ret_test, err) < 0)
		return error_context(err, "self-test of %s", profile->id);
	snprintf(ret_test->language, sizeof ret_test->language, "%s", profile->id);
	return 0;
}

static int work(const struct invocation *invocation, const struct worker_options *options,
		struct error *err)
{
	struct invocation with_langs = *invocation;
	struct worker_config config;
	autoprofiles struct profile_table profiles = { 0 };
	autosubmission struct submission self_test = { .file_count = 0 };
	autotree struct tree package = { .count = 0 };
	struct coordinator_task task = { .control = invocation->control, .config = &config,
					 .profiles = &profiles, .once = options->once,
					 .drain = options->drain,
					 .handover = invocation->handover,
					 .is_successor = invocation->is_successor };

	if (config_load(invocation->config, &config, err) < 0 ||
	    override(&config, options, err) < 0)
		return -1;
	if (config.langs[0])
		with_langs.langs = config.langs;
	/* libpq's default is the process's user: assize, even where there is no such account. */
	if (geteuid() == 0)
		setenv("PGUSER", "assize", 0);
	if (session_profiles(&with_langs, &profiles, err) < 0)
		return -1;
	for (size_t i = 0; i < profiles.failure_count; i++)
		error_print(&profiles.failures[i].err);
	if (read_self_test(&with_langs, &profiles, &self_test, err) < 0 ||
	    self_test_package(&package, err) < 0)
		return -1;
	if (self_test.file_count) {
		task.self_test = &self_test;
		task.self_test_package = &package;
	}
	return coordinator_run(&task, err);
}

int cmd_worker(const struct invocation *invocation, int argc, char **argv)
{
	struct worker_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err);

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && first < argc)
		first = error_usage(&err, "worker takes no operands; see assize worker --help");
	if (first >= 0 && work(invocation, &options, &err) == 0)
		return 0;
	error_print(&err);
	return error_exit_status(&err);
}

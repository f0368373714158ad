#include "cmd/database.h"
#include "cmd/db_prune.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>

struct db_options {
	const char *database;
	struct db_prune prune;
};

static const struct option_row rows[] = {
	{ "older-than", '\0', "AGE", OPTION_STRING, offsetof(struct db_options, prune.older_than),
	  "prune: what was final that long ago, as 12h, 90d or 26w" },
	{ "keep-contest", '\0', "NAME", OPTION_STRINGS,
	  offsetof(struct db_options, prune.keep_contests),
	  "prune: no submission of this contest; may be repeated, and each is kept" },
	{ "dry-run", '\0', NULL, OPTION_FLAG, offsetof(struct db_options, prune.dry_run),
	  "prune: only say how much it would be" },
	DATABASE_OPTION(struct db_options, database),
	{ 0 },
};

static const struct usage usage = {
	"db", "init|migrate|status|prune",
	"Creates the schema, brings it up to date, looks at it, or deletes what is old.",
	"init and migrate need a login that may create roles and schemas; both may be repeated.\n"
	"Afterwards grant assize_app to the logins of platforms and of people, and assize_worker\n"
	"to those of workers. prune deletes final submissions with their judgements, contents that\n"
	"nothing uses any more, events and workers, all older than AGE; it may run beside everything\n"
	"else, and be stopped and repeated. Exit status: 0 the schema fits this program, 3 it does not.",
};

static void say_waiting(const char *migration)
{
	fprintf(stderr, "assize: migration %s: another transaction, a dump perhaps, holds a lock that "
			"it needs; trying again\n", migration);
}

static int migrate(struct queue *queue, const struct db_options *options, struct error *err)
{
	struct queue_schema before;

	(void)options;
	if (queue_migrate(queue, say_waiting, &before, err) < 0)
		return -1;
	if (before.oldest_program > before.latest)
		return error_set(err, ERROR_SYSTEM, 0, "the schema is at version %d, and this "
				 "program knows %d; install a newer assize", before.version,
				 before.latest);
	if (before.version == before.latest)
		printf("the schema is at version %d already\n", before.version);
	else if (before.version > before.latest)
		printf("the schema is at version %d, newer than this program's %d: nothing done\n",
		       before.version, before.latest);
	else if (before.version == 0)
		printf("the schema is created, at version %d\n", before.latest);
	else
		printf("the schema is migrated from version %d to %d\n", before.version,
		       before.latest);
	return 0;
}

static int migrate_existing(struct queue *queue, const struct db_options *options,
			    struct error *err)
{
	struct queue_schema schema;

	if (queue_schema(queue, &schema, err) < 0)
		return -1;
	if (schema.version == 0)
		return error_set(err, ERROR_SYSTEM, 0, "there is no schema; run: assize db init");
	return migrate(queue, options, err);
}

static int print_status(struct queue *queue, const struct db_options *options, struct error *err)
{
	struct queue_schema schema;

	(void)options;
	if (queue_schema(queue, &schema, err) < 0)
		return -1;
	printf("schema version %d, this program's %d", schema.version, schema.latest);
	if (schema.version == 0)
		printf(": there is none; run: assize db init\n");
	else if (schema.version < schema.latest)
		printf(": run: assize db migrate\n");
	else if (schema.oldest_program > schema.latest)
		printf(": install a newer assize\n");
	else
		printf(": fits\n");
	return schema.version < schema.latest || schema.oldest_program > schema.latest ? 3 : 0;
}

/* Only of a schema that this program knows: what may go is written there. */
static int prune(struct queue *queue, const struct db_options *options, struct error *err)
{
	if (queue_connect(queue, err) < 0)
		return -1;
	return db_prune(queue, &options->prune, err);
}

static const struct {
	const char *name;
	/* The exit status, or -1. */
	int (*run)(struct queue *queue, const struct db_options *options, struct error *err);
} actions[] = {
	{ "init", migrate },
	{ "migrate", migrate_existing },
	{ "status", print_status },
	{ "prune", prune },
};

static int act(const struct invocation *invocation, const struct db_options *options,
	       const char *name, struct error *err)
{
	autoqueue struct queue *queue = NULL;
	const char *names[ARRAY_SIZE(actions)], *near;

	for (size_t i = 0; i < ARRAY_SIZE(actions); i++) {
		names[i] = actions[i].name;
		if (strcmp(name, names[i]) != 0)
			continue;
		if (actions[i].run != prune && (options->prune.older_than ||
						options->prune.keep_contests.count ||
						options->prune.dry_run))
			return error_usage(err, "--older-than, --keep-contest and --dry-run are for "
					   "db prune");
		if (database_open(invocation, options->database, &queue, err) < 0 ||
		    queue_dial(queue, err) < 0)
			return -1;
		return actions[i].run(queue, options, err);
	}
	near = text_nearest(name, names, ARRAY_SIZE(names));
	return error_usage(err, "db knows init, migrate, status and prune, not \"%s\"%s%s%s", name,
			   near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

int cmd_db(const struct invocation *invocation, int argc, char **argv)
{
	struct db_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err), status;

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && argc - first != 1)
		first = error_usage(&err, "db needs one of init, migrate, status and prune");
	status = first < 0 ? -1 : act(invocation, &options, argv[first], &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}

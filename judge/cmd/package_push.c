#include "cmd/package.h"

#include "cmd/session.h"
#include "problem/open.h"
#include "queue/package.h"
#include "report/faults.h"
#include "report/progress.h"

#include <string.h>

struct push_options {
	const char *database;
	bool json, force;
};

static const struct option_row rows[] = {
	{ "force", 'f', NULL, OPTION_FLAG, offsetof(struct push_options, force),
	  "push packages with errors as well" },
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct push_options, json),
	  "print a JSON object per package instead of lines for people" },
	DATABASE_OPTION(struct push_options, database),
	{ 0 },
};

static const struct usage usage = {
	"package push", "PACKAGE...",
	"Stores packages in the database, from where workers fetch them.",
	"Each is checked as by package check; one with errors is not pushed. What is in the database\n"
	"already is not sent again, and a package that did not change gets no new version. Workers\n"
	"judge by the newest version from their next claim on.\n"
	"Exit status: 0 all are pushed, 2 errors in a package or usage, 3 no database or host fault.",
};

struct push {
	struct queue *queue;
	const struct profile_table *table;
	const struct push_options *options;
	struct progress progress;
	const char *name;
};

enum { MIB = 1 << 20 };

static void on_progress(void *context, uint64_t done, uint64_t size)
{
	struct push *push = context;
	char label[300];

	push->progress.total = (size_t)(size / MIB) + 1;
	snprintf(label, sizeof label, "MiB of %s", push->name);
	progress_show(&push->progress, (size_t)(done / MIB), label);
}

static void print(const struct push *push, const struct tree *tree,
		  const struct package_pushed *pushed)
{
	char size[TEXT_HUMAN_MAX], sent[TEXT_HUMAN_MAX];

	if (!push->options->json) {
		text_bytes((int64_t)pushed->size, size);
		if (pushed->created)
			printf("%s: version %d, %zu files, %s, of which %s were sent\n", tree->name,
			       pushed->version, tree->count, size,
			       text_bytes((int64_t)pushed->sent, sent));
		else
			printf("%s: is version %d already, %zu files, %s\n", tree->name,
			       pushed->version, tree->count, size);
		fflush(stdout);
		return;
	}
	autojson json_t *line = json_object();
	char hash[2 * sizeof tree->hash + 1];

	for (size_t i = 0; i < sizeof tree->hash; i++)
		snprintf(hash + 2 * i, 3, "%02x", tree->hash[i]);
	json_put(line, "package", json_chars(tree->name));
	json_put(line, "version", json_integer(pushed->version));
	json_put(line, "created", json_boolean(pushed->created));
	json_put(line, "files", json_integer((json_int_t)tree->count));
	json_put(line, "bytes", json_integer((json_int_t)pushed->size));
	json_put(line, "sent_bytes", json_integer((json_int_t)pushed->sent));
	json_put(line, "tree_hash", json_chars(hash));
	json_line(line, stdout);
}

/* What had arrived when the connection was lost is not sent again. */
static int send(struct push *push, const struct tree *tree, struct package_pushed *ret_pushed,
		struct error *err)
{
	push->name = tree->name;
	progress_init(&push->progress, terminal_of(stderr), 1);
	while (queue_package_push(push->queue, tree, on_progress, push, ret_pushed, err) < 0) {
		progress_hide(&push->progress);
		if (queue_fault(push->queue) != QUEUE_FAULT_TRANSIENT ||
		    database_reconnect(push->queue, err) < 0)
			return -1;
	}
	progress_hide(&push->progress);
	return 0;
}

/* Returns an exit status, or -1. */
static int push_one(struct push *push, const char *path, struct error *err)
{
	autochecked struct package_checked checked;
	struct package_pushed pushed;
	const char *name;
	char shown[256];

	if (package_examine(push->table, path, &checked, err) < 0)
		return -1;
	name = *checked.tree.name ? checked.tree.name : path;
	if (checked.faults.errors)
		faults_print(&checked.faults, name, terminal_of(stderr));
	if (checked.faults.errors && (!push->options->force || !checked.tree.count)) {
		fprintf(stderr, "assize: %s is not pushed%s\n", text_path(name, shown, sizeof shown),
			checked.tree.count ? "; mend it, or push it with --force" : "");
		return 2;
	}
	if (send(push, &checked.tree, &pushed, err) < 0)
		return error_context(err, "package %s", name);
	print(push, &checked.tree, &pushed);
	return 0;
}

static int push_all(const struct invocation *invocation, const struct push_options *options,
		    char **paths, int count, struct error *err)
{
	autoprofiles struct profile_table table = { 0 };
	autoqueue struct queue *queue = NULL;
	struct push push = { .table = &table, .options = options };
	int status = 0;

	if (tree_names_differ(paths, count, err) < 0 ||
	    session_profiles(invocation, &table, err) < 0 ||
	    database_connect(invocation, options->database, &queue, err) < 0)
		return -1;
	push.queue = queue;
	for (int i = 0; i < count; i++) {
		int result = push_one(&push, paths[i], err);

		if (result < 0)
			return -1;
		if (result > status)
			status = result;
	}
	return status;
}

int package_word_push(const struct invocation *invocation, int argc, char **argv)
{
	struct push_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err), status;

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && argc == first)
		first = error_usage(&err, "package push needs a package");
	status = first < 0 ? -1 : push_all(invocation, &options, argv + first, argc - first, &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}

#include "cmd/rejudge.h"

#include "report/table.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW(name, letter, argument, kind, member, help) \
	{ name, letter, argument, kind, offsetof(struct rejudge_options, member), help }

#define FILTER_ROWS                                                                             \
	ROW("contest", 'c', "NAME", OPTION_STRING, filter.contest, "those of this contest"),    \
	ROW("problem", 'p', "NAME", OPTION_STRING, filter.problem, "those of this problem"),    \
	ROW("language", 'l', "ID", OPTION_STRING, filter.language,                              \
	    "those in this language, stated or found by their file names"),                                      \
	ROW("user", 'u', "NAME", OPTION_STRING, filter.user, "those of this user"),             \
	ROW("verdict", 'v', "LIST", OPTION_STRINGS, verdicts,                                   \
	    "those with one of these verdicts, as in WA,TLE"),                                  \
	ROW("since", '\0', "TIME", OPTION_STRING, filter.since,                                 \
	    "those handed in then or later, as 2026-11-22T10:00Z; -infinity: all"),             \
	ROW("until", '\0', "TIME", OPTION_STRING, filter.until, "those handed in before"),      \
	ROW("worker", 'w', "NAME", OPTION_STRING, filter.worker,                                \
	    "those that this worker judged"),                                                   \
	ROW("toolchain", 't', "TEXT", OPTION_STRING, filter.toolchain,                          \
	    "those built by this toolchain, as the receipt has it; % stands for any text"),     \
	ROW("package-hash", '\0', "HASH", OPTION_STRING, filter.package,                        \
	    "those judged with this package: its hash in the receipt, or how that begins"),     \
	ROW("submission", 's', "LIST", OPTION_STRINGS, submissions,                             \
	    "these submissions, as in 17,18")

#define DATABASE_ROW DATABASE_OPTION(struct rejudge_options, database)
#define JSON_ROW(help) ROW("json", 'j', NULL, OPTION_FLAG, json, help)

static const struct option_row new_rows[] = {
	FILTER_ROWS,
	ROW("repeat", 'n', "N", OPTION_UNSIGNED, repeat,
	    "judge each N times, to find verdicts that are not stable (default 1)"),
	ROW("reason", 'r', "TEXT", OPTION_STRING, reason, "why, for people"),
	ROW("priority", '\0', "N", OPTION_STRING, priority,
	    "higher goes first among what is judged again (default 0)"),
	ROW("key", 'k', "TEXT", OPTION_STRING, key,
	    "your own name for the set: the same key again changes nothing"),
	JSON_ROW("print one JSON object instead of text"),
	DATABASE_ROW,
	{ 0 },
};

static const struct option_row show_rows[] = {
	ROW("follow", 'f', NULL, OPTION_FLAG, follow, "wait until all are judged"),
	ROW("most", 'm', "N", OPTION_UNSIGNED, most,
	    "list at most N submissions (default 50; with --json all)"),
	JSON_ROW("print one JSON object instead of text"),
	DATABASE_ROW,
	{ 0 },
};

static const struct option_row apply_rows[] = {
	ROW("partial", '\0', NULL, OPTION_FLAG, partial,
	    "apply what is done, even if some are still being judged"),
	JSON_ROW("print one JSON object instead of text"),
	DATABASE_ROW,
	{ 0 },
};

static const struct option_row plain_rows[] = {
	JSON_ROW("print one JSON object a line instead of text"),
	DATABASE_ROW,
	{ 0 },
};

static const struct option_row export_rows[] = {
	FILTER_ROWS,
	DATABASE_ROW,
	{ 0 },
};

int rejudge_number(const char *operand, int64_t *ret_set, struct error *err)
{
	char *end;
	long long number;

	errno = 0;
	number = strtoll(operand, &end, 10);
	if (errno || end == operand || *end || number < 1 || number > INT32_MAX)
		return error_usage(err, "\"%s\" is no number of a rejudging", operand);
	*ret_set = number;
	return 0;
}

int rejudge_parse(const char *text, json_t **ret_record, struct error *err)
{
	json_error_t fault;
	json_t *record = json_loads(text, 0, &fault);

	if (!record)
		return error_set(err, ERROR_SYSTEM, 0, "rejudging: %s", fault.text);
	*ret_record = record;
	return 0;
}

/* ---- apply, cancel ------------------------------------------------------------------------- */

static void print_kept(const json_t *kept)
{
	static const struct table_column columns[] = {
		{ "submission", .width = 10, .right = true },
		{ "problem", .width = 12 },
		{ "keeps", .width = 5 },
		{ .title = "because it is" },
	};
	struct table table;

	if (json_array_size(kept) == 0)
		return;
	printf("\n%zu kept the verdict they had:\n", json_array_size(kept));
	table_init(&table, terminal_of(stdout), columns, ARRAY_SIZE(columns));
	table_header(&table);
	for (size_t i = 0; i < json_array_size(kept); i++) {
		const json_t *entry = json_array_get(kept, i);
		char number[24];

		snprintf(number, sizeof number, "%.0f", record_number(entry, "submission"));
		table_row(&table, (struct table_cell[]){
			{ number, COLOUR_NONE },
			{ record_text(entry, "problem"), COLOUR_NONE },
			{ record_text(entry, "verdict"), COLOUR_NONE },
			{ record_text(entry, "why"), COLOUR_NONE } });
	}
}

static int apply(const struct invocation *invocation, const struct rejudge_options *options,
		 const char *operand, struct error *err)
{
	autoqueue struct queue *queue = NULL;
	autofree char *text = NULL;
	autojson json_t *done = NULL;
	int64_t set;

	if (rejudge_number(operand, &set, err) < 0 ||
	    database_connect(invocation, options->database, &queue, err) < 0 ||
	    queue_rejudge_apply(queue, set, options->partial, &text, err) < 0 ||
	    rejudge_parse(text, &done, err) < 0)
		return -1;
	if (options->json) {
		json_line(done, stdout);
		return 0;
	}
	printf("rejudging %s: %s; the new verdicts count for %.0f submissions, of which %.0f "
	       "changed\n", operand, record_text(done, "state"), record_number(done, "applied"),
	       record_number(done, "changed"));
	if (record_number(done, "moved") < record_number(done, "applied"))
		printf("%.0f of them now, the others before\n", record_number(done, "moved"));
	if (record_number(done, "open") > 0)
		printf("%.0f are still being judged: apply again when they are done\n",
		       record_number(done, "open"));
	print_kept(json_object_get(done, "kept"));
	return 0;
}

static int cancel(const struct invocation *invocation, const struct rejudge_options *options,
		  const char *operand, struct error *err)
{
	autoqueue struct queue *queue = NULL;
	autofree char *text = NULL;
	autojson json_t *done = NULL;
	int64_t set;

	if (rejudge_number(operand, &set, err) < 0 ||
	    database_connect(invocation, options->database, &queue, err) < 0 ||
	    queue_rejudge_cancel(queue, set, &text, err) < 0 ||
	    rejudge_parse(text, &done, err) < 0)
		return -1;
	if (options->json)
		json_line(done, stdout);
	else
		printf("rejudging %s: cancelled; %.0f judgements dropped, and %.0f that are being "
		       "judged told to stop\n", operand, record_number(done, "cancelled"),
		       record_number(done, "told"));
	return 0;
}

/* ---- list ---------------------------------------------------------------------------------- */

struct list {
	struct table table;
	bool json, titled;
};

static int list_one(void *context, const char *text, struct error *err)
{
	struct list *list = context;
	autojson json_t *set = NULL;
	char number[24], size[24], open[24];

	if (rejudge_parse(text, &set, err) < 0)
		return -1;
	if (list->json) {
		json_line(set, stdout);
		return 0;
	}
	if (!list->titled)
		table_header(&list->table);
	list->titled = true;
	snprintf(number, sizeof number, "%.0f", record_number(set, "rejudging"));
	snprintf(size, sizeof size, "%.0f", record_number(set, "submissions"));
	snprintf(open, sizeof open, "%.0f", record_number(set, "open"));
	table_row(&list->table, (struct table_cell[]){
		{ number, COLOUR_NONE },
		{ record_text(set, "state"), COLOUR_NONE },
		{ size, COLOUR_NONE },
		{ open, COLOUR_NONE },
		{ record_text(set, "login"), COLOUR_NONE },
		{ record_text(set, "reason"), COLOUR_NONE } });
	return 0;
}

static int list(const struct invocation *invocation, const struct rejudge_options *options,
		const char *operand, struct error *err)
{
	static const struct table_column columns[] = {
		{ "set", .width = 5, .right = true },
		{ "state", .width = 9 },
		{ "submissions", .width = 11, .right = true },
		{ "open", .width = 7, .right = true },
		{ "by", .width = 12 },
		{ .title = "reason" },
	};
	autoqueue struct queue *queue = NULL;
	struct list list = { .json = options->json };

	(void)operand;
	table_init(&list.table, terminal_of(stdout), columns, ARRAY_SIZE(columns));
	if (database_connect(invocation, options->database, &queue, err) < 0 ||
	    queue_rejudge_list(queue, list_one, &list, err) < 0)
		return -1;
	if (!list.titled && !list.json)
		printf("there is no rejudging\n");
	return 0;
}

/* ---- The words ----------------------------------------------------------------------------- */

static const struct word {
	const char *name;
	int least, most;	/* operands */
	const struct option_row *rows;
	struct usage usage;
	rejudge_action *run;
} words[] = {
	{ "new", 0, 0, new_rows,
	  { "rejudge new", "", "Judges again the submissions that fit every filter.",
	    "The new verdicts do not count before \"assize rejudge apply\". Submissions that wait or "
	    "are\nbeing judged are left out. Exit status: 0 they are in the queue, 2 nothing fits, or "
	    "usage,\n3 no database." }, rejudge_new },
	{ "show", 1, 1, show_rows,
	  { "rejudge show", "SET", "Shows how far a set is, and what would change.",
	    "Exit status: 0 it is shown, 2 there is no such set, 3 no database." }, rejudge_show },
	{ "apply", 1, 1, apply_rows,
	  { "rejudge apply", "SET", "Makes the new verdicts of a set count.",
	    "Submissions whose repetitions disagree, that no worker could judge, or that were judged\n"
	    "otherwise meanwhile keep what they have, and are listed. May be repeated.\n"
	    "Exit status: 0 applied, 2 some are still being judged, or no such set, 3 no database." },
	  apply },
	{ "cancel", 1, 1, plain_rows,
	  { "rejudge cancel", "SET", "Ends a set; nothing of it counts.",
	    "May be repeated. Exit status: 0 cancelled, 2 it was applied, or no such set, 3 no "
	    "database." }, cancel },
	{ "export", 0, 1, export_rows,
	  { "rejudge export", "[SET]", "Prints all about submissions for an audit, as JSON Lines.",
	    "Of a set: each submission with its files' SHA-256, the old judgement and the new ones,\n"
	    "with receipts. Without a set: the submissions that fit the filters, with the judgement\n"
	    "that counts. Exit status: 0 printed, 2 nothing fits, or usage, 3 no database." },
	  rejudge_export },
	{ "list", 0, 0, plain_rows,
	  { "rejudge list", "", "Lists all sets.", "Exit status: 0 listed, 3 no database." }, list },
};

static int help(void)
{
	printf("Usage: assize rejudge WORD [OPTIONS] [SET]\n\n"
	       "Judges sets of submissions again. What comes out counts only once it is applied.\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		printf("  %-8s %s\n", words[i].name, words[i].usage.summary);
	printf("\nassize rejudge WORD --help says more about each.\n");
	return 0;
}

static const struct word *find_word(const char *name, struct error *err)
{
	const char *names[ARRAY_SIZE(words)], *near;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		names[i] = words[i].name;
		if (strcmp(name, names[i]) == 0)
			return &words[i];
	}
	near = text_nearest(name, names, ARRAY_SIZE(names));
	error_usage(err, "rejudge knows new, show, apply, cancel, export and list, not \"%.60s\"%s%s%s",
		    name, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
	return NULL;
}

/* "WA,TLE", whichever way it was said; NULL if it was not. */
static const char *join(const struct option_strings *list, struct strbuf *joined)
{
	for (size_t i = 0; i < list->count; i++)
		strbuf_printf(joined, "%s%s", i ? "," : "", list->texts[i]);
	return list->count ? joined->text : NULL;
}

static int act(const struct invocation *invocation, const struct word *word, int argc, char **argv,
	       struct error *err)
{
	struct rejudge_options options = { .repeat = 1 };
	autostrbuf struct strbuf verdicts = { 0 }, submissions = { 0 };
	int first = options_parse(&word->usage, word->rows, &options, argc, argv, err);

	if (first == OPTIONS_HELP)
		return 0;
	if (first < 0)
		return -1;
	if (argc - first < word->least)
		return error_usage(err, "rejudge %s needs the number of a set; \"assize rejudge list\" "
				   "shows them", word->name);
	if (argc - first > word->most)
		return error_usage(err, "unexpected \"%.60s\"; see assize rejudge %s --help",
				   argv[first + word->most], word->name);
	options.filter.verdicts = join(&options.verdicts, &verdicts);
	options.filter.submissions = join(&options.submissions, &submissions);
	return word->run(invocation, &options, first < argc ? argv[first] : NULL, err);
}

int cmd_rejudge(const struct invocation *invocation, int argc, char **argv)
{
	const struct word *word = NULL;
	struct error err = { 0 };
	int status = -1;

	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
		return help();
	if (argc < 2)
		error_usage(&err, "rejudge needs one of new, show, apply, cancel, export and list; see "
				  "assize rejudge --help");
	else
		word = find_word(argv[1], &err);
	if (word)
		status = act(invocation, word, argc - 1, argv + 1, &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}

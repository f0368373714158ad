#include "cmd/database.h"
#include "cmd/session.h"
#include "util/cleanup.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct submit_options {
	const char *language, *entry_point, *user, *contest, *key, *database;
	bool full, wait, json;
};

static const struct option_row rows[] = {
	{ "language", 'l', "ID", OPTION_STRING, offsetof(struct submit_options, language),
	  "language of the submission (default: by its file names)" },
	{ "entry-point", 'e', "NAME", OPTION_STRING, offsetof(struct submit_options, entry_point),
	  "main file or class (default: found)" },
	{ "user", 'u', "NAME", OPTION_STRING, offsetof(struct submit_options, user),
	  "whose submission it is: users take turns" },
	{ "contest", 'c', "NAME", OPTION_STRING, offsetof(struct submit_options, contest),
	  "where it belongs (default: default)" },
	{ "key", 'k', "TEXT", OPTION_STRING, offsetof(struct submit_options, key),
	  "your own name for it: the same key again changes nothing" },
	{ "full", 'f', NULL, OPTION_FLAG, offsetof(struct submit_options, full),
	  "go on after the first test that is not accepted" },
	{ "wait", 'w', NULL, OPTION_FLAG, offsetof(struct submit_options, wait),
	  "wait for the verdict" },
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct submit_options, json),
	  "print one JSON object instead of text" },
	DATABASE_OPTION(struct submit_options, database),
	{ 0 },
};

static const struct usage usage = {
	"submit", "PROBLEM SOURCE...",
	"Puts a submission (files, or a directory of them) into the queue.",
	"Exit status: 0 it is in the queue, 2 usage, 3 no database. With --wait:\n"
	"0 accepted, 1 any other verdict, 3 JE, be it for the package, the judge or the host.",
};

static int set_field(char *field, size_t size, const char *what, const char *text,
		     struct error *err)
{
	if (strlen(text) >= size)
		return error_usage(err, "the %s is longer than %zu bytes", what, size - 1);
	memcpy(field, text, strlen(text) + 1);
	return 0;
}

static int read_submission(const struct submit_options *options, char **operands, int count,
			   struct submission *ret_submission, struct error *err)
{
	struct submission submission = { .file_count = 0 };

	if (session_sources(operands + 1, count - 1, &submission, err) < 0)
		return -1;
	if (set_field(submission.problem, sizeof submission.problem, "problem", operands[0],
		      err) < 0 ||
	    set_field(submission.language, sizeof submission.language, "language",
		      options->language ? options->language : "", err) < 0 ||
	    set_field(submission.entry_point, sizeof submission.entry_point, "entry point",
		      options->entry_point ? options->entry_point : "", err) < 0) {
		submission_free(&submission);
		return -1;
	}
	*ret_submission = submission;
	return 0;
}

static int enqueue(struct queue *queue, const struct submit_options *options, char **operands,
		   int count, int64_t *ret_id, struct error *err)
{
	struct submission submission;
	struct queue_entry entry = { .submission = &submission, .contest = options->contest,
				     .user = options->user, .key = options->key,
				     .full = options->full };
	int result;

	if (read_submission(options, operands, count, &submission, err) < 0)
		return -1;
	result = queue_enqueue(queue, &entry, ret_id, err);
	submission_free(&submission);
	return result;
}

static int wait_for(struct queue *queue, const struct submit_options *options, int64_t id,
		    struct error *err)
{
	autojson json_t *record = NULL;
	const char *verdict;

	if (database_follow(queue, id, NULL, NULL, &record, err) < 0)
		return -1;
	verdict = record_text(record, "verdict");
	if (options->json)
		json_line(record, stdout);
	else
		printf("submission %" PRId64 ": %s%s%s\n", id,
		       *verdict ? verdict : record_text(record, "state"),
		       *record_text(record, "reason") ? ": " : "", record_text(record, "reason"));
	return record_exit_status(record);
}

static int submit(const struct invocation *invocation, const struct submit_options *options,
		  char **operands, int count, struct error *err)
{
	autoqueue struct queue *queue = NULL;
	int64_t id;

	if (database_connect(invocation, options->database, &queue, err) < 0 ||
	    enqueue(queue, options, operands, count, &id, err) < 0)
		return -1;
	if (options->wait)
		return wait_for(queue, options, id, err);
	printf(options->json ? "{\"submission\":%" PRId64 "}\n" : "submission %" PRId64 "\n", id);
	return 0;
}

int cmd_submit(const struct invocation *invocation, int argc, char **argv)
{
	struct submit_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err), status;

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && argc - first < 2)
		first = error_usage(&err, "submit needs a problem and a source; see assize submit "
				    "--help");
	status = first < 0 ? -1 : submit(invocation, &options, argv + first, argc - first, &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}

#include "queue/query.h"

#include <string.h>

static void text_or_default(struct query *query, const char *name, const char *text)
{
	if (text)
		query_text(query, name, text);
}

static void add_files(struct query *query, const struct submission *submission)
{
	struct array names = array_begin(ARRAY_TEXT, submission->file_count);
	struct array contents = array_begin(ARRAY_BYTES, submission->file_count);

	for (size_t i = 0; i < submission->file_count; i++) {
		array_text(&names, submission->files[i].name);
		array_bytes(&contents, submission->files[i].data, submission->files[i].size);
	}
	query_array(query, "file_names", &names);
	query_array(query, "file_contents", &contents);
}

/* The server checks again; here it costs no transfer of what it would refuse. */
static int check(const struct submission *submission, struct error *err)
{
	enum { STORED_MIB = 64 };

	if (submission_bytes(submission) > (size_t)STORED_MIB << 20)
		return error_usage(err, "the files have %zu bytes, more than the %d MiB that are "
				   "stored", submission_bytes(submission), STORED_MIB);
	for (size_t i = 0; i < submission->file_count; i++) {
		const char *problem = submission_name_problem(submission->files[i].name);

		if (problem)
			return error_usage(err, "the file name \"%s\" %s",
					   submission->files[i].name, problem);
	}
	return 0;
}

int queue_enqueue(struct queue *queue, const struct queue_entry *entry, int64_t *ret_submission,
		  struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.enqueue");
	autoresult PGresult *result = NULL;

	queue->fault = QUEUE_FAULT_REQUEST;
	if (check(entry->submission, err) < 0)
		return -1;
	query_text(&query, "problem", entry->submission->problem);
	query_text(&query, "language", entry->submission->language);
	query_text(&query, "entry_point", entry->submission->entry_point);
	add_files(&query, entry->submission);
	text_or_default(&query, "user_name", entry->user);
	text_or_default(&query, "contest", entry->contest);
	text_or_default(&query, "key", entry->key);
	query_bool(&query, "full_run", entry->full);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_submission = result_integer(result, 0, 0);
	query_notify(queue, "judge_ready", NULL, 0);
	return 0;
}

static int read_json(struct queue *queue, const struct query *query, char **ret_json,
		     struct error *err)
{
	autoresult PGresult *result = NULL;
	autostrbuf struct strbuf json = { 0 };

	if (query_run(queue, query, &result, err) < 0)
		return -1;
	if (PQgetisnull(result, 0, 0)) {
		*ret_json = NULL;
		return 0;
	}
	strbuf_append(&json, PQgetvalue(result, 0, 0), (size_t)PQgetlength(result, 0, 0));
	*ret_json = strbuf_take(&json);
	return 0;
}

int queue_show(struct queue *queue, int64_t submission, char **ret_json, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.show");

	query_integer(&query, "submission_id", submission);
	return read_json(queue, &query, ret_json, err);
}

int queue_stats(struct queue *queue, char **ret_json, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.queue_state");

	return read_json(queue, &query, ret_json, err);
}

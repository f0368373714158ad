#include "queue/rejudge.h"

#include "queue/query.h"
#include "util/cleanup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 200 };

/*
 * A transaction with the time that a large set needs. The limit is the transaction's, not the
 * session's, which a pooler may hand to others.
 */
static int run_long(struct queue *queue, struct query *query, PGresult **ret_result,
		    struct error *err)
{
	char begin[80];
	struct error ignored;

	snprintf(begin, sizeof begin, "begin; set local statement_timeout = '%ds'",
		 REJUDGE_STATEMENT_S);
	query->patience_s = REJUDGE_STATEMENT_S + QUEUE_ANSWER_S;
	if (query_script(queue, begin, 0, err) < 0)
		return -1;
	if (query_run(queue, query, ret_result, err) < 0) {
		enum queue_fault fault = queue->fault;

		query_script(queue, "rollback", 0, &ignored);
		queue->fault = fault;
		return -1;
	}
	return query_script(queue, "commit", 0, err);
}

static int run_json(struct queue *queue, struct query *query, char **ret_json,
		    struct error *err)
{
	autoresult PGresult *result = NULL;
	autostrbuf struct strbuf json = { 0 };

	if (run_long(queue, query, &result, err) < 0)
		return -1;
	strbuf_append(&json, PQgetvalue(result, 0, 0), (size_t)PQgetlength(result, 0, 0));
	*ret_json = strbuf_take(&json);
	return 0;
}

static int take_rows(const PGresult *result, rejudge_take *take, void *context, struct error *err)
{
	for (int row = 0; row < PQntuples(result); row++)
		if (take(context, result_text(result, row, 0), err) < 0)
			return -1;
	return 0;
}

/* ---- Filters ------------------------------------------------------------------------------- */

static void add_text(struct query *query, const char *name, const char *text)
{
	if (text)
		query_text(query, name, text);
}

static size_t count_words(const char *list)
{
	size_t count = 1;

	for (; *list; list++)
		count += *list == ',';
	return count;
}

/* "WA,TLE" as an array; the server knows which words are verdicts. */
static void add_words(struct query *query, const char *name, const char *list)
{
	struct array array = array_begin(ARRAY_TEXT, count_words(list));

	for (;;) {
		size_t length = strcspn(list, ",");
		autofree char *word = strndup(list, length);

		if (!word)
			abort();
		array_text(&array, word);
		if (!list[length])
			break;
		list += length + 1;
	}
	query_array(query, name, &array);
}

static int add_numbers(struct query *query, const char *name, const char *list, struct error *err)
{
	struct array array = array_begin(ARRAY_BIGINT, count_words(list));

	for (const char *at = list;; at++) {
		size_t digits = strspn(at, "0123456789");
		int64_t number = 0;

		if (digits == 0 || digits > 18 || (at[digits] && at[digits] != ',')) {
			strbuf_free(&array.bytes);
			return error_usage(err, "\"%s\" is no list of numbers of submissions, such as "
					   "17,18", list);
		}
		for (size_t i = 0; i < digits; i++)
			number = 10 * number + (at[i] - '0');
		array_integer(&array, number);
		at += digits;
		if (!*at)
			break;
	}
	query_array(query, name, &array);
	return 0;
}

static int add_filter(struct query *query, const struct rejudge_filter *filter, struct error *err)
{
	add_text(query, "contest", filter->contest);
	add_text(query, "problem", filter->problem);
	add_text(query, "language", filter->language);
	add_text(query, "user_name", filter->user);
	add_text(query, "submitted_since", filter->since);
	add_text(query, "submitted_until", filter->until);
	add_text(query, "worker", filter->worker);
	add_text(query, "toolchain", filter->toolchain);
	add_text(query, "package", filter->package);
	if (filter->verdicts)
		add_words(query, "verdicts", filter->verdicts);
	if (filter->submissions)
		return add_numbers(query, "submissions", filter->submissions, err);
	return 0;
}

/* ---- Sets ---------------------------------------------------------------------------------- */

int queue_rejudge_new(struct queue *queue, const struct rejudge_request *request,
		      struct rejudge_set *ret_set, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.rejudge_new");
	autoresult PGresult *result = NULL;

	queue->fault = QUEUE_FAULT_REQUEST;
	if (add_filter(&query, &request->filter, err) < 0)
		return -1;
	query_integer(&query, "repeat", request->repeat);
	query_integer(&query, "priority", request->priority);
	add_text(&query, "reason", request->reason);
	add_text(&query, "key", request->key);
	if (run_long(queue, &query, &result, err) < 0)
		return -1;
	*ret_set = (struct rejudge_set){
		.id = result_integer(result, 0, 0),
		.submissions = result_integer(result, 0, 1),
		.is_new = *result_text(result, 0, 2) == 't',
	};
	query_notify(queue, "judge_ready", NULL, 0);
	return 0;
}

int queue_rejudge_show(struct queue *queue, int64_t set, unsigned most, char **ret_json,
		       struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.rejudge_show");

	query_integer(&query, "rejudging_id", set);
	query_integer(&query, "most", most);
	return run_json(queue, &query, ret_json, err);
}

int queue_rejudge_progress(struct queue *queue, int64_t set, char **ret_json, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.rejudge_progress");

	query_integer(&query, "rejudging_id", set);
	return run_json(queue, &query, ret_json, err);
}

int queue_rejudge_apply(struct queue *queue, int64_t set, bool partial, char **ret_json,
			struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.rejudge_apply");

	query_integer(&query, "rejudging_id", set);
	query_bool(&query, "partial", partial);
	return run_json(queue, &query, ret_json, err);
}

int queue_rejudge_cancel(struct queue *queue, int64_t set, char **ret_json, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.rejudge_cancel");

	query_integer(&query, "rejudging_id", set);
	return run_json(queue, &query, ret_json, err);
}

int queue_rejudge_list(struct queue *queue, rejudge_take *take, void *context, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.rejudge_list");
	autoresult PGresult *result = NULL;

	if (run_long(queue, &query, &result, err) < 0)
		return -1;
	return take_rows(result, take, context, err);
}

/* ---- Export -------------------------------------------------------------------------------- */

static int find_members(struct queue *queue, int64_t set, const struct rejudge_filter *filter,
			PGresult **ret_result, struct error *err)
{
	autoquery struct query query = QUERY_CALL(set ? "assize.rejudge_members" :
							"assize.rejudge_matching");

	queue->fault = QUEUE_FAULT_REQUEST;
	if (set)
		query_integer(&query, "rejudging_id", set);
	else if (add_filter(&query, filter, err) < 0)
		return -1;
	return run_long(queue, &query, ret_result, err);
}

static int export_page(struct queue *queue, int64_t set, const PGresult *members, int first,
		       rejudge_take *take, void *context, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.rejudge_export");
	autoresult PGresult *result = NULL;
	int left = PQntuples(members) - first, count = left < PAGE ? left : PAGE;
	struct array array = array_begin(ARRAY_BIGINT, (size_t)count);

	for (int i = 0; i < count; i++)
		array_integer(&array, result_integer(members, first + i, 0));
	if (set)
		query_integer(&query, "rejudging_id", set);
	else
		query_null(&query, "rejudging_id");
	query_array(&query, "submissions", &array);
	if (run_long(queue, &query, &result, err) < 0)
		return -1;
	return take_rows(result, take, context, err);
}

int queue_rejudge_export(struct queue *queue, int64_t set, const struct rejudge_filter *filter,
			 rejudge_take *take, void *context, struct error *err)
{
	autoresult PGresult *members = NULL;

	if (find_members(queue, set, filter, &members, err) < 0)
		return -1;
	for (int first = 0; first < PQntuples(members); first += PAGE)
		if (export_page(queue, set, members, first, take, context, err) < 0)
			return -1;
	return 0;
}

#include "queue/control.h"

#include "queue/query.h"

#include <inttypes.h>
#include <stdio.h>

static int change(struct queue *queue, const char *function, const struct queue_scope *scope,
		  int64_t *ret_jobs, struct error *err)
{
	autoquery struct query query = QUERY_CALL(function);
	autoresult PGresult *result = NULL;

	if (scope->contest)
		query_text(&query, "contest", scope->contest);
	if (scope->problem)
		query_text(&query, "problem", scope->problem);
	if (scope->submission)
		query_integer(&query, "submission_id", scope->submission);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_jobs = result_integer(result, 0, 0);
	return 0;
}

int queue_pause(struct queue *queue, const struct queue_scope *scope, int64_t *ret_jobs,
		struct error *err)
{
	return change(queue, "assize.pause", scope, ret_jobs, err);
}

int queue_resume(struct queue *queue, const struct queue_scope *scope, int64_t *ret_jobs,
		 struct error *err)
{
	if (change(queue, "assize.resume", scope, ret_jobs, err) < 0)
		return -1;
	query_notify(queue, "judge_ready", NULL, 0);
	return 0;
}

int queue_knows_problem(struct queue *queue, const char *problem, bool *ret_known,
			struct error *err)
{
	autoquery struct query query = QUERY_STATEMENT(
		"select exists (select from assize.package p where p.name = $1)"
		" or exists (select from assize.submission s where s.problem = $1)");
	autoresult PGresult *result = NULL;

	query_text(&query, NULL, problem);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_known = *result_text(result, 0, 0) == 't';
	return 0;
}

/* The function itself takes what there is not for what was not given up. */
static int check_redrive(struct queue *queue, const struct queue_scope *scope, struct error *err)
{
	autoquery struct query query = QUERY_STATEMENT(
		"select $1::bigint is null or exists (select from assize.submission s where s.id = $1),"
		" $2::text is null or exists (select from assize.contest c where c.name = $2)");
	autoresult PGresult *result = NULL;

	if (scope->submission)
		query_integer(&query, NULL, scope->submission);
	else
		query_null(&query, NULL);
	if (scope->contest)
		query_text(&query, NULL, scope->contest);
	else
		query_null(&query, NULL);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	if (*result_text(result, 0, 0) == 'f')
		return error_usage(err, "there is no submission %" PRId64, scope->submission);
	if (*result_text(result, 0, 1) == 'f')
		return error_usage(err, "there is no contest \"%.200s\"", scope->contest);
	return 0;
}

int queue_redrive(struct queue *queue, const struct queue_scope *scope, int64_t *ret_jobs,
		  struct error *err)
{
	if ((scope->submission || scope->contest) && check_redrive(queue, scope, err) < 0)
		return -1;
	if (change(queue, "assize.redrive", scope, ret_jobs, err) < 0)
		return -1;
	query_notify(queue, "judge_ready", NULL, 0);
	return 0;
}

int queue_cancel(struct queue *queue, int64_t submission, char word[QUEUE_WORD_BYTES],
		 struct error *err)
{
	autoquery struct query query = QUERY_STATEMENT(
		"select assize.cancel(s.judgement_id) from assize.submission s where s.id = $1");
	autoresult PGresult *result = NULL;

	query_integer(&query, NULL, submission);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	if (PQntuples(result) == 0)
		return error_usage(err, "there is no submission %" PRId64, submission);
	snprintf(word, QUEUE_WORD_BYTES, "%s", result_text(result, 0, 0));
	return 0;
}

int queue_drain(struct queue *queue, const char *worker, int64_t *ret_workers, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.drain");
	autoresult PGresult *result = NULL;

	query_text(&query, "worker", worker);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_workers = result_integer(result, 0, 0);
	return 0;
}

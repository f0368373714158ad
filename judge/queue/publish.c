#include "queue/query.h"
#include "util/clock.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- Tests as arrays, one for each of their fields ----------------------------------------- */

static int64_t index_of(const struct test_result *test) { return test->index; }
static int64_t cpu_us_of(const struct test_result *test) { return test->cpu_ns / NS_PER_US; }
static int64_t wall_us_of(const struct test_result *test) { return test->wall_ns / NS_PER_US; }
static int64_t exit_code_of(const struct test_result *test) { return test->exit_code; }
static int64_t signal_of(const struct test_result *test) { return test->signal; }
static int64_t borderline_of(const struct test_result *test) { return test->borderline; }
static int64_t estimated_of(const struct test_result *test) { return test->memory_estimated; }
static double score_of(const struct test_result *test) { return test->score; }
static const char *reason_of(const struct test_result *test) { return test->reason; }
static const char *message_of(const struct test_result *test) { return test->message; }
static const char *team_message_of(const struct test_result *test) { return test->team_message; }

static int64_t memory_kib_of(const struct test_result *test)
{
	return (int64_t)(test->memory_bytes / 1024);
}

static int64_t output_bytes_of(const struct test_result *test)
{
	return (int64_t)test->output_bytes;
}

static const char *code_of(const struct test_result *test)
{
	return verdict_code(test->verdict);
}

struct test_column {
	const char *name;
	enum array_type type;
	int64_t (*number)(const struct test_result *test);	/* or */
	const char *(*text)(const struct test_result *test);	/* for ARRAY_TEXT, or */
	double (*real)(const struct test_result *test);		/* for ARRAY_REAL */
};

/* The first PROGRESS_COLUMNS are told while judging; the first NEVER_NULL are always there. */
enum { PROGRESS_COLUMNS = 5, NEVER_NULL = 2 };

static const struct test_column columns[] = {
	{ "test_index", ARRAY_INTEGER, index_of, NULL, NULL },
	{ "test_verdict", ARRAY_TEXT, NULL, code_of, NULL },
	{ "test_cpu_us", ARRAY_BIGINT, cpu_us_of, NULL, NULL },
	{ "test_memory_kib", ARRAY_BIGINT, memory_kib_of, NULL, NULL },
	{ "test_reason", ARRAY_TEXT, NULL, reason_of, NULL },
	{ "test_wall_us", ARRAY_BIGINT, wall_us_of, NULL, NULL },
	{ "test_output_bytes", ARRAY_BIGINT, output_bytes_of, NULL, NULL },
	{ "test_exit_code", ARRAY_INTEGER, exit_code_of, NULL, NULL },
	{ "test_signal", ARRAY_INTEGER, signal_of, NULL, NULL },
	{ "test_borderline", ARRAY_BOOL, borderline_of, NULL, NULL },
	{ "test_estimated", ARRAY_BOOL, estimated_of, NULL, NULL },
	{ "test_message", ARRAY_TEXT, NULL, message_of, NULL },
	{ "test_team_message", ARRAY_TEXT, NULL, team_message_of, NULL },
	{ "test_score", ARRAY_REAL, NULL, NULL, score_of },
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

static bool says_something(const struct test_column *column, const struct test_result *test)
{
	if (column->real)
		return column->real(test) != 0;
	if (column->text)
		return column->text(test)[0] != '\0';
	return column->number(test) != 0;
}

static void add_column(struct query *query, const struct test_column *column,
		       const struct test_result *tests, size_t count)
{
	struct array array = array_begin(column->type, count);

	for (size_t i = 0; i < count; i++) {
		if (column->real)
			array_real(&array, column->real(&tests[i]));
		else if (column->text)
			array_text(&array, column->text(&tests[i]));
		else
			array_integer(&array, column->number(&tests[i]));
	}
	query_array(query, column->name, &array);
}

/* All columns; those that say nothing are null, as half of them do and each costs time. */
static void add_results(struct query *query, const struct test_result *tests, size_t count)
{
	for (size_t c = 0; c < COLUMNS; c++) {
		size_t i = 0;

		while (c >= NEVER_NULL && i < count && !says_something(&columns[c], &tests[i]))
			i++;
		if (c >= NEVER_NULL && i == count)
			query_null(query, columns[c].name);
		else
			add_column(query, &columns[c], tests, count);
	}
}

/* ---- What the database answers -------------------------------------------------------------- */

static const struct {
	const char *word;
	enum queue_outcome outcome;
} words[] = {
	{ "ok", QUEUE_ACCEPTED },
	{ "retry", QUEUE_ACCEPTED },
	{ "duplicate", QUEUE_DUPLICATE },
	{ "cancelled", QUEUE_CANCELLED },
	{ "dead", QUEUE_DEAD },
};

static enum queue_outcome outcome_of(const PGresult *result)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(result_text(result, 0, 0), words[i].word) == 0)
			return words[i].outcome;
	return QUEUE_REFUSED;
}

/* Every function that ends a lease answers with one word. */
static int end_lease(struct queue *queue, const struct query *query,
		     enum queue_outcome *ret_outcome, struct error *err)
{
	autoresult PGresult *result = NULL;

	if (query_run(queue, query, &result, err) < 0)
		return -1;
	*ret_outcome = outcome_of(result);
	return 0;
}

/* ---- The calls ------------------------------------------------------------------------------ */

int queue_progress(struct queue *queue, const struct queue_lease *lease,
		   const struct test_result *tests, size_t count, enum queue_hold *ret_hold,
		   struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.progress");
	enum queue_outcome outcome;

	query_integer(&query, "worker_id", queue->worker);
	query_lease(&query, lease);
	for (size_t c = 0; c < PROGRESS_COLUMNS; c++)
		add_column(&query, &columns[c], tests, count);
	if (end_lease(queue, &query, &outcome, err) < 0)
		return -1;
	*ret_hold = outcome == QUEUE_ACCEPTED ? QUEUE_HELD :
		    outcome == QUEUE_CANCELLED ? QUEUE_CANCELLED_NOW : QUEUE_LOST;
	return 0;
}

static size_t at_most(uint32_t size, size_t most)
{
	return size < most ? size : most;
}

static void add_judgement(struct query *query, const struct judgement *judgement)
{
	query_text(query, "verdict", verdict_code(judgement->verdict));
	query_text(query, "reason", judgement->reason);
	query_real(query, "score", judgement->score);
	query_integer(query, "cpu_ns", judgement->cpu_ns);
	query_integer(query, "wall_ns", judgement->wall_ns);
	query_integer(query, "memory_bytes", (int64_t)judgement->memory_bytes);
	query_integer(query, "test_count", judgement->test_count);
	if (judgement->first_failed < 0)
		query_null(query, "first_failed");
	else
		query_integer(query, "first_failed", judgement->first_failed);
	query_bytes(query, "kept_output", judgement->kept_output,
		    at_most(judgement->kept_output_bytes, KEPT_BYTES));
	query_bytes(query, "kept_error", judgement->kept_error,
		    at_most(judgement->kept_error_bytes, KEPT_BYTES));
}

static void add_compile(struct query *query, const struct compile_result *compile)
{
	autostrbuf struct strbuf output = { 0 };

	strbuf_append(&output, compile->output,
		      at_most(compile->output_bytes, COMPILE_OUTPUT_BYTES));
	query_text(query, "compile_verdict", verdict_code(compile->verdict));
	query_text(query, "compile_reason", compile->reason);
	query_integer(query, "compile_cpu_ns", compile->cpu_ns);
	query_integer(query, "compile_wall_ns", compile->wall_ns);
	query_integer(query, "compile_memory_bytes", (int64_t)compile->memory_bytes);
	query_bool(query, "compile_cached", compile->cached);
	query_text(query, "compile_output", output.text ? output.text : "");
}

static void add_result(struct query *query, const struct queue *queue,
		       const struct queue_result *result)
{
	*query = (struct query)QUERY_CALL("assize.finish");
	query_integer(query, "worker_id", queue->worker);
	query_lease(query, result->lease);
	add_judgement(query, result->judgement);
	add_compile(query, result->compile);
	add_results(query, result->tests, result->count);
	query_text(query, "receipt", result->receipt);
	query_text(query, "summary", result->summary ? result->summary : "{}");
}

static void tell_done(struct queue *queue, const struct queue_result *results, size_t count)
{
	int64_t done[QUEUE_RESULTS];
	size_t many = 0;

	for (size_t i = 0; i < count; i++)
		if (results[i].outcome != QUEUE_REFUSED)
			done[many++] = results[i].lease->judgement;
	if (many)
		query_notify(queue, "judge_done", done, many);
}

/* In one transaction jobs are locked in this order, by those who cancel many as well: no deadlock. */
static void by_judgement(const struct queue_result *results, size_t count, size_t *order)
{
	for (size_t i = 0; i < count; i++) {
		size_t place = i;

		for (; place > 0 && results[order[place - 1]].lease->judgement >
					    results[i].lease->judgement; place--)
			order[place] = order[place - 1];
		order[place] = i;
	}
}

int queue_finish_many(struct queue *queue, struct queue_result *results, size_t count,
		      struct error *err)
{
	PGresult *answers[QUEUE_RESULTS] = { NULL };
	size_t order[QUEUE_RESULTS];
	struct query *queries;
	int status;

	assert(count > 0 && count <= QUEUE_RESULTS);
	queries = calloc(count, sizeof *queries);
	if (!queries)
		abort();
	by_judgement(results, count, order);
	for (size_t i = 0; i < count; i++)
		add_result(&queries[i], queue, &results[order[i]]);
	if (count == 1)
		status = query_run(queue, &queries[0], &answers[0], err);
	else
		status = query_run_together(queue, queries, count, answers, err);
	for (size_t i = 0; i < count; i++) {
		if (status == 0)
			results[order[i]].outcome = outcome_of(answers[i]);
		PQclear(answers[i]);
		query_free(&queries[i]);
	}
	free(queries);
	if (status == 0)
		tell_done(queue, results, count);
	return status;
}

int queue_finish(struct queue *queue, const struct queue_lease *lease,
		 const struct compile_result *compile, const struct test_result *tests,
		 size_t count, const struct judgement *judgement, const char *receipt,
		 const char *summary, enum queue_outcome *ret_outcome, struct error *err)
{
	struct queue_result result = { lease, compile, tests, count, judgement, receipt, summary,
				       QUEUE_REFUSED };

	if (queue_finish_many(queue, &result, 1, err) < 0)
		return -1;
	*ret_outcome = result.outcome;
	return 0;
}

int queue_fail(struct queue *queue, const struct queue_lease *lease, const char *reason,
	       enum queue_outcome *ret_outcome, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.fail");

	query_integer(&query, "worker_id", queue->worker);
	query_lease(&query, lease);
	query_text(&query, "reason", reason);
	return end_lease(queue, &query, ret_outcome, err);
}

int queue_lose(struct queue *queue, const struct queue_lease *lease, const char *reason,
	       enum queue_outcome *ret_outcome, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.lose");

	query_integer(&query, "worker_id", queue->worker);
	query_lease(&query, lease);
	query_text(&query, "reason", reason);
	return end_lease(queue, &query, ret_outcome, err);
}

int queue_return(struct queue *queue, const struct queue_lease *lease,
		 enum queue_outcome *ret_outcome, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.give_back");

	query_integer(&query, "worker_id", queue->worker);
	query_lease(&query, lease);
	if (end_lease(queue, &query, ret_outcome, err) < 0)
		return -1;
	if (*ret_outcome == QUEUE_ACCEPTED)
		query_notify(queue, "judge_ready", NULL, 0);
	return 0;
}

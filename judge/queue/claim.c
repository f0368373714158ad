#include "queue/query.h"
#include "util/clock.h"

#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { JUDGEMENT, LEASE, CLAIMS, SUBMISSION, PROBLEM, LANGUAGE, ENTRY_POINT, FULL_RUN, BACKGROUND,
       QUEUED_MS, IS_TRY };
enum { SOURCE_JUDGEMENT, SOURCE_NAME, SOURCE_CONTENT };

void queue_job_free(struct queue_job *job)
{
	submission_free(&job->submission);
	free(job->input);
	job->input = NULL;
}

static void copy(char *to, size_t size, const PGresult *result, int row, int column)
{
	snprintf(to, size, "%s", result_text(result, row, column));
}

static void read_job(const PGresult *result, int row, struct queue_job *job)
{
	memset(job, 0, sizeof *job);
	job->lease.judgement = result_integer(result, row, JUDGEMENT);
	copy(job->lease.token, sizeof job->lease.token, result, row, LEASE);
	job->claims = (unsigned)result_integer(result, row, CLAIMS);
	job->submission_id = result_integer(result, row, SUBMISSION);
	copy(job->submission.problem, sizeof job->submission.problem, result, row, PROBLEM);
	copy(job->submission.language, sizeof job->submission.language, result, row, LANGUAGE);
	copy(job->submission.entry_point, sizeof job->submission.entry_point, result, row,
	     ENTRY_POINT);
	job->full = result_text(result, row, FULL_RUN)[0] == 't';
	job->is_try = result_text(result, row, IS_TRY)[0] == 't';
	job->background = result_text(result, row, BACKGROUND)[0] == 't';
	job->queued_ns = result_integer(result, row, QUEUED_MS) * NS_PER_MS;
}

/* Rows of binary results are not aligned. */
static int64_t binary_integer(const PGresult *result, int row, int column)
{
	uint64_t big;

	memcpy(&big, PQgetvalue(result, row, column), sizeof big);
	return (int64_t)be64toh(big);
}

static void *copy_bytes(const char *bytes, size_t size)
{
	char *memory = malloc(size + 1);

	if (!memory)
		abort();
	memcpy(memory, bytes, size);
	memory[size] = '\0';
	return memory;
}

static void read_file(const PGresult *result, int row, struct source_file *file)
{
	size_t size = (size_t)PQgetlength(result, row, SOURCE_CONTENT);

	file->name = copy_bytes(PQgetvalue(result, row, SOURCE_NAME),
				(size_t)PQgetlength(result, row, SOURCE_NAME));
	file->data = copy_bytes(PQgetvalue(result, row, SOURCE_CONTENT), size);
	file->size = size;
}

/* The rows of one job follow each other, in the order of its files. */
static void read_files(const PGresult *result, struct queue_job *job)
{
	int rows = PQntuples(result), first = 0, end;
	struct source_file *files;

	while (first < rows &&
	       binary_integer(result, first, SOURCE_JUDGEMENT) != job->lease.judgement)
		first++;
	for (end = first; end < rows; end++)
		if (binary_integer(result, end, SOURCE_JUDGEMENT) != job->lease.judgement)
			break;
	files = calloc((size_t)(end - first) + 1, sizeof *files);
	if (!files)
		abort();
	for (int row = first; row < end; row++)
		read_file(result, row, &files[row - first]);
	job->submission.files = files;
	job->submission.file_count = (size_t)(end - first);
}

static int fetch_sources(struct queue *queue, struct queue_job *jobs, size_t count,
			 struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.sources");
	autoresult PGresult *result = NULL;
	struct lease_list list = { .judgements = { 0 } };

	for (size_t i = 0; i < count; i++)
		lease_list_add(&list, &jobs[i].lease);
	query_integer(&query, "worker_id", queue->worker);
	query_leases(&query, &list);
	query.binary = true;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		read_files(result, &jobs[i]);
	return 0;
}

static int fetch_input(struct queue *queue, struct queue_job *job, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.try_input");
	autoresult PGresult *result = NULL;

	query_integer(&query, "worker_id", queue->worker);
	query_lease(&query, &job->lease);
	query.binary = true;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	job->input_size = (size_t)PQgetlength(result, 0, 0);
	job->input = copy_bytes(PQgetvalue(result, 0, 0), job->input_size);
	return 0;
}

/* Between claim and sources a lease can get lost, if we were silent for long. */
static size_t drop_without_sources(struct queue_job *jobs, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (jobs[i].submission.file_count)
			jobs[kept++] = jobs[i];
		else
			queue_job_free(&jobs[i]);
	return kept;
}

int queue_claim(struct queue *queue, size_t capacity, size_t reserved, struct queue_job *jobs,
		size_t *ret_count, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.claim");
	autoresult PGresult *result = NULL;
	size_t count;

	query_integer(&query, "worker_id", queue->worker);
	query_integer(&query, "wanted", (int64_t)capacity);
	query_integer(&query, "reserved", (int64_t)reserved);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	count = (size_t)PQntuples(result);
	for (size_t i = 0; i < count; i++)
		read_job(result, (int)i, &jobs[i]);
	if (count && fetch_sources(queue, jobs, count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (jobs[i].is_try && fetch_input(queue, &jobs[i], err) < 0)
			return -1;
	*ret_count = drop_without_sources(jobs, count);
	return 0;
}

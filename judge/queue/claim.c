#include "queue/query.h"

#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { JUDGEMENT, LEASE, CLAIMS, SUBMISSION, PROBLEM, LANGUAGE, ENTRY_POINT, FULL_RUN };
enum { SOURCE_JUDGEMENT, SOURCE_NAME, SOURCE_CONTENT };

void queue_job_free(struct queue_job *job)
{
	submission_free(&job->submission);
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

static void add_file(struct submission *submission, const PGresult *result, int row)
{
	size_t size = (size_t)PQgetlength(result, row, SOURCE_CONTENT);
	struct source_file *files = realloc(submission->files,
					    (submission->file_count + 1) * sizeof *files);

	if (!files)
		abort();
	submission->files = files;
	files[submission->file_count++] = (struct source_file){
		.name = copy_bytes(PQgetvalue(result, row, SOURCE_NAME),
				   (size_t)PQgetlength(result, row, SOURCE_NAME)),
		.data = copy_bytes(PQgetvalue(result, row, SOURCE_CONTENT), size),
		.size = size,
	};
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
	for (int row = 0; row < PQntuples(result); row++)
		for (size_t i = 0; i < count; i++)
			if (jobs[i].lease.judgement ==
			    binary_integer(result, row, SOURCE_JUDGEMENT))
				add_file(&jobs[i].submission, result, row);
	return 0;
}

/* Between claim and sources a lease can get lost, if we were silent for long. */
static size_t drop_without_sources(struct queue_job *jobs, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (jobs[i].submission.file_count)
			jobs[kept++] = jobs[i];
	return kept;
}

int queue_claim(struct queue *queue, size_t capacity, struct queue_job *jobs, size_t *ret_count,
		struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.claim");
	autoresult PGresult *result = NULL;
	size_t count;

	query_integer(&query, "worker_id", queue->worker);
	query_integer(&query, "wanted", (int64_t)capacity);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	count = (size_t)PQntuples(result);
	for (size_t i = 0; i < count; i++)
		read_job(result, (int)i, &jobs[i]);
	if (count && fetch_sources(queue, jobs, count, err) < 0)
		return -1;
	*ret_count = drop_without_sources(jobs, count);
	return 0;
}

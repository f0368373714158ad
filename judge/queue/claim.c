#include "queue/query.h"
#include "util/clock.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The answer comes in binary, which takes half the bytes of text for sources, and no parsing. */
enum { JUDGEMENT, LEASE, CLAIMS, SUBMISSION, PROBLEM, LANGUAGE, ENTRY_POINT, FULL_RUN, BACKGROUND,
       QUEUED_MS, INPUT, FILES };

void queue_job_free(struct queue_job *job)
{
	submission_free(&job->submission);
	free(job->input);
	job->input = NULL;
}

/* ---- Values of a binary row, which are big-endian and not aligned ------------------------- */

static int32_t integer_at(const char *bytes)
{
	uint32_t big;

	memcpy(&big, bytes, sizeof big);
	return (int32_t)be32toh(big);
}

static int64_t bigint_of(const PGresult *result, int row, int column)
{
	uint64_t big;

	memcpy(&big, PQgetvalue(result, row, column), sizeof big);
	return (int64_t)be64toh(big);
}

static bool bool_of(const PGresult *result, int row, int column)
{
	return PQgetvalue(result, row, column)[0];
}

static void copy_text(char *to, size_t size, const PGresult *result, int row, int column)
{
	snprintf(to, size, "%s", result_text(result, row, column));
}

static void lease_of(const PGresult *result, int row, char token[QUEUE_LEASE_BYTES])
{
	const unsigned char *b = (const void *)PQgetvalue(result, row, LEASE);

	snprintf(token, QUEUE_LEASE_BYTES,
		 "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0],
		 b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
		 b[14], b[15]);
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

/*
 * The elements of an array, one after the other: dimensions, "has nulls", type; of the one
 * dimension length and first index; then each element behind its length. None is null here.
 */
struct elements {
	const char *next;
	int32_t count;
};

static struct elements elements_of(const PGresult *result, int row, int column)
{
	const char *bytes = PQgetvalue(result, row, column);

	if (integer_at(bytes) != 1)
		return (struct elements){ NULL, 0 };
	return (struct elements){ bytes + 20, integer_at(bytes + 12) };
}

static char *next_element(struct elements *elements, size_t *ret_size)
{
	char *copy;

	*ret_size = (size_t)integer_at(elements->next);
	copy = copy_bytes(elements->next + 4, *ret_size);
	elements->next += 4 + *ret_size;
	return copy;
}

/* ---- Jobs --------------------------------------------------------------------------------- */

/* Names and contents in turns. */
static void read_files(const PGresult *result, int row, struct submission *submission)
{
	struct elements elements = elements_of(result, row, FILES);
	size_t count = (size_t)elements.count / 2, length;
	struct source_file *files = calloc(count + 1, sizeof *files);

	if (!files)
		abort();
	for (size_t i = 0; i < count; i++) {
		files[i].name = next_element(&elements, &length);
		files[i].data = next_element(&elements, &files[i].size);
	}
	submission->files = files;
	submission->file_count = count;
}

static void read_job(const PGresult *result, int row, struct queue_job *job)
{
	struct submission *submission = &job->submission;

	memset(job, 0, sizeof *job);
	job->lease.judgement = bigint_of(result, row, JUDGEMENT);
	lease_of(result, row, job->lease.token);
	job->claims = (unsigned)integer_at(PQgetvalue(result, row, CLAIMS));
	job->submission_id = bigint_of(result, row, SUBMISSION);
	copy_text(submission->problem, sizeof submission->problem, result, row, PROBLEM);
	copy_text(submission->language, sizeof submission->language, result, row, LANGUAGE);
	copy_text(submission->entry_point, sizeof submission->entry_point, result, row,
		  ENTRY_POINT);
	job->full = bool_of(result, row, FULL_RUN);
	job->background = bool_of(result, row, BACKGROUND);
	job->queued_ns = bigint_of(result, row, QUEUED_MS) * NS_PER_MS;
	job->is_try = !PQgetisnull(result, row, INPUT);
	if (job->is_try) {
		job->input_size = (size_t)PQgetlength(result, row, INPUT);
		job->input = copy_bytes(PQgetvalue(result, row, INPUT), job->input_size);
	}
	read_files(result, row, submission);
}

int queue_claim(struct queue *queue, size_t capacity, size_t reserved, struct queue_job *jobs,
		size_t *ret_count, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.claim");
	autoresult PGresult *result = NULL;

	query_integer(&query, "worker_id", queue->worker);
	query_integer(&query, "wanted", (int64_t)capacity);
	query_integer(&query, "reserved", (int64_t)reserved);
	query.binary = true;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_count = (size_t)PQntuples(result);
	for (size_t i = 0; i < *ret_count; i++)
		read_job(result, (int)i, &jobs[i]);
	return 0;
}

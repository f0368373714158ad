#include "pipeline/answers.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Whether file is the case's name, or the end of it from a '/' on, with .out. */
static bool means(const char *file, const char *name)
{
	size_t file_length = strlen(file), length = strlen(name), used;

	if (file_length < strlen(".out") || strcmp(file + file_length - strlen(".out"), ".out"))
		return false;
	used = file_length - strlen(".out");
	return used > 0 && used <= length && !strncmp(file, name + length - used, used) &&
	       (used == length || name[length - used - 1] == '/');
}

static bool is_clear(const struct problem *problem, const char *file)
{
	size_t meant = 0;

	for (size_t i = 0; i < problem->test_count; i++)
		meant += means(file, problem->tests[i].name);
	return meant == 1;
}

const struct source_file *answers_find(const struct problem *problem,
				       const struct submission *submission, size_t test)
{
	const struct source_file *found = NULL;
	const char *name = problem->tests[test].name;

	if (problem->test_count == 1 && submission->file_count == 1)
		return &submission->files[0];
	for (size_t i = 0; i < submission->file_count; i++) {
		const struct source_file *file = &submission->files[i];
		bool is_whole = strlen(file->name) == strlen(name) + strlen(".out");

		if (means(file->name, name) && (is_whole || is_clear(problem, file->name)) &&
		    (!found || is_whole))
			found = file;
	}
	return found;
}

void answers_accept(const struct plan *plan, struct compile_result *ret_result)
{
	memset(ret_result, 0, sizeof *ret_result);
	ret_result->verdict = VERDICT_AC;
	for (size_t i = 0; i < plan->problem->test_count; i++)
		if (answers_find(plan->problem, plan->submission, i))
			return;
	ret_result->verdict = VERDICT_CE;
	snprintf(ret_result->reason, sizeof ret_result->reason,
		 "no outputs: this problem takes files such as %.150s.out, not a program",
		 plan->problem->tests[0].name);
}

void answers_give(const struct plan *plan, struct execution *execution,
		  struct test_result *result)
{
	const struct source_file *file = answers_find(plan->problem, plan->submission,
						      result->index);

	execution->error_size = 0;
	execution->lay_out_again = false;
	if (!file) {
		result->verdict = VERDICT_WA;
		snprintf(result->reason, sizeof result->reason, "no output for this test case");
	} else if (file->size > plan->run.output_bytes) {
		result->verdict = VERDICT_OLE;
		snprintf(result->reason, sizeof result->reason, "more than %llu bytes",
			 (unsigned long long)plan->run.output_bytes);
	} else {
		result->verdict = VERDICT_AC;
		result->output_bytes = file->size;
		execution_feed(execution, file->data, file->size);
	}
}

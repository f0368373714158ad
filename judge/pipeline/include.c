#include "pipeline/include.h"

#include "problem/constants.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 64 << 20 };

/* How near an include folder is to the language: the nearer overwrites the other. 0: not at all. */
enum { NEAR_DEFAULT = 1, NEAR_FAMILY, NEAR_LANGUAGE };

static int nearness(const struct include *include, const struct profile *profile)
{
	if (!strcmp(include->language, profile->id))
		return NEAR_LANGUAGE;
	if (!strcmp(include->language, profile->family))
		return NEAR_FAMILY;
	return strcmp(include->language, "default") ? 0 : NEAR_DEFAULT;
}

bool include_applies(const struct plan *plan)
{
	for (size_t i = 0; i < plan->problem->include_count; i++)
		if (nearness(&plan->problem->includes[i], plan->profile))
			return true;
	return false;
}

bool include_has(const struct problem *problem, const struct tree *tree,
		 const struct profile *profile, const char *name)
{
	for (size_t i = 0; i < problem->include_count; i++) {
		const struct include *include = &problem->includes[i];

		for (size_t k = 0; k < include->file_count && nearness(include, profile); k++)
			if (!strcmp(tree->files[include->files[k]].path + strlen(include->base),
				    name))
				return true;
	}
	return false;
}

int include_read(const struct tree_file *file, const struct problem *problem, char **ret_bytes,
		 size_t *ret_size, struct error *err)
{
	autofree char *bytes = malloc(file->size + 1);
	autostrbuf struct strbuf text = { 0 };

	if (file->size > FILE_BYTES_MAX)
		return error_usage(err, "%s is too large for a program's file", file->path);
	if (!bytes || pread(file->fd, bytes, file->size, 0) != (ssize_t)file->size)
		return error_system(err, "cannot read %s", file->path);
	if (!constants_substitute(problem->constants, problem->constant_count, bytes, file->size,
				  FILE_BYTES_MAX, &text))
		return error_usage(err, "%s is too large with its constants filled in", file->path);
	*ret_size = text.length;
	*ret_bytes = strbuf_take(&text);
	return 0;
}

/* Takes data over. */
static void put_file(struct submission *submission, const char *name, char *data, size_t size)
{
	struct source_file *files;
	char *copy;

	for (size_t i = 0; i < submission->file_count; i++)
		if (!strcmp(submission->files[i].name, name)) {
			free(submission->files[i].data);
			submission->files[i].data = data;
			submission->files[i].size = size;
			return;
		}
	files = realloc(submission->files, (submission->file_count + 1) * sizeof *files);
	copy = strdup(name);
	if (!files || !copy)
		abort();
	submission->files = files;
	submission->files[submission->file_count++] = (struct source_file){ copy, data, size };
}

static void put_own(const struct submission *own, struct submission *submission)
{
	memcpy(submission->problem, own->problem, sizeof own->problem);
	memcpy(submission->language, own->language, sizeof own->language);
	memcpy(submission->entry_point, own->entry_point, sizeof own->entry_point);
	for (size_t i = 0; i < own->file_count; i++) {
		const struct source_file *file = &own->files[i];
		char *data = malloc(file->size + 1);

		if (!data)
			abort();
		memcpy(data, file->data, file->size);
		put_file(submission, file->name, data, file->size);
	}
}

static int put_include(const struct plan *plan, const struct include *include,
		       struct submission *submission, struct error *err)
{
	for (size_t i = 0; i < include->file_count; i++) {
		const struct tree_file *file = &plan->tree->files[include->files[i]];
		size_t size;
		char *data;

		if (include_read(file, plan->problem, &data, &size, err) < 0)
			return -1;
		put_file(submission, file->path + strlen(include->base), data, size);
	}
	return 0;
}

int include_files(const struct plan *plan, struct submission *ret_submission, struct error *err)
{
	struct submission submission = { .file_count = 0 };
	int status = 0;

	put_own(plan->submission, &submission);
	for (int near = NEAR_DEFAULT; status == 0 && near <= NEAR_LANGUAGE; near++)
		for (size_t i = 0; status == 0 && i < plan->problem->include_count; i++)
			if (nearness(&plan->problem->includes[i], plan->profile) == near)
				status = put_include(plan, &plan->problem->includes[i], &submission,
						     err);
	/* Beside so many of the package's not even one has room. */
	if (status == 0 &&
	    submission.file_count >= plan->submission->file_count + SUBMISSION_FILES)
		status = error_usage(err, "include/ has more files than the %d that are compiled "
				     "together", SUBMISSION_FILES - 1);
	if (status < 0) {
		submission_free(&submission);
		return -1;
	}
	*ret_submission = submission;
	return 0;
}

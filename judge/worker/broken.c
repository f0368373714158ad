#include "worker/broken.h"

#include "util/string.h"

#include <openssl/sha.h>
#include <string.h>

void broken_job_make(struct broken_job *job, const struct tree *tree,
		     const struct submission *submission)
{
	autostrbuf struct strbuf text = { 0 };

	memcpy(job->package, tree->hash, sizeof job->package);
	strbuf_append(&text, submission->language, strlen(submission->language) + 1);
	for (size_t i = 0; i < submission->file_count; i++) {
		const struct source_file *file = &submission->files[i];
		unsigned char hash[SHA256_DIGEST_LENGTH];

		SHA256((const unsigned char *)file->data, file->size, hash);
		strbuf_append(&text, file->name, strlen(file->name) + 1);
		strbuf_append(&text, hash, sizeof hash);
	}
	SHA256((const unsigned char *)text.text, text.length, job->submission);
}

/* The entry of a package, or BROKEN_PACKAGES. */
static size_t find(const struct broken_table *table, const struct broken_job *job)
{
	size_t i = 0;

	while (i < BROKEN_PACKAGES &&
	       (!table->entry[i].used ||
		memcmp(table->entry[i].package, job->package, sizeof job->package) != 0))
		i++;
	return i;
}

bool broken_refuses(struct broken_table *table, const struct broken_job *job,
		    struct error *err)
{
	size_t i = find(table, job);

	if (i == BROKEN_PACKAGES || table->entry[i].row < BROKEN_AFTER ||
	    ++table->entry[i].asked % BROKEN_PROBE == 0)
		return false;
	*err = table->entry[i].last;
	error_context(err, "package broken");
	return true;
}

static size_t take_entry(struct broken_table *table, const struct broken_job *job)
{
	size_t i = find(table, job), oldest = 0;

	if (i < BROKEN_PACKAGES)
		return i;
	for (i = 1; i < BROKEN_PACKAGES; i++)
		if (table->entry[i].used < table->entry[oldest].used)
			oldest = i;
	memset(&table->entry[oldest], 0, sizeof table->entry[oldest]);
	memcpy(table->entry[oldest].package, job->package, sizeof job->package);
	return oldest;
}

bool broken_note(struct broken_table *table, const struct broken_job *job,
		 const struct error *failure)
{
	size_t i;

	if (!failure) {
		i = find(table, job);
		if (i < BROKEN_PACKAGES)
			table->entry[i].row = table->entry[i].asked = 0;
		return false;
	}
	if (failure->kind != ERROR_USAGE)
		return false;
	i = take_entry(table, job);
	table->entry[i].used = ++table->turns;
	table->entry[i].last = *failure;
	for (unsigned k = 0; k < table->entry[i].row; k++)
		if (!memcmp(table->entry[i].submissions[k], job->submission,
			    sizeof job->submission))
			return false;
	if (table->entry[i].row == BROKEN_AFTER)
		return false;
	memcpy(table->entry[i].submissions[table->entry[i].row++], job->submission,
	       sizeof job->submission);
	return table->entry[i].row == BROKEN_AFTER;
}

#include "worker/job.h"

#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JOB_MAGIC = 0x4a4f4231 };

/* With the memory file; the descriptors follow in messages of at most FD_MESSAGE_MAX. */
struct job_message {
	uint32_t magic;
};

/*
 * The memory file: this, then profiles of the package's programs, then per source its name, size
 * and bytes, then per file path and size.
 */
struct job_head {
	struct profile profile;
	struct judge_options options;
	char problem[256], language[32], entry_point[128];
	char tree_name[256], tree_origin[256];
	unsigned char tree_hash[32];
	uint32_t language_count, source_count, tree_count;
};

/* Judging reads neither statements nor the jury's submissions. */
static bool is_needed(const char *path)
{
	static const char *const unneeded[] = {
		"submissions/", "problem_statement/", "statement/", "attachments/", "solution/",
		"input_validators/", "input_validator/", "generators/",
	};

	for (size_t i = 0; i < ARRAY_SIZE(unneeded); i++)
		if (!strncmp(path, unneeded[i], strlen(unneeded[i])))
			return false;
	return true;
}

static void put_text(struct strbuf *out, const char *text)
{
	strbuf_append(out, text, strlen(text) + 1);
}

static void put_size(struct strbuf *out, uint64_t size)
{
	strbuf_append(out, &size, sizeof size);
}

/* The profile for a file of a validator or grader; NULL for those that need none. */
static const struct profile *find_language(const struct profile_table *table, const char *path)
{
	static const char *const folders[] = {
		"output_validators/", "output_validator/", "graders/", "static_validator/",
	};
	const char *name = strrchr(path, '/');
	const struct profile *profile;
	struct error ignored;

	for (size_t i = 0; name && i < ARRAY_SIZE(folders); i++)
		if (!strncmp(path, folders[i], strlen(folders[i])) && !profile_is_header(name + 1) &&
		    profile_for_files(table, &(const char *){ name + 1 }, 1, "", &profile,
				      &ignored) == 0)
			return profile;
	return NULL;
}

static uint32_t put_languages(struct strbuf *out, const struct profile_table *table,
			      const struct tree *tree)
{
	autofree bool *wanted = calloc(table->count + 1, sizeof *wanted);
	uint32_t count = 0;

	if (!wanted)
		abort();	/* as strings do */
	for (size_t i = 0; i < tree->count; i++) {
		const struct profile *profile = find_language(table, tree->files[i].path);

		if (profile)
			wanted[profile - table->profiles] = true;
	}
	for (size_t i = 0; i < table->count; i++)
		if (wanted[i]) {
			strbuf_append(out, &table->profiles[i], sizeof table->profiles[i]);
			count++;
		}
	return count;
}

static void encode(struct strbuf *out, const struct submission *submission,
		   const struct profile *profile, const struct profile_table *languages,
		   const struct tree *tree, const struct judge_options *options)
{
	struct job_head head;

	memset(&head, 0, sizeof head);
	head.profile = *profile;
	head.options = *options;
	memcpy(head.problem, submission->problem, sizeof head.problem);
	memcpy(head.language, submission->language, sizeof head.language);
	memcpy(head.entry_point, submission->entry_point, sizeof head.entry_point);
	memcpy(head.tree_name, tree->name, sizeof head.tree_name);
	memcpy(head.tree_origin, tree->origin, sizeof head.tree_origin);
	memcpy(head.tree_hash, tree->hash, sizeof head.tree_hash);
	head.source_count = (uint32_t)submission->file_count;
	for (size_t i = 0; i < tree->count; i++)
		head.tree_count += is_needed(tree->files[i].path);
	strbuf_append(out, &head, sizeof head);
	if (languages) {
		head.language_count = put_languages(out, languages, tree);
		memcpy(out->text, &head, sizeof head);
	}
	for (size_t i = 0; i < submission->file_count; i++) {
		put_text(out, submission->files[i].name);
		put_size(out, submission->files[i].size);
		strbuf_append(out, submission->files[i].data, submission->files[i].size);
	}
	for (size_t i = 0; i < tree->count; i++)
		if (is_needed(tree->files[i].path)) {
			put_text(out, tree->files[i].path);
			put_size(out, tree->files[i].size);
		}
}

static int send_descriptors(int socket, const struct tree *tree, struct error *err)
{
	int fds[FD_MESSAGE_MAX];
	size_t count = 0;

	for (size_t i = 0; i <= tree->count; i++) {
		if (count == FD_MESSAGE_MAX || (i == tree->count && count)) {
			if (fd_send(socket, "f", 1, fds, count) < 0)
				return error_system(err, "cannot send a package to a slot");
			count = 0;
		}
		if (i < tree->count && is_needed(tree->files[i].path))
			fds[count++] = tree->files[i].fd;
	}
	return 0;
}

int job_send(int socket, const struct submission *submission, const struct profile *profile,
	     const struct profile_table *languages, const struct tree *tree,
	     const struct judge_options *options, struct error *err)
{
	struct job_message message = { .magic = JOB_MAGIC };
	autostrbuf struct strbuf out = { 0 };
	autoclose int fd = -1;

	encode(&out, submission, profile, languages, tree, options);
	fd = fd_sealed("job", out.text, out.length);
	if (fd < 0)
		return error_system(err, "cannot hold a job");
	if (fd_send(socket, &message, sizeof message, &fd, 1) < 0)
		return error_system(err, "cannot send a job to a slot");
	return send_descriptors(socket, tree, err);
}

/* ---- the slot's side: what it reads was written by our own coordinator, but is still checked - */

struct reader {
	const char *at, *end;
};

static const char *get_text(struct reader *in)
{
	const char *text = in->at;
	const char *nul = memchr(in->at, '\0', (size_t)(in->end - in->at));

	if (!nul)
		return NULL;
	in->at = nul + 1;
	return text;
}

/* What is counted takes a byte each at the least: a larger count is no reason to allocate. */
static bool is_plausible(const struct reader *in, uint32_t count)
{
	return count <= (size_t)(in->end - in->at);
}

static bool get_size(struct reader *in, uint64_t *ret_size)
{
	if ((size_t)(in->end - in->at) < sizeof *ret_size)
		return false;
	memcpy(ret_size, in->at, sizeof *ret_size);
	in->at += sizeof *ret_size;
	return true;
}

static bool decode_languages(struct reader *in, uint32_t count, struct profile_table *table)
{
	size_t bytes = (size_t)count * sizeof *table->profiles;

	if (bytes > (size_t)(in->end - in->at))
		return false;
	table->profiles = malloc(bytes ? bytes : 1);
	if (!table->profiles)
		return false;
	memcpy(table->profiles, in->at, bytes);
	table->count = count;
	in->at += bytes;
	return true;
}

static bool decode_sources(struct reader *in, uint32_t count, struct submission *submission)
{
	if (!is_plausible(in, count))
		return false;
	submission->files = calloc(count ? count : 1, sizeof *submission->files);
	for (uint32_t i = 0; submission->files && i < count; i++) {
		struct source_file *file = &submission->files[i];
		const char *name = get_text(in);
		uint64_t size;

		if (!name || !get_size(in, &size) || size > (uint64_t)(in->end - in->at))
			return false;
		file->name = strdup(name);
		file->data = malloc(size ? size : 1);
		submission->file_count++;
		if (!file->name || !file->data)
			return false;
		memcpy(file->data, in->at, size);
		file->size = size;
		in->at += size;
	}
	return submission->files != NULL;
}

static bool decode_tree(struct reader *in, uint32_t count, struct tree *tree)
{
	if (!is_plausible(in, count))
		return false;
	tree->files = calloc(count ? count : 1, sizeof *tree->files);
	for (uint32_t i = 0; tree->files && i < count; i++) {
		const char *path = get_text(in);

		if (!path || !get_size(in, &tree->files[i].size))
			return false;
		tree->files[i].path = strdup(path);
		tree->files[i].fd = -1;
		tree->count++;
		if (!tree->files[i].path)
			return false;
	}
	return tree->files != NULL;
}

static bool decode(struct reader *in, struct job *job)
{
	struct job_head head;

	if ((size_t)(in->end - in->at) < sizeof head)
		return false;
	memcpy(&head, in->at, sizeof head);
	in->at += sizeof head;
	job->profile = head.profile;
	job->options = head.options;
	memcpy(job->submission.problem, head.problem, sizeof head.problem);
	memcpy(job->submission.language, head.language, sizeof head.language);
	memcpy(job->submission.entry_point, head.entry_point, sizeof head.entry_point);
	memcpy(job->tree.name, head.tree_name, sizeof head.tree_name);
	memcpy(job->tree.origin, head.tree_origin, sizeof head.tree_origin);
	memcpy(job->tree.hash, head.tree_hash, sizeof head.tree_hash);
	return decode_languages(in, head.language_count, &job->languages) &&
	       decode_sources(in, head.source_count, &job->submission) &&
	       decode_tree(in, head.tree_count, &job->tree) && in->at == in->end;
}

static int read_head(int fd, struct job *job, struct error *err)
{
	struct stat st;
	struct reader in;
	void *bytes;
	bool ok;

	if (fstat(fd, &st) < 0)
		return error_system(err, "a job");
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return error_system(err, "a job");
	in = (struct reader){ bytes, (const char *)bytes + st.st_size };
	ok = decode(&in, job);
	munmap(bytes, (size_t)st.st_size);
	return ok ? 0 : error_set(err, ERROR_SYSTEM, 0, "a job of another shape");
}

static int receive_descriptors(int socket, struct tree *tree, struct error *err)
{
	for (size_t done = 0; done < tree->count;) {
		int fds[FD_MESSAGE_MAX];
		size_t count;
		char byte;
		ssize_t n = fd_receive(socket, &byte, 1, fds, FD_MESSAGE_MAX, &count);

		if (n != 1 || count == 0)
			return error_set(err, ERROR_SYSTEM, n < 0 ? errno : 0, "half a package");
		for (size_t i = 0; i < count; i++) {
			if (done < tree->count)
				tree->files[done++].fd = fds[i];
			else
				close(fds[i]);
		}
	}
	return 0;
}

int job_receive(int socket, struct job *ret_job, struct error *err)
{
	struct job_message message;
	struct job job = { .tree.count = 0 };
	autoclose int fd = -1;
	size_t count;
	ssize_t n = fd_receive(socket, &message, sizeof message, &fd, 1, &count);

	if (n == 0 || (n < 0 && errno == ECONNRESET))
		return 0;
	if (n != sizeof message || count != 1 || message.magic != JOB_MAGIC)
		return error_set(err, ERROR_SYSTEM, 0, "a message that is no job");
	if (read_head(fd, &job, err) < 0 || receive_descriptors(socket, &job.tree, err) < 0) {
		job_free(&job);
		return -1;
	}
	*ret_job = job;
	return 1;
}

void job_free(struct job *job)
{
	submission_free(&job->submission);
	profile_table_free(&job->languages);
	tree_free(&job->tree);
}

#include "cmd/session.h"

#include "pipeline/include.h"
#include "problem/open.h"
#include "problem/problem.h"
#include "sandbox/class.h"
#include "util/cleanup.h"
#include "util/fd.h"
#include "worker/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Far beyond every package's limit on code: more is refused without being read. */
enum { SOURCE_MAX = 64 << 20 };

int session_profiles(const struct invocation *invocation, struct profile_table *ret_table,
		     struct error *err)
{
	const char *classes[CLASS_MAX];

	for (size_t i = 0; i < box_class_count; i++)
		classes[i] = box_classes[i].name;
	return profiles_load(invocation->langs, classes, box_class_count, ret_table, err);
}

int session_package(const char *path, struct tree *ret_tree, struct problem *ret_problem,
		    struct error *err)
{
	if (tree_open(path, ret_tree, err) < 0)
		return -1;
	if (problem_load(ret_tree, ret_problem, err) < 0) {
		tree_free(ret_tree);
		return -1;
	}
	return 0;
}

static int add_file(struct submission *submission, const char *name, const char *data, size_t size,
		    struct error *err)
{
	struct source_file *files, *file;

	if (submission->file_count >= SUBMISSION_FILES)
		return error_usage(err, "more than %d source files", SUBMISSION_FILES);
	files = realloc(submission->files, (submission->file_count + 1) * sizeof *files);
	if (!files)
		return error_system(err, "sources");
	submission->files = files;
	file = &files[submission->file_count++];
	*file = (struct source_file){ .name = strdup(name), .size = size };
	file->data = malloc(size ? size : 1);
	if (!file->name || !file->data)
		return error_system(err, "sources");
	memcpy(file->data, data, size);
	return 0;
}

static int read_source(int directory, const char *path, const char *name,
		       struct submission *submission, struct error *err)
{
	autoclose int fd = openat(directory, path, O_RDONLY | O_CLOEXEC);
	autofree char *data = NULL;
	size_t room;
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0)
		return error_set(err, ERROR_USAGE, errno, "cannot read %s", path);
	if (S_ISDIR(st.st_mode))
		return error_usage(err, "%s is a directory; give one directory alone, or files",
				   path);
	/* A pipe, <(command) for example, does not say how much is to come. */
	room = S_ISREG(st.st_mode) && st.st_size < SOURCE_MAX ? (size_t)st.st_size : SOURCE_MAX;
	data = malloc(room + 1);
	n = data ? fd_read_full(fd, data, room + 1) : -1;
	if (n < 0)
		return error_set(err, ERROR_USAGE, errno, "cannot read %s", path);
	if (n > SOURCE_MAX)
		return error_usage(err, "%s is larger than %d MiB", path, SOURCE_MAX >> 20);
	return add_file(submission, name, data, (size_t)n, err);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct source_file *)a)->name, ((const struct source_file *)b)->name);
}

static int read_below(int parent, const char *path, const char *prefix,
		      struct submission *submission, struct error *err);

static int read_entry(int directory, const char *prefix, const char *entry,
		      struct submission *submission, struct error *err)
{
	char name[SUBMISSION_NAME + 2];	/* too long by one is told by the check of names */
	struct stat st;

	if (entry[0] == '.' || fstatat(directory, entry, &st, 0) < 0)
		return 0;
	snprintf(name, sizeof name, "%s%s%s", prefix, *prefix ? "/" : "", entry);
	/* Not through links, which may lead round in circles. */
	if (S_ISDIR(st.st_mode))
		return fstatat(directory, entry, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
				       S_ISDIR(st.st_mode) && strlen(name) <= SUBMISSION_NAME ?
			       read_below(directory, entry, name, submission, err) : 0;
	return S_ISREG(st.st_mode) ? read_source(directory, entry, name, submission, err) : 0;
}

/* prefix: what comes before the names of files. */
static int read_below(int parent, const char *path, const char *prefix,
		      struct submission *submission, struct error *err)
{
	int fd = openat(parent, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result = 0;
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!directory) {
		if (fd >= 0)
			close(fd);
		return error_set(err, ERROR_USAGE, errno, "cannot read %s", path);
	}
	while (result == 0 && (entry = readdir(directory)))
		result = read_entry(dirfd(directory), prefix, entry->d_name, submission, err);
	closedir(directory);
	return result;
}

static int read_directory(const char *path, struct submission *submission, struct error *err)
{
	if (read_below(AT_FDCWD, path, "", submission, err) < 0)
		return -1;
	if (submission->file_count == 0)
		return error_usage(err, "%s has no source files in it", path);
	qsort(submission->files, submission->file_count, sizeof *submission->files, by_name);
	return 0;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int session_sources(char *const *paths, int count, struct submission *ret_submission,
		    struct error *err)
{
	struct submission submission = { .file_count = 0 };
	int result = 0;

	if (count == 1 && is_directory(paths[0]))
		result = read_directory(paths[0], &submission, err);
	else
		for (int i = 0; i < count && result == 0; i++)
			result = read_source(AT_FDCWD, paths[i], base_name(paths[i]), &submission,
					     err);
	if (result < 0) {
		submission_free(&submission);
		return -1;
	}
	*ret_submission = submission;
	return 0;
}

int session_jury(const struct tree *tree, const struct problem *problem,
		 const struct jury_submission *jury, struct submission *ret_submission,
		 struct error *err)
{
	struct submission submission = { .file_count = 0 };

	for (size_t i = 0; i < jury->file_count; i++) {
		const struct tree_file *file = &tree->files[jury->files[i]];
		autofree char *data = NULL;
		size_t size;

		if (include_read(file, problem, &data, &size, err) < 0 ||
		    add_file(&submission, file->path + strlen(jury->base), data, size, err) < 0) {
			submission_free(&submission);
			return -1;
		}
	}
	*ret_submission = submission;
	return 0;
}

int session_language(const struct profile_table *table, const char *name,
		     const struct problem *problem, struct submission *submission,
		     const struct profile **ret_profile, struct error *err)
{
	if (intake_submission(table, name, problem->languages, submission, ret_profile, err) < 0)
		return -1;
	snprintf(submission->problem, sizeof submission->problem, "%s", problem->name);
	return 0;
}

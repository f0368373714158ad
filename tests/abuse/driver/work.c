#include "work.h"

#include "package.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"
#include "worker/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define PREBUILT "prebuilt"	/* of tests/abuse/langs */

/* A native program says that it can by itself; others by the self-test of their profile. */
static const char sentinel_answer[] = "42", self_test_answer[] = "Hello, Assize!";

/* ---- the submission ---- */

static int add_data(struct submission *submission, const char *name, char *data, size_t size,
		    struct error *err)
{
	struct source_file *files = realloc(submission->files,
					    (submission->file_count + 1) * sizeof *files);

	if (!files) {
		free(data);
		return error_system(err, "sources");
	}
	submission->files = files;
	files[submission->file_count++] = (struct source_file){ strdup(name), data, size };
	return 0;
}

static int add_file(struct submission *submission, const char *path, const char *name,
		    struct error *err)
{
	autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *data;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0)
		return error_system(err, "cannot read %s", path);
	data = malloc((size_t)st.st_size + 1);
	n = data ? fd_read_full(fd, data, (size_t)st.st_size) : -1;
	if (n < 0) {
		free(data);
		return error_system(err, "cannot read %s", path);
	}
	return add_data(submission, name, data, (size_t)n, err);
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(((const struct source_file *)a)->name, ((const struct source_file *)b)->name);
}

static int add_entries(struct submission *submission, const char *path, const char *prefix,
		       struct error *err);

/* name is relative to path; a file in a directory is "directory/file". */
static int add_entry(struct submission *submission, const char *path, const char *name,
		     struct error *err)
{
	char file[8192], below[300];
	struct stat st;

	snprintf(file, sizeof file, "%s/%s", path, name);
	if (lstat(file, &st) < 0 || !S_ISDIR(st.st_mode))
		return add_file(submission, file, name, err);
	snprintf(below, sizeof below, "%s/", name);
	return add_entries(submission, path, below, err);
}

static int add_entries(struct submission *submission, const char *path, const char *prefix,
		       struct error *err)
{
	char name[600];
	struct dirent *entry;
	int result = 0;
	DIR *directory;

	snprintf(name, sizeof name, "%s/%s", path, prefix);
	directory = opendir(name);
	if (!directory)
		return error_system(err, "cannot read %s", name);
	while (result == 0 && (entry = readdir(directory))) {
		if (!strcmp(entry->d_name, "CASE") || !strcmp(entry->d_name, ".") ||
		    !strcmp(entry->d_name, ".."))
			continue;
		snprintf(name, sizeof name, "%s%s", prefix, entry->d_name);
		result = add_entry(submission, path, name, err);
	}
	closedir(directory);
	return result;
}

static int add_directory(struct submission *submission, const char *path, struct error *err)
{
	int result = add_entries(submission, path, "", err);

	if (submission->file_count)
		qsort(submission->files, submission->file_count, sizeof *submission->files,
		      compare_files);
	return result;
}

static bool is_c(const struct profile *profile)
{
	return !strcmp(profile->id, "c") || !strcmp(profile->family, "cpp");
}

/* The program of a case that was compiled before, and what stands in for its compiler. */
static int add_prebuilt(const struct places *places, const char *program,
			struct submission *submission, struct error *err)
{
	char path[8192];

	snprintf(path, sizeof path, "%s/install", places->programs);
	if (add_file(submission, program, "program.prebuilt", err) < 0 ||
	    add_file(submission, path, "install", err) < 0)
		return -1;
	return 0;
}

static int add_sources(const struct places *places, const struct abuse_case *c,
		       const struct profile *profile, struct submission *submission,
		       struct error *err)
{
	char path[8192];

	if (places->prebuilt) {
		snprintf(path, sizeof path, "%s/%.*s", places->prebuilt,
			 (int)strcspn(c->name, "."), c->name);
		return add_prebuilt(places, path, submission, err);
	}
	snprintf(path, sizeof path, "%s/%s", places->cases, c->name);
	if ((c->is_directory ? add_directory(submission, path, err) :
			       add_file(submission, path, profile->source, err)) < 0)
		return -1;
	return is_c(profile) ? add_file(submission, places->header, "attack.h", err) : 0;
}

/* ---- the profile ---- */

static int profile_by_extension(const struct languages *languages, const char *name,
				const struct profile **ret_profile, struct error *err)
{
	return profile_for_files(&languages->table, &name, 1, "", ret_profile, err);
}

/* The language of a directory is that of the first file that has one. */
static int profile_of_directory(const struct places *places, const struct languages *languages,
				const struct abuse_case *c, const struct profile **ret_profile,
				struct error *err)
{
	struct submission submission = { .file_count = 0 };
	char path[8192];
	int result;

	snprintf(path, sizeof path, "%s/%s", places->cases, c->name);
	result = add_directory(&submission, path, err);
	if (result == 0)
		result = error_usage(err, "%s has no file of a known language", c->name);
	for (size_t i = 0; i < submission.file_count && result < 0; i++)
		result = profile_by_extension(languages, submission.files[i].name, ret_profile, err);
	submission_free(&submission);
	return result;
}

/* Our own come first: they are few, and called like no language. */
static int find_language(const struct languages *languages, const char *id,
			 const struct profile **ret_profile, struct error *err)
{
	return profile_find(&languages->own, id, ret_profile, err) == 0 ? 0 :
	       profile_find(&languages->table, id, ret_profile, err);
}

static bool is_own(const struct languages *languages, const struct profile *profile)
{
	return profile >= languages->own.profiles &&
	       profile < languages->own.profiles + languages->own.count;
}

int work_profile(const struct places *places, const struct languages *languages,
		 const struct abuse_case *c, const struct profile **ret_profile,
		 struct error *err)
{
	if (places->prebuilt)
		return profile_find(&languages->own, PREBUILT, ret_profile, err);
	if (c->language[0])
		return find_language(languages, c->language, ret_profile, err);
	if (c->is_directory)
		return profile_of_directory(places, languages, c, ret_profile, err);
	return profile_by_extension(languages, c->name, ret_profile, err);
}

/* ---- all of it ---- */

static int finish(const struct places *places, const char *interactor, const char *const *tests,
		  size_t count, const char *answer, off_t input_bytes, struct work *work,
		  struct error *err)
{
	char path[8192];

	snprintf(path, sizeof path, "%s/%s", places->interactors, interactor);
	if (package_make(tests, count, answer, input_bytes, interactor[0] ? path : NULL,
			 &work->tree, err) < 0)
		return -1;
	return package_hash(&work->tree, work->hash, err);
}

/* A case that is not about time is about something else on a slow machine as well. */
static int64_t time_limit(const struct abuse_case *c, double slow)
{
	if (c->expected & VERDICT_BIT(VERDICT_TLE))
		slow = 1;
	return (int64_t)((double)c->time_ns * slow);
}

static void set_profile(const struct abuse_case *c, const struct profile *from,
			struct profile *profile)
{
	struct profile_limits *compile = &profile->compile.limits;

	*profile = *from;
	profile->run.limits.wall_ns = c->wall_limit_ns;
	if (c->compile_ns) {
		compile->cpu_ns = c->compile_ns;
		compile->wall_ns = 3 * c->compile_ns;
	}
	/* A runtime needs the threads that its profile gives it. */
	if (c->processes || !profile->run.limits.processes)
		profile->run.limits.processes = c->processes ? c->processes : 1;
	if (c->compile_memory_bytes)
		compile->memory_bytes = c->compile_memory_bytes;
}

int work_prepare(const struct places *places, const struct languages *languages,
		 const struct abuse_case *c, double slow, struct work *ret_work, struct error *err)
{
	const char *names[CASE_TESTS];
	const struct profile *profile = NULL, *taken;
	struct work work;

	memset(&work, 0, sizeof work);
	if (work_profile(places, languages, c, &profile, err) < 0 || !profile)
		return -1;
	set_profile(c, profile, &work.profile);
	work.options = (struct judge_options){
		.full = true, .reruns = 2, .time_limit_ns = time_limit(c, slow),
		.memory_bytes = c->memory_bytes, .output_bytes = c->output_bytes,
	};
	for (size_t i = 0; i < c->test_count; i++)
		names[i] = c->tests[i];
	if (add_sources(places, c, profile, &work.submission, err) < 0 ||
	    finish(places, c->interactor, names, c->test_count, c->answer, c->input_bytes, &work,
		   err) < 0) {
		work_free(&work);
		err->kind = ERROR_SYSTEM;
		return -1;
	}
	if (intake_submission(is_own(languages, profile) ? &languages->own : &languages->table,
			      profile->id, "", &work.submission, &taken, err) < 0) {
		work_free(&work);
		return -1;
	}
	*ret_work = work;
	return 0;
}

int work_sentinel(const struct places *places, const struct languages *languages,
		  const struct profile *profile, const char *interactor, struct work *ret_work,
		  struct error *err)
{
	static const char *const tests[] = { "go" };
	bool native = !strcmp(profile->run.class, "native");
	struct work work;
	char path[8192];
	int result;

	memset(&work, 0, sizeof work);
	work.options = (struct judge_options){ .reruns = 2, .time_limit_ns = 10 * NS_PER_S };
	if (native && profile_find(&languages->own, PREBUILT, &profile, err) < 0)
		return -1;
	work.profile = *profile;
	snprintf(work.submission.language, sizeof work.submission.language, "%s", profile->id);
	snprintf(path, sizeof path, native ? "%s/sentinel" : "%s/%s",
		 native ? places->programs :
		 is_own(languages, profile) ? places->own_langs : places->langs, profile->test);
	result = native ? add_prebuilt(places, path, &work.submission, err) :
			  add_file(&work.submission, path, profile->test, err);
	if (result == 0)
		result = finish(places, interactor, tests, 1,
				native ? sentinel_answer : self_test_answer, 0, &work, err);
	if (result < 0) {
		work_free(&work);
		return -1;
	}
	*ret_work = work;
	return 0;
}

bool work_is_unchanged(const struct work *work)
{
	unsigned char now[sizeof work->hash];
	struct error ignored;

	return package_hash(&work->tree, now, &ignored) == 0 &&
	       memcmp(now, work->hash, sizeof now) == 0;
}

void work_free(struct work *work)
{
	submission_free(&work->submission);
	tree_free(&work->tree);
	memset(work, 0, sizeof *work);
}

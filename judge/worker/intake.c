#include "worker/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Is this entry point the file, with or without its extension? */
static bool names(const char *entry_point, const char *file)
{
	size_t length = strlen(entry_point);

	return length && !strncmp(file, entry_point, length) &&
	       (file[length] == '\0' || file[length] == '.');
}

/* A name that is not safe, or says another language than the chosen one, is not worth keeping. */
static int rename_single(const struct profile *profile, struct submission *submission,
			 struct error *err)
{
	struct source_file *file = &submission->files[0];
	bool is_fit = !submission_name_problem(file->name) &&
		      profile_compiles(profile, file->name);
	char *name;

	if (is_fit || !profile->source[0])
		return 0;
	name = strdup(profile->source);
	if (!name)
		return error_system(err, "source file");
	if (names(submission->entry_point, file->name))
		snprintf(submission->entry_point, sizeof submission->entry_point, "%s", name);
	free(file->name);
	file->name = name;
	return 0;
}

static int check_names(const struct profile *profile, struct submission *submission,
		       struct error *err)
{
	if (submission->file_count == 1 && rename_single(profile, submission, err) < 0)
		return -1;
	for (size_t i = 0; i < submission->file_count; i++) {
		const struct source_file *file = &submission->files[i];
		const char *problem = submission_name_problem(file->name);

		if (problem)
			return error_usage(err, "the file name \"%s\" %s", file->name, problem);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(submission->files[k].name, file->name))
				return error_usage(err, "two source files are called %s", file->name);
	}
	return 0;
}

static int choose(const struct profile_table *table, const char *language, const char *allowed,
		  const struct submission *submission, const struct profile **ret_profile,
		  struct error *err)
{
	const char *names[SUBMISSION_FILES];

	if (language && language[0]) {
		if (profile_find(table, language, ret_profile, err) < 0)
			return -1;
		if (!profile_is_allowed(*ret_profile, allowed))
			return error_usage(err, "the problem does not allow language %s",
					   (*ret_profile)->id);
		return 0;
	}
	if (submission->file_count > SUBMISSION_FILES)
		return error_usage(err, "more than %d source files", SUBMISSION_FILES);
	for (size_t i = 0; i < submission->file_count; i++)
		names[i] = submission->files[i].name;
	return profile_for_files(table, names, submission->file_count, allowed, ret_profile, err);
}

int intake_submission(const struct profile_table *table, const char *language,
		      const char *allowed, struct submission *submission,
		      const struct profile **ret_profile, struct error *err)
{
	const struct profile *profile;

	if (submission->file_count == 0)
		return error_usage(err, "a submission without files");
	if (choose(table, language, allowed, submission, &profile, err) < 0 ||
	    check_names(profile, submission, err) < 0)
		return -1;
	snprintf(submission->language, sizeof submission->language, "%s", profile->id);
	*ret_profile = profile;
	return 0;
}

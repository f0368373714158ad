/*
 * submission: what a contestant handed in.
 */
#ifndef MODEL_SUBMISSION_H
#define MODEL_SUBMISSION_H

#include <stddef.h>

struct source_file {
	char *name;		/* relative, checked by submission_name_problem() */
	char *data;		/* bytes, not a string */
	size_t size;
};

struct submission {
	char problem[256];		/* short name */
	char language[32];		/* id of the profile; "" until it is known */
	char entry_point[128];		/* main file or class; "" finds it */
	struct source_file *files;
	size_t file_count;
};

enum { SUBMISSION_FILES = 1000, SUBMISSION_NAME = 255 };

/*
 * What is wrong with a source file's name ("is absolute", "has .. in it", ...), or NULL. Parts are
 * letters, digits and _.-+ , do not begin with '-' or '.', and are joined by '/'.
 */
const char *submission_name_problem(const char *name);

size_t submission_bytes(const struct submission *submission);

/*
 * How many files and directories the sources are laid out as. *ret_clash is the name of a file that
 * others have as a directory, which cannot be laid out, or NULL.
 */
size_t submission_entries(const struct submission *submission, const char **ret_clash);

void submission_free(struct submission *submission);

#endif

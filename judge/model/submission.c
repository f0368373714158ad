#include "model/submission.h"

#include <stdlib.h>
#include <string.h>

static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-+";

const char *submission_name_problem(const char *name)
{
	size_t length = strlen(name);

	if (length == 0)
		return "is empty";
	if (length > SUBMISSION_NAME)
		return "is longer than 255 bytes";
	if (name[0] == '/')
		return "is absolute";
	for (const char *part = name; part; part = strchr(part, '/')) {
		size_t n;

		part += *part == '/';
		n = strspn(part, allowed);
		if (n == 0 && (*part == '/' || *part == '\0'))
			return "has an empty part";
		if (part[0] == '-' || part[0] == '.')
			return "has a part that begins with - or .";
		if (part[n] != '/' && part[n] != '\0')
			return "has a character other than letters, digits and _.-+";
	}
	return NULL;
}

size_t submission_bytes(const struct submission *submission)
{
	size_t bytes = 0;

	for (size_t i = 0; i < submission->file_count; i++)
		bytes += submission->files[i].size;
	return bytes;
}

void submission_free(struct submission *submission)
{
	for (size_t i = 0; i < submission->file_count; i++) {
		free(submission->files[i].name);
		free(submission->files[i].data);
	}
	free(submission->files);
	submission->files = NULL;
	submission->file_count = 0;
}

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

/* '/' comes before all else: a directory's files follow it at once. */
static int rank(char c)
{
	return c == '/' ? 1 : c == '\0' ? 0 : 2 + (unsigned char)c;
}

/* How many bytes both begin with. */
static size_t common(const char *a, const char *b)
{
	size_t same = 0;

	while (a[same] && a[same] == b[same])
		same++;
	return same;
}

static int compare_paths(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	size_t same = common(x, y);

	return rank(x[same]) - rank(y[same]);
}

size_t submission_entries(const struct submission *submission, const char **ret_clash)
{
	size_t count = submission->file_count, entries = count;
	const char **names = calloc(count + 1, sizeof *names), *before = "";

	*ret_clash = NULL;
	if (!names)
		abort();
	for (size_t i = 0; i < count; i++)
		names[i] = submission->files[i].name;
	qsort(names, count, sizeof *names, compare_paths);
	for (size_t i = 0; i < count; before = names[i++]) {
		size_t same = common(before, names[i]);

		/* What lies within the common part the one before has counted. */
		for (const char *c = names[i] + same; *c; c++)
			entries += *c == '/';
		if (*before && !before[same] && names[i][same] == '/')
			*ret_clash = before;
	}
	free(names);
	return entries;
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

#include "case.h"

#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { HEAD_BYTES = 8192 };	/* directives stand at the beginning */

static const struct abuse_case defaults = {
	.time_ns = NS_PER_S, .memory_bytes = 64u << 20, .output_bytes = 1u << 20,
	.answer = "held", .repeat = 1,
};

static int read_head(int directory, const char *name, bool is_directory, char *text,
		     struct error *err)
{
	char path[CASE_NAME + 8];
	autoclose int fd = -1;
	ssize_t n;

	snprintf(path, sizeof path, is_directory ? "%s/CASE" : "%s", name);
	fd = openat(directory, path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : fd_read_full(fd, text, HEAD_BYTES - 1);
	if (n < 0)
		return error_set(err, ERROR_USAGE, errno, "cannot read %s", path);
	text[n] = '\0';
	return 0;
}

static int load(int directory, const char *name, struct abuse_case *c, struct error *err)
{
	char head[HEAD_BYTES], *end;
	struct stat st;

	*c = defaults;
	c->number = (unsigned)strtoul(name, &end, 10);
	if (c->number < 1 || c->number > CASE_LAST || end != name + 3 || *end != '-' ||
	    snprintf(c->name, sizeof c->name, "%s", name) >= (int)sizeof c->name)
		return error_usage(err, "%s: not NNN-name", name);
	if (fstatat(directory, name, &st, 0) < 0)
		return error_set(err, ERROR_USAGE, errno, "cannot read %s", name);
	c->is_directory = S_ISDIR(st.st_mode);
	if (read_head(directory, name, c->is_directory, head, err) < 0)
		return -1;
	if (case_parse(head, c->is_directory, c, err) < 0)
		return error_context(err, "%s", name);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct abuse_case *)a)->name, ((const struct abuse_case *)b)->name);
}

static int add(int directory, const char *name, struct case_list *list, struct error *err)
{
	struct abuse_case *cases = realloc(list->cases, (list->count + 1) * sizeof *cases);

	if (!cases)
		return error_system(err, "cases");
	list->cases = cases;
	if (load(directory, name, &cases[list->count], err) < 0)
		return -1;
	list->count++;
	return 0;
}

int case_list_load(const char *directory, struct case_list *ret_list, struct error *err)
{
	struct case_list list = { .count = 0 };
	DIR *entries = opendir(directory);
	struct dirent *entry;
	int result = 0;

	if (!entries)
		return error_set(err, ERROR_USAGE, errno, "cannot read %s", directory);
	while (result == 0 && (entry = readdir(entries)))
		if (entry->d_name[0] != '.')
			result = add(dirfd(entries), entry->d_name, &list, err);
	closedir(entries);
	for (size_t i = 0; i < list.count && result == 0; i++)
		if (list.cases[i].beside[0] && !case_find(&list, list.cases[i].beside))
			result = error_usage(err, "%s: there is no case %s", list.cases[i].name,
					     list.cases[i].beside);
	if (result < 0) {
		case_list_free(&list);
		return error_context(err, "%s", directory);
	}
	if (list.count)
		qsort(list.cases, list.count, sizeof *list.cases, by_name);
	*ret_list = list;
	return 0;
}

void case_list_free(struct case_list *list)
{
	free(list->cases);
	*list = (struct case_list){ .count = 0 };
}

static bool is_called(const struct abuse_case *c, const char *name)
{
	size_t length = strlen(name);

	return !strncmp(c->name, name, length) &&
	       (c->name[length] == '\0' || (length > 4 && !strcmp(strrchr(c->name, '.') ?
								   strrchr(c->name, '.') : "",
								  c->name + length)));
}

const struct abuse_case *case_find(const struct case_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_called(&list->cases[i], name))
			return &list->cases[i];
	return NULL;
}

bool case_is_chosen(const struct abuse_case *c, const char *word)
{
	char *end;
	unsigned long first = strtoul(word, &end, 10), last = first;

	if (*end == '-' && end[1] >= '0' && end[1] <= '9')
		last = strtoul(end + 1, &end, 10);
	if (end != word && *end == '\0')
		return c->number >= first && c->number <= last;
	return is_called(c, word);
}

#include "profile/ids.h"

#include "model/profile.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char suffix[] = ".yaml";
static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-";

const char *profile_id_problem(const char *id)
{
	if (!*id)
		return "is empty";
	if (strlen(id) >= sizeof ((struct profile *)0)->id)
		return "is longer than 31 bytes";
	if (*id == '-')
		return "begins with -";
	if (id[strspn(id, allowed)])
		return "has a character other than letters, digits and _+-";
	return NULL;
}

_Static_assert(sizeof ((struct profile *)0)->id == 32, "the message above says so");

static int is_profile(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name), tail = sizeof suffix - 1;

	/* Hidden files are what editors leave behind. */
	return entry->d_name[0] != '.' && length > tail &&
	       strcmp(entry->d_name + length - tail, suffix) == 0;
}

/* By id: "c" comes before "c++", although "c.yaml" does not come before "c++.yaml". */
static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int profile_ids_read(int fd, const char *name, struct profile_ids *ret_ids, struct error *err)
{
	struct profile_ids ids = { 0 };
	struct dirent **entries = NULL;
	int count = scandirat(fd, ".", &entries, is_profile, NULL);

	if (count < 0)
		return error_system(err, "cannot read the directory %s", name);
	ids.ids = calloc((size_t)count + 1, sizeof *ids.ids);
	for (int i = 0; i < count; i++) {
		size_t length = strlen(entries[i]->d_name) - (sizeof suffix - 1);
		char *id = ids.ids ? strndup(entries[i]->d_name, length) : NULL;

		if (id)
			ids.ids[ids.count++] = id;
		free(entries[i]);
	}
	free(entries);
	if (!ids.ids || ids.count < (size_t)count) {
		profile_ids_free(&ids);
		return error_set(err, ERROR_SYSTEM, ENOMEM, "%s", name);
	}
	qsort(ids.ids, ids.count, sizeof *ids.ids, compare);
	*ret_ids = ids;
	return 0;
}

void profile_ids_free(struct profile_ids *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		free(ids->ids[i]);
	free(ids->ids);
	*ids = (struct profile_ids){ 0 };
}

#include "profile/ids.h"

#include "model/profile.h"
#include "util/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int add(struct profile_ids *ids, const char *name, size_t length)
{
	autofree char *id = strndup(name, length);
	char **grown = reallocarray(ids->ids, ids->count + 1, sizeof *grown);

	if (grown)
		ids->ids = grown;
	if (!id || !grown)
		return -1;
	grown[ids->count++] = TAKE(id);
	return 0;
}

static int read_entries(DIR *directory, struct profile_ids *ids)
{
	const struct dirent *entry;

	while (errno = 0, (entry = readdir(directory))) {
		size_t length = strlen(entry->d_name), tail = sizeof suffix - 1;

		/* Hidden files are what editors leave behind. */
		if (entry->d_name[0] == '.' || length <= tail ||
		    strcmp(entry->d_name + length - tail, suffix) != 0)
			continue;
		if (add(ids, entry->d_name, length - tail) < 0)
			return -1;
	}
	return errno ? -1 : 0;
}

int profile_ids_read(int fd, const char *name, struct profile_ids *ret_ids, struct error *err)
{
	struct profile_ids ids = { 0 };
	autoclose int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = own < 0 ? NULL : fdopendir(own);
	int result;

	if (!directory)
		return error_system(err, "cannot read the directory %s", name);
	TAKE_FD(own);
	result = read_entries(directory, &ids);
	if (result < 0)
		error_system(err, "cannot read the directory %s", name);
	closedir(directory);
	if (result < 0) {
		profile_ids_free(&ids);
		return -1;
	}
	if (ids.count)
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

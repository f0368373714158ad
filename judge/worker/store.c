#include "worker/store.h"

#include "problem/archive.h"
#include "problem/open.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int add(struct store *store, const char *path, struct error *err)
{
	struct tree **trees = realloc(store->trees, (store->count + 1) * sizeof(struct tree *));
	struct tree *tree = malloc(sizeof *tree);

	if (trees)
		store->trees = trees;
	if (!trees || !tree) {
		free(tree);
		return error_system(err, "packages");
	}
	if (tree_open(path, tree, err) < 0) {
		free(tree);
		return -1;
	}
	store->trees[store->count++] = tree;
	return 0;
}

static int add_directory(struct store *store, const char *path, struct error *err)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	if (!directory)
		return error_set(err, ERROR_USAGE, errno, "cannot read the packages in %s", path);
	while ((entry = readdir(directory))) {
		char package[PATH_MAX];
		struct error failure = { 0 };

		if (entry->d_name[0] == '.' ||
		    (entry->d_type == DT_REG && !archive_stem(entry->d_name)))
			continue;
		snprintf(package, sizeof package, "%s/%s", path, entry->d_name);
		if (add(store, package, &failure) < 0)
			log_text(store->log, LOG_LEVEL_WARNING, "package left out: %s",
				 failure.message);
	}
	closedir(directory);
	return 0;
}

int store_open(struct store *store, const char *directories, const struct log *log,
	       struct error *err)
{
	*store = (struct store){ .directories = directories, .log = log };
	for (const char *s = directories; *s; s = packed_next(s))
		if (add_directory(store, s, err) < 0) {
			store_close(store);
			return -1;
		}
	return 0;
}

void store_close(struct store *store)
{
	for (size_t i = 0; i < store->count; i++) {
		tree_free(store->trees[i]);
		free(store->trees[i]);
	}
	free(store->trees);
	*store = (struct store){ .count = 0 };
}

static const struct tree *known(const struct store *store, const char *name)
{
	for (size_t i = 0; i < store->count; i++)
		if (!strcmp(store->trees[i]->name, name))
			return store->trees[i];
	return NULL;
}

/* The package as a directory, else as an archive; path has room for the longest extension. */
static int find_file(const char *directory, const char *name, char path[PATH_MAX])
{
	static const char *const none[] = { "", NULL };
	const char *const *const lists[] = { none, archive_extensions };

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (const char *const *extension = lists[i]; *extension; extension++) {
			struct stat status;

			snprintf(path, PATH_MAX, "%s/%s%s", directory, name, *extension);
			if (stat(path, &status) == 0 && S_ISDIR(status.st_mode) == !**extension)
				return 0;
		}
	return -1;
}

int store_find(struct store *store, const char *name, const struct tree **ret_tree,
	       struct error *err)
{
	const struct tree *tree = known(store, name);
	char path[PATH_MAX];

	if (strchr(name, '/') || name[0] == '.')
		return 0;
	for (const char *s = store->directories; *s && !tree; s = packed_next(s)) {
		if (find_file(s, name, path) < 0)
			continue;
		if (add(store, path, err) < 0)
			return -1;
		tree = known(store, name);
	}
	if (tree)
		*ret_tree = tree;
	return tree != NULL;
}

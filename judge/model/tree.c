#include "model/tree.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first index whose path is not before text. */
static size_t lower_bound(const struct tree *tree, const char *text)
{
	size_t low = 0, high = tree->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(tree->files[middle].path, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

long tree_find(const struct tree *tree, const char *path)
{
	size_t i = lower_bound(tree, path);

	return i < tree->count && !strcmp(tree->files[i].path, path) ? (long)i : -1;
}

long tree_find_prefix(const struct tree *tree, const char *prefix)
{
	size_t i = lower_bound(tree, prefix);

	return i < tree->count && !strncmp(tree->files[i].path, prefix, strlen(prefix)) ? (long)i :
										      -1;
}

void tree_free(struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		free(tree->files[i].path);
		if (tree->files[i].fd >= 0)
			close(tree->files[i].fd);
	}
	free(tree->files);
	for (size_t i = 0; i < tree->ignored_count; i++)
		free(tree->ignored[i]);
	free(tree->ignored);
	*tree = (struct tree){ .count = 0 };
}

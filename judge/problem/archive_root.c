#include "problem/archive_nodes.h"

#include "problem/files.h"
#include "problem/tree_build.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <stdlib.h>
#include <string.h>

/* Whether path shows that a package begins there. */
static bool shows_root(const char *path)
{
	return !strcmp(path, "problem.yaml") || !strncmp(path, "data/", 5);
}

static bool shows_plain_root(const char *path)
{
	return shows_root(path) || (!strchr(path, '/') && ends_with(path, ".in"));
}

static size_t folder_length(const char *path)
{
	const char *slash = strchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Whether root, the first length bytes of a path, is all that looks like a package. */
static bool is_only_root(const struct archive_nodes *nodes, const char *root, size_t length)
{
	for (size_t i = 0; i < nodes->count; i++) {
		const char *path = nodes->nodes[i].path;

		if (shows_plain_root(path) || (strncmp(path, root, length) &&
					       shows_root(path + folder_length(path))))
			return false;
	}
	return true;
}

static bool has_all(const struct archive_nodes *nodes, const char *root, size_t length)
{
	for (size_t i = 0; i < nodes->count; i++)
		if (strncmp(nodes->nodes[i].path, root, length))
			return false;
	return true;
}

/* The first path that is below a folder which looks so; NULL if there is none. */
static const char *find_sign(const struct archive_nodes *nodes, bool (*looks)(const char *path))
{
	for (size_t i = 0; i < nodes->count; i++) {
		size_t length = folder_length(nodes->nodes[i].path);

		if (length && looks(nodes->nodes[i].path + length))
			return nodes->nodes[i].path;
	}
	return NULL;
}

/*
 * The folder that is the package's, with its '/', if the archive's top is not; else "". What lies
 * beside a package is somebody else's: a README, a system's own folder. Plain tests are one if
 * there is nothing beside them.
 */
static char *find_root(const struct archive_nodes *nodes)
{
	const char *sign = find_sign(nodes, shows_root), *root = "";
	char *found;

	if (sign) {
		if (is_only_root(nodes, sign, folder_length(sign)))
			root = sign;
	} else {
		sign = find_sign(nodes, shows_plain_root);
		if (sign && has_all(nodes, sign, folder_length(sign)))
			root = sign;
	}
	found = strndup(root, folder_length(root));
	if (!found)
		abort();
	return found;
}

static bool is_known(const char *path)
{
	autofree char *top = strndup(path, folder_length(path));

	if (!top)
		abort();
	if (*top)
		top[strlen(top) - 1] = '\0';
	return !*top || tree_knows("", top);
}

void archive_strip_root(struct archive_nodes *nodes, struct tree *tree)
{
	autofree char *root = find_root(nodes);
	size_t length = strlen(root), kept = 0;

	for (size_t i = 0; i < nodes->count; i++) {
		struct archive_node *node = &nodes->nodes[i];
		char *path = node->path;

		if (!strncmp(path, root, length) && (length || is_known(path))) {
			memmove(path, path + length, strlen(path + length) + 1);
			nodes->nodes[kept++] = *node;
			continue;
		}
		if (!length)
			tree_ignore(tree, "", path);
		archive_node_free(node);
	}
	nodes->count = kept;
}

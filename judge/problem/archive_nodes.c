#include "problem/archive_nodes.h"

#include "problem/array.h"
#include "problem/files.h"
#include "problem/tree_build.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

enum { LINKS_MAX = 40 };	/* on the way to one file, as in the kernel */

static char *copy(const char *text)
{
	char *copied = strdup(text);

	if (!copied)
		abort();
	return copied;
}

/* ---- Names -------------------------------------------------------------------------------- */

const char *archive_shown(const char *name, char *text, size_t size)
{
	text_sanitise_utf8(name, strlen(name), text, size);
	for (char *c = text; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = '?';
	return text;
}

static int hostile(const struct tree *tree, const char *name, const char *why, struct error *err)
{
	char text[200];

	return tree_error(tree, "", 0, 0, err, "file \"%s\": %s; pack the package again from its "
			  "own folder", archive_shown(name, text, sizeof text), why);
}

static bool has_control(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name < ' ' || *name == 0x7f)
			return true;
	return false;
}

/* What no archive of a package has, known to the format or not. */
static const char *fault_of(const char *name)
{
	if (*name == '/')
		return "absolute name";
	if (has_control(name))
		return "control character in its name";
	if (strchr(name, '\\'))
		return "backslash in its name";
	for (size_t length; *name; name += length + (name[length] == '/')) {
		length = strcspn(name, "/");
		if (length == 2 && !memcmp(name, "..", 2))
			return "\"..\" in its name";
		if (length > 255)
			return "name of more than 255 bytes";
	}
	return NULL;
}

int archive_path(const struct tree *tree, const char *name, char *path, size_t size,
		 struct error *err)
{
	const char *fault = fault_of(name), *rest = name;
	unsigned depth = 0;
	size_t used = 0;
	bool known = true;

	if (!fault && strlen(name) >= size)
		fault = "name is too long";
	if (fault)
		return hostile(tree, name, fault, err);
	for (size_t length; *rest; rest += length + (rest[length] == '/')) {
		length = strcspn(rest, "/");
		if (length == 0 || (length == 1 && *rest == '.'))
			continue;
		if (used)
			path[used++] = '/';
		memcpy(path + used, rest, length);
		path[used + length] = '\0';
		/* A folder at the top may be the package's own, which is called as its author likes. */
		known &= (depth == 0 && rest[length] == '/') ||
			 tree_knows(depth <= 1 ? "" : "/", path + used);
		used += length;
		depth++;
	}
	path[used] = '\0';
	return known && used;
}

/* ---- Nodes -------------------------------------------------------------------------------- */

void archive_nodes_add(struct archive_nodes *nodes, const char *path, const char *target, int fd,
		       uint64_t size)
{
	nodes->nodes = array_room(nodes->nodes, nodes->count, sizeof *nodes->nodes);
	nodes->nodes[nodes->count++] = (struct archive_node){
		.path = copy(path), .target = target ? copy(target) : NULL, .fd = fd, .size = size,
	};
}

void archive_node_free(struct archive_node *node)
{
	if (node->fd >= 0 && !node->taken)
		close(node->fd);
	free(node->path);
	free(node->target);
}

void archive_nodes_free(struct archive_nodes *nodes)
{
	for (size_t i = 0; i < nodes->count; i++)
		archive_node_free(&nodes->nodes[i]);
	free(nodes->nodes);
	*nodes = (struct archive_nodes){ .count = 0 };
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct archive_node *)a)->path,
		      ((const struct archive_node *)b)->path);
}

/* Directory by directory, and without regard to case. */
static int by_folded_path(const void *a_pointer, const void *b_pointer)
{
	const unsigned char *a = (const unsigned char *)(*(char *const *)a_pointer);
	const unsigned char *b = (const unsigned char *)(*(char *const *)b_pointer);

	for (;; a++, b++) {
		int x = *a == '/' ? 1 : tolower(*a), y = *b == '/' ? 1 : tolower(*b);

		if (x != y || !x)
			return x - y;
	}
}

/*
 * Neighbours in that order: the same file twice, a file that is a directory as well, or names of
 * which some systems would make one.
 */
static int check_neighbours(const struct tree *tree, const char *a, const char *b,
			    struct error *err)
{
	size_t same = 0;

	while (a[same] && a[same] == b[same])
		same++;
	if (!a[same] && !b[same])
		return tree_error(tree, a, 0, 0, err, "is in the archive twice");
	if (!a[same] && b[same] == '/')
		return tree_error(tree, a, 0, 0, err, "is in the archive as a file and as a "
				  "directory");
	while (a[same] && a[same] != '/' && tolower((unsigned char)a[same]) ==
					    tolower((unsigned char)b[same]))
		same++;
	if ((!a[same] || a[same] == '/') && (!b[same] || b[same] == '/'))
		return tree_error(tree, b, 0, 0, err, "differs from %.*s in case only; rename one",
				  (int)same, a);
	return 0;
}

static int check_clashes(const struct archive_nodes *nodes, const struct tree *tree,
			 struct error *err)
{
	autofree char **paths = calloc(nodes->count + 1, sizeof *paths);

	if (!paths)
		abort();
	for (size_t i = 0; i < nodes->count; i++)
		paths[i] = nodes->nodes[i].path;
	qsort(paths, nodes->count, sizeof *paths, by_folded_path);
	for (size_t i = 1; i < nodes->count; i++)
		if (check_neighbours(tree, paths[i - 1], paths[i], err) < 0)
			return -1;
	return 0;
}

/* The first node whose path is not before text. */
static size_t lower_bound(const struct archive_nodes *nodes, const char *text)
{
	size_t low = 0, high = nodes->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(nodes->nodes[middle].path, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct archive_node *find(const struct archive_nodes *nodes, const char *path)
{
	size_t i = lower_bound(nodes, path);

	return i < nodes->count && !strcmp(nodes->nodes[i].path, path) ? &nodes->nodes[i] : NULL;
}

/* ---- Links -------------------------------------------------------------------------------- */

static int link_error(const struct tree *tree, const char *path, const char *why,
		      struct error *err)
{
	return tree_error(tree, path, 0, 0, err, "symbolic link %s", why);
}

/* Where a path stands: done is resolved, rest is to be. */
struct way {
	char done[TREE_PATH_MAX + 1], rest[2 * TREE_PATH_MAX + 2];
	unsigned links;
};

static void go_up(struct way *way)
{
	char *slash = strrchr(way->done, '/');

	*(slash ? slash : way->done) = '\0';
}

/* NULL, or what is wrong with the link at way->done, which its target takes the place of. */
static const char *follow(struct way *way, const char *target)
{
	size_t rest = strlen(way->rest), length = strlen(target);

	if (*target == '/')
		return "that leaves the package";
	if (++way->links > LINKS_MAX)
		return "that leads back to itself";
	if (length + 1 + rest >= sizeof way->rest)
		return "whose path is too long";
	memmove(way->rest + length + 1, way->rest, rest + 1);
	memcpy(way->rest, target, length);
	way->rest[length] = '/';
	go_up(way);
	return NULL;
}

/* One name on. NULL, or what is wrong. */
static const char *step(const struct archive_nodes *nodes, struct way *way)
{
	size_t length = strcspn(way->rest, "/"), used = strlen(way->done);
	bool up = length == 2 && !memcmp(way->rest, "..", 2);
	bool here = length == 0 || (length == 1 && *way->rest == '.');
	const struct archive_node *node;

	if (up && !used)
		return "that leaves the package";
	if (!up && !here) {
		if (used + 1 + length >= sizeof way->done)
			return "whose path is too long";
		if (used)
			way->done[used++] = '/';
		memcpy(way->done + used, way->rest, length);
		way->done[used + length] = '\0';
	}
	memmove(way->rest, way->rest + length + (way->rest[length] == '/'),
		strlen(way->rest + length + (way->rest[length] == '/')) + 1);
	if (up)
		go_up(way);
	if (up || here)
		return NULL;
	node = find(nodes, way->done);
	return node && node->target ? follow(way, node->target) : NULL;
}

/* Where the link at path leads, in way->done. */
static int resolve(const struct archive_nodes *nodes, const char *path, const struct tree *tree,
		   struct way *way, struct error *err)
{
	const char *fault = NULL;

	*way = (struct way){ .links = 0 };
	memcpy(way->rest, path, strlen(path));
	while (*way->rest && !fault)
		fault = step(nodes, way);
	return fault ? link_error(tree, path, fault, err) : 0;
}

/* ---- Walking ------------------------------------------------------------------------------ */

/* A directory still to be listed: what it is called, and where it is; "" or ending with '/'. */
struct pending {
	char *path, *real;
	unsigned depth;
};

struct walk {
	struct archive_nodes *nodes;
	struct tree *tree;
	struct pending *pending;
	size_t pending_count, entries;
};

static int push(struct walk *walk, const char *path, const char *real, unsigned depth,
		struct error *err)
{
	struct strbuf folder = { 0 }, real_folder = { 0 };

	if (depth > TREE_DEPTH_MAX)
		return tree_error(walk->tree, path, 0, 0, err, "more than %d directories deep; "
				  "does a symbolic link lead back to one of them?",
				  TREE_DEPTH_MAX);
	strbuf_printf(&folder, "%s%s", path, *path ? "/" : "");
	strbuf_printf(&real_folder, "%s%s", real, *real ? "/" : "");
	walk->pending = array_room(walk->pending, walk->pending_count, sizeof *walk->pending);
	walk->pending[walk->pending_count++] = (struct pending){
		strbuf_take(&folder), strbuf_take(&real_folder), depth
	};
	return 0;
}

/* The file's own descriptor if it is called by its own name; links to it have others. */
static int add_file(struct walk *walk, const char *path, struct archive_node *node,
		    struct error *err)
{
	int fd = node->fd;

	if (!strcmp(path, node->path)) {
		node->taken = true;
		return tree_add(walk->tree, path, fd, node->size, err);
	}
	do
		fd = fcntl(node->fd, F_DUPFD_CLOEXEC, 0);
	while (fd < 0 && errno == EMFILE && tree_raise_file_limit());
	if (fd < 0)
		return tree_too_many_files(walk->tree, err);
	return tree_add(walk->tree, path, fd, node->size, err);
}

static bool is_directory(const struct archive_nodes *nodes, const char *path)
{
	size_t length = strlen(path);
	char folder[TREE_PATH_MAX + 2];
	size_t i;

	if (!length)
		return true;
	snprintf(folder, sizeof folder, "%s/", path);
	i = lower_bound(nodes, folder);
	return i < nodes->count && !strncmp(nodes->nodes[i].path, folder, length + 1);
}

static int visit(struct walk *walk, const char *path, const char *real, unsigned depth,
		 struct error *err)
{
	struct archive_node *node = find(walk->nodes, real);
	struct way way;

	if (node && !node->target)
		return add_file(walk, path, node, err);
	if (!node)
		return push(walk, path, real, depth + 1, err);
	if (resolve(walk->nodes, real, walk->tree, &way, err) < 0)
		return -1;
	node = find(walk->nodes, way.done);
	if (node && !node->target)
		return add_file(walk, path, node, err);
	if (is_directory(walk->nodes, way.done))
		return push(walk, path, way.done, depth + 1, err);
	return link_error(walk->tree, path, "to a file that is not in the archive, or that the "
			  "format does not know", err);
}

/* One child of the folder, called name; what else is below it is visited with it. */
static int visit_child(struct walk *walk, const struct pending *folder, const char *name,
		       struct error *err)
{
	char path[TREE_PATH_MAX + 1], real[TREE_PATH_MAX + 1];

	if (!tree_knows(folder->path, name))
		return 0;
	if (++walk->entries > TREE_FILES_MAX)
		return tree_error(walk->tree, "", 0, 0, err, "more than %d files", TREE_FILES_MAX);
	if (snprintf(path, sizeof path, "%s%s", folder->path, name) >= (int)sizeof path ||
	    snprintf(real, sizeof real, "%s%s", folder->real, name) >= (int)sizeof real)
		return tree_error(walk->tree, folder->path, 0, 0, err, "its path is too long");
	return visit(walk, path, real, folder->depth, err);
}

static int list(struct walk *walk, const struct pending *folder, struct error *err)
{
	size_t prefix = strlen(folder->real), i = lower_bound(walk->nodes, folder->real);
	const struct archive_nodes *nodes = walk->nodes;

	while (i < nodes->count && !strncmp(nodes->nodes[i].path, folder->real, prefix)) {
		const char *path = nodes->nodes[i].path;
		size_t length = strcspn(path + prefix, "/");
		autofree char *name = strndup(path + prefix, length);

		if (!name)
			abort();
		if (visit_child(walk, folder, name, err) < 0)
			return -1;
		while (++i < nodes->count && path[prefix + length] &&
		       !strncmp(nodes->nodes[i].path, path, prefix + length + 1))
			;
	}
	return 0;
}

int archive_nodes_tree(struct archive_nodes *nodes, struct tree *tree, struct error *err)
{
	struct walk walk = { .nodes = nodes, .tree = tree };
	int result = check_clashes(nodes, tree, err);

	if (result < 0)
		return -1;
	archive_strip_root(nodes, tree);
	if (nodes->count)
		qsort(nodes->nodes, nodes->count, sizeof *nodes->nodes, by_path);
	result = push(&walk, "", "", 0, err);
	while (walk.pending_count > 0) {
		struct pending folder = walk.pending[--walk.pending_count];

		if (result == 0)
			result = list(&walk, &folder, err);
		free(folder.path);
		free(folder.real);
	}
	free(walk.pending);
	return result;
}

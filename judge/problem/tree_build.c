#include "problem/tree_build.h"

#include "model/tree_hash.h"
#include "problem/array.h"
#include "util/string.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

bool tree_knows(const char *folder, const char *name)
{
	size_t length = strspn(name, allowed);

	if (*folder == '\0' && !strcmp(name, ".timelimit"))
		return true;
	return name[length] == '\0' && length >= 1 && length <= 255 && *name != '.' && *name != '-';
}

bool tree_knows_path(const char *path)
{
	char folder[TREE_PATH_MAX + 1] = "", name[256];

	if (!*path || strlen(path) > TREE_PATH_MAX)
		return false;
	for (size_t length; *path; path += length + (path[length] == '/')) {
		length = strcspn(path, "/");
		snprintf(name, sizeof name, "%.*s", (int)length, path);
		if (length >= sizeof name || !tree_knows(folder, name) ||
		    (path[length] == '/' && !path[length + 1]))
			return false;
		folder[0] = '/';
	}
	return true;
}

bool tree_files_are_scarce(int fd)
{
	enum { RESERVE = 64 };	/* for connections, jobs on their way and the cache's own files */
	struct rlimit limit;

	return fd >= 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	       (rlim_t)fd + RESERVE >= limit.rlim_cur && !tree_raise_file_limit();
}

bool tree_raise_file_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= limit.rlim_max)
		return false;
	limit.rlim_cur = limit.rlim_max;
	return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

int tree_too_many_files(const struct tree *tree, struct error *err)
{
	return error_set(err, ERROR_SYSTEM, EMFILE, "%s: the package has more files than this "
			 "process may open; raise ulimit -n", tree->origin);
}

void tree_set_origin(struct tree *tree, const char *origin, const char *name)
{
	text_path(origin, tree->origin, sizeof tree->origin);
	text_sanitise_line(name, strlen(name), tree->name, sizeof tree->name);
}

void tree_ignore(struct tree *tree, const char *folder, const char *name)
{
	char *path;

	if (*name == '.' || strstr(name, "/.") || tree->ignored_count == TREE_IGNORED_MAX)
		return;
	if (asprintf(&path, "%s%s", folder, name) < 0)
		abort();
	tree->ignored = array_room(tree->ignored, tree->ignored_count, sizeof *tree->ignored);
	tree->ignored[tree->ignored_count++] = path;
}

int tree_add(struct tree *tree, const char *path, int fd, uint64_t size, struct error *err)
{
	char *copy;

	if (tree->count == TREE_FILES_MAX) {
		close(fd);
		error_usage(err, "more than %d files", TREE_FILES_MAX);
		return error_at(err, tree->origin, 0, 0);
	}
	copy = strdup(path);
	if (!copy)
		abort();
	tree->files = array_room(tree->files, tree->count, sizeof *tree->files);
	tree->files[tree->count++] = (struct tree_file){ copy, fd, size };
	return 0;
}

static int compare_paths(const void *a_pointer, const void *b_pointer)
{
	const struct tree_file *a = a_pointer, *b = b_pointer;

	return strcmp(a->path, b->path);
}

static int hash_content(struct tree_hash *hash, const struct tree_file *file)
{
	char buffer[65536];
	uint64_t done = 0;

	while (done < file->size) {
		uint64_t left = file->size - done;
		size_t want = left < sizeof buffer ? (size_t)left : sizeof buffer;
		ssize_t n = pread(file->fd, buffer, want, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ESTALE;	/* it was longer a moment ago */
		if (n <= 0)
			return -1;
		tree_hash_bytes(hash, buffer, (size_t)n);
		done += (uint64_t)n;
	}
	return 0;
}

static int hash_tree(struct tree *tree, struct tree_hash *hash, struct error *err)
{
	for (size_t i = 0; i < tree->count; i++) {
		tree_hash_file(hash, tree->files[i].path, tree->files[i].size);
		if (hash_content(hash, &tree->files[i]) < 0) {
			error_system(err, "cannot read %s", tree->files[i].path);
			return error_at(err, tree->origin, 0, 0);
		}
	}
	return 0;
}

int tree_finish(struct tree *tree, struct error *err)
{
	struct tree_hash hash;
	int result;

	tree_hash_begin(&hash);
	if (tree->count)
		qsort(tree->files, tree->count, sizeof *tree->files, compare_paths);
	result = hash_tree(tree, &hash, err);
	tree_hash_end(&hash, tree->hash);
	return result;
}

#include "problem/directory.h"

#include "problem/array.h"
#include "problem/files.h"
#include "problem/tree_build.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* A directory that is still to be listed. path is "" or ends with '/'. */
struct pending {
	char *path;
	unsigned depth;
};

struct walk {
	int root;
	struct tree tree;
	struct pending *pending;
	size_t pending_count, entries;
};

static void walk_free(struct walk *walk)
{
	for (size_t i = 0; i < walk->pending_count; i++)
		free(walk->pending[i].path);
	free(walk->pending);
	tree_free(&walk->tree);
	cleanup_close(&walk->root);
}

/* ---- Opening ------------------------------------------------------------------------------ */

/* O_NONBLOCK, so that a FIFO does not hold us up; on regular files it means nothing. */
static int open_beneath(int root, const char *path)
{
	struct open_how how = {
		.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int tries = 100;
	long fd;

	/* EAGAIN: something was renamed meanwhile, and the kernel cannot tell whether we left. */
	do
		fd = syscall(SYS_openat2, root, *path ? path : ".", &how, sizeof how);
	while (fd < 0 && (errno == EINTR || (errno == EAGAIN && --tries) ||
			  (errno == EMFILE && tree_raise_file_limit())));
	return (int)fd;
}

static int cannot_open(const struct walk *walk, const char *path, struct error *err)
{
	switch (errno) {
	case EXDEV:
		return tree_error(&walk->tree, path, 0, 0, err,
				  "symbolic link that leaves the package");
	case ELOOP:
		return tree_error(&walk->tree, path, 0, 0, err,
				  "symbolic link that leads back to itself");
	case ENOENT:
		return tree_error(&walk->tree, path, 0, 0, err,
				  "symbolic link to a file that does not exist");
	case EACCES:
		return tree_error(&walk->tree, path, 0, 0, err,
				  "cannot be read: permission denied");
	case EMFILE:
		return tree_too_many_files(&walk->tree, err);
	default:
		return error_system(err, "cannot open %s/%s", walk->tree.origin, path);
	}
}

/* ---- Walking ------------------------------------------------------------------------------ */

static void push(struct walk *walk, struct strbuf *path, unsigned depth)
{
	walk->pending = array_room(walk->pending, walk->pending_count, sizeof *walk->pending);
	walk->pending[walk->pending_count++] = (struct pending){ strbuf_take(path), depth };
}

static int postpone(struct walk *walk, const char *path, unsigned depth, struct error *err)
{
	struct strbuf folder = { 0 };

	if (depth > TREE_DEPTH_MAX)
		return tree_error(&walk->tree, path, 0, 0, err, "more than %d directories deep; "
				  "does a symbolic link lead back to one of them?",
				  TREE_DEPTH_MAX);
	strbuf_printf(&folder, "%s/", path);
	push(walk, &folder, depth);
	return 0;
}

static int visit(struct walk *walk, const char *path, unsigned depth, struct error *err)
{
	autoclose int fd = open_beneath(walk->root, path);
	struct stat st;

	if (fd < 0 && errno == ENXIO)
		return 0;	/* a socket */
	if (fd < 0)
		return cannot_open(walk, path, err);
	if (fstat(fd, &st) < 0)
		return error_system(err, "cannot examine %s/%s", walk->tree.origin, path);
	if (S_ISDIR(st.st_mode))
		return postpone(walk, path, depth + 1, err);
	if (!S_ISREG(st.st_mode))
		return 0;
	return tree_add(&walk->tree, path, TAKE_FD(fd), (uint64_t)st.st_size, err);
}

static int visit_entry(struct walk *walk, const struct pending *folder, const char *name,
		       struct error *err)
{
	char path[TREE_PATH_MAX + 1];
	int length;

	if (!tree_knows(folder->path, name)) {
		tree_ignore(&walk->tree, folder->path, name);
		return 0;
	}
	/* Counts directories too: with links, few of them can make endless trees without files. */
	if (++walk->entries > TREE_FILES_MAX)
		return tree_error(&walk->tree, "", 0, 0, err, "more than %d files",
				  TREE_FILES_MAX);
	length = snprintf(path, sizeof path, "%s%s", folder->path, name);
	if (length < 0 || (size_t)length >= sizeof path)
		return tree_error(&walk->tree, folder->path, 0, 0, err, "its path is too long");
	return visit(walk, path, folder->depth, err);
}

static int list_entries(struct walk *walk, const struct pending *folder, DIR *dir,
			struct error *err)
{
	const struct dirent *entry;

	while ((errno = 0, entry = readdir(dir)))
		if (visit_entry(walk, folder, entry->d_name, err) < 0)
			return -1;
	if (errno)
		return error_system(err, "cannot list %s/%s", walk->tree.origin, folder->path);
	return 0;
}

static int list(struct walk *walk, const struct pending *folder, struct error *err)
{
	autoclose int fd = open_beneath(walk->root, folder->path);
	DIR *dir;
	int result;

	if (fd < 0)
		return cannot_open(walk, folder->path, err);
	dir = fdopendir(fd);
	if (!dir)
		return error_system(err, "cannot list %s/%s", walk->tree.origin, folder->path);
	(void)TAKE_FD(fd);
	result = list_entries(walk, folder, dir, err);
	closedir(dir);
	return result;
}

static int walk_all(struct walk *walk, struct error *err)
{
	struct strbuf top = { 0 };
	int result = 0;

	push(walk, &top, 0);
	while (walk->pending_count > 0 && result == 0) {
		struct pending folder = walk->pending[--walk->pending_count];

		result = list(walk, &folder, err);
		free(folder.path);
	}
	return result;
}

/* ---- The package -------------------------------------------------------------------------- */

static int open_root(const char *path, int *ret_fd, struct error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return error_usage(err, "no package at %s", path);
	if (fd < 0 && errno == ENOTDIR)
		return error_usage(err, "%s is not a directory", path);
	if (fd < 0 && errno == EACCES)
		return error_usage(err, "cannot read %s: permission denied", path);
	if (fd < 0 && (errno == ELOOP || errno == ENAMETOOLONG))
		return error_set(err, ERROR_USAGE, errno, "cannot open %s", path);
	if (fd < 0)
		return error_system(err, "cannot open %s", path);
	*ret_fd = fd;
	return 0;
}

void directory_name(const char *path, char *name, size_t size)
{
	char copy[PATH_MAX], *slash;

	snprintf(name, size, "package");
	for (int real = 0; real < 2; real++) {
		size_t length;

		if (real && !realpath(path, copy))
			return;
		if (!real)
			snprintf(copy, sizeof copy, "%s", path);
		length = strlen(copy);
		while (length > 0 && copy[length - 1] == '/')
			copy[--length] = '\0';
		slash = strrchr(copy, '/');
		snprintf(name, size, "%.255s", slash ? slash + 1 : copy);
		if (*name && strcmp(name, ".") && strcmp(name, ".."))
			return;
	}
}

int tree_open_directory(const char *path, struct tree *ret, struct error *err)
{
	struct walk walk = { .root = -1 };
	char name[sizeof walk.tree.name], origin[PATH_MAX];
	size_t length = (size_t)snprintf(origin, sizeof origin, "%s", path);

	if (length >= sizeof origin)
		length = sizeof origin - 1;
	while (length > 1 && origin[length - 1] == '/')
		origin[--length] = '\0';
	directory_name(path, name, sizeof name);
	tree_set_origin(&walk.tree, origin, name);
	if (open_root(path, &walk.root, err) < 0 || walk_all(&walk, err) < 0 ||
	    tree_finish(&walk.tree, err) < 0) {
		walk_free(&walk);
		return -1;
	}
	*ret = walk.tree;
	walk.tree = (struct tree){ .count = 0 };
	walk_free(&walk);
	return 0;
}

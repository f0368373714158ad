#include "problem/files.h"

#include "util/cleanup.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* As whole as can be: that of an error keeps the end. */
static void display_name(const struct tree *tree, const char *path, char *name, size_t size)
{
	snprintf(name, size, *path ? "%s/%s" : "%s", tree->origin, path);
}

int tree_error(const struct tree *tree, const char *path, unsigned line, unsigned column,
	       struct error *err, const char *format, ...)
{
	char message[sizeof err->message], name[PATH_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	display_name(tree, path, name, sizeof name);
	error_usage(err, "%s", message);
	error_at(err, name, line, column);
	return -1;
}

bool tree_keep(const struct tree *tree, struct error *err)
{
	return faults_keep(tree->faults, err);
}

void tree_warn(const struct tree *tree, const char *path, unsigned line, unsigned column,
	       const char *format, ...)
{
	char message[sizeof ((struct error *)0)->message], name[PATH_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	display_name(tree, path, name, sizeof name);
	faults_warn(tree->faults, name, line, column, "%s", message);
}

/* Not read(): the offset of a tree's descriptor is nobody's. */
static ssize_t read_at_start(int fd, char *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = pread(fd, data + done, size - done, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

int tree_read_start(const struct tree *tree, size_t index, size_t max, char **ret,
		    size_t *ret_size, struct error *err)
{
	const struct tree_file *file = &tree->files[index];
	size_t want = file->size < max ? (size_t)file->size : max;
	autofree char *data = malloc(want + 1);
	ssize_t size;

	if (!data)
		abort();
	size = read_at_start(file->fd, data, want);
	if (size < 0) {
		error_system(err, "cannot read %s/%s", tree->origin, file->path);
		return -1;
	}
	data[size] = '\0';
	*ret = TAKE(data);
	*ret_size = (size_t)size;
	return 0;
}

int tree_read_text(const struct tree *tree, size_t index, size_t max, char **ret,
		   size_t *ret_size, struct error *err)
{
	const struct tree_file *file = &tree->files[index];
	autofree char *data = NULL;
	size_t size;

	if (file->size > max)
		return tree_error(tree, file->path, 0, 0, err, "larger than %zu bytes", max);
	if (tree_read_start(tree, index, max, &data, &size, err) < 0)
		return -1;
	if (memchr(data, '\0', size))
		return tree_error(tree, file->path, 0, 0, err, "NUL byte in a file of text");
	*ret = TAKE(data);
	*ret_size = size;
	return 0;
}

int tree_parse_yaml(const struct tree *tree, size_t index, const char *bytes, size_t size,
		    struct yaml **ret, struct error *err)
{
	char name[PATH_MAX];

	display_name(tree, tree->files[index].path, name, sizeof name);
	if (yaml_parse(name, bytes, size, 0, ret, err) < 0)
		return -1;
	yaml_collect(*ret, tree->faults);
	return 0;
}

int tree_read_yaml(const struct tree *tree, size_t index, struct yaml **ret, struct error *err)
{
	autofree char *data = NULL;
	size_t size;

	/* One byte more than yaml_parse() takes: it, not we, says that the file is too large. */
	if (tree_read_start(tree, index, YAML_SIZE_DEFAULT + 1, &data, &size, err) < 0)
		return -1;
	return tree_parse_yaml(tree, index, data, size, ret, err);
}

bool tree_next(const struct tree *tree, const char *folder, struct tree_entry *entry)
{
	size_t prefix = strlen(folder), next = entry->first + entry->count;
	const char *path, *slash;

	if (entry->count == 0) {
		long first = tree_find_prefix(tree, folder);

		if (first < 0)
			return false;
		next = (size_t)first;
	}
	if (next == tree->count || strncmp(tree->files[next].path, folder, prefix))
		return false;
	path = tree->files[next].path;
	slash = strchr(path + prefix, '/');
	*entry = (struct tree_entry){ .first = next, .count = 1, .is_directory = slash != NULL,
				      .length = slash ? (size_t)(slash - path) : strlen(path) };
	/* Paths with a common beginning stand together: the tree is sorted bytewise. */
	while (slash && next + entry->count < tree->count &&
	       !strncmp(tree->files[next + entry->count].path, path, entry->length + 1))
		entry->count++;
	return true;
}

bool ends_with(const char *text, const char *suffix)
{
	size_t length = strlen(text), tail = strlen(suffix);

	return length > tail && !strcmp(text + length - tail, suffix);
}

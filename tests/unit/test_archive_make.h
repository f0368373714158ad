/*
 * What the tests of archives share: making them, and looking at what comes of them. Include after
 * cmocka.h.
 */
#ifndef TEST_ARCHIVE_MAKE_H
#define TEST_ARCHIVE_MAKE_H

#include "problem/open.h"
#include "problem/tree_build.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>

#include "test_problem_package.h"

/* ---- Making archives ---------------------------------------------------------------------- */

static inline const char *path_of(const struct fixture *f, const char *name)
{
	static char path[256];

	snprintf(path, sizeof path, "%s/%s", f->parent, name);
	return path;
}

static inline struct archive *make(const struct fixture *f, const char *name)
{
	struct archive *a = archive_write_new();

	if (strstr(name, ".zip") || strstr(name, ".kpp"))
		archive_write_set_format_zip(a);
	else
		archive_write_set_format_pax_restricted(a);
	if (strstr(name, "gz"))
		archive_write_add_filter_gzip(a);
	else if (strstr(name, "bz2"))
		archive_write_add_filter_bzip2(a);
	else if (strstr(name, "xz"))
		archive_write_add_filter_xz(a);
	else if (strstr(name, "zst"))
		archive_write_add_filter_zstd(a);
	assert_int_equal(archive_write_open_filename(a, path_of(f, name)), ARCHIVE_OK);
	return a;
}

static inline void add_entry(struct archive *a, const char *name, unsigned type, const char *target,
		      const void *data, size_t size)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (int64_t)size);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(entry, target);
	else if (target)
		archive_entry_set_hardlink(entry, target);
	assert_true(archive_write_header(a, entry) >= ARCHIVE_WARN);
	if (size)
		assert_int_equal(archive_write_data(a, data, size), (la_ssize_t)size);
	archive_entry_free(entry);
}

static inline void add(struct archive *a, const char *name, const char *content)
{
	add_entry(a, name, AE_IFREG, NULL, content, strlen(content));
}

static inline void add_link(struct archive *a, const char *name, const char *target)
{
	add_entry(a, name, AE_IFLNK, target, NULL, 0);
}

static inline void finish(struct archive *a)
{
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
}

/* ---- Looking at them ---------------------------------------------------------------------- */

static inline void opens(const struct fixture *f, const char *name, struct tree *tree)
{
	struct error err = { 0 };
	char text[1200];

	if (tree_open(path_of(f, name), tree, &err) < 0)
		fail_msg("%s", error_text(&err, text, sizeof text));
}

static inline unsigned open_descriptors(void)
{
	unsigned count = 0;

	for (int fd = 0; fd < 1024; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* expected is what follows the archive's path; nothing of it stays open. */
static inline void assert_refused(const struct fixture *f, const char *name, const char *expected)
{
	struct tree tree = { .count = 77 };
	struct error err = { 0 };
	char text[1200], full[1200];
	unsigned before = open_descriptors();

	assert_int_equal(tree_open(path_of(f, name), &tree, &err), -1);
	assert_int_equal(tree.count, 77);
	assert_int_equal(err.kind, ERROR_USAGE);
	snprintf(full, sizeof full, "%s%s", path_of(f, name), expected);
	assert_string_equal(error_text(&err, text, sizeof text), full);
	assert_int_equal(open_descriptors(), before);
}

static inline const char *content(const struct tree *tree, const char *path)
{
	static char text[256];
	long index = tree_find(tree, path);
	ssize_t n;

	if (index < 0)
		return "(not there)";
	n = pread(tree->files[index].fd, text, sizeof text - 1, 0);
	assert_true(n >= 0);
	text[n] = '\0';
	return text;
}

#endif

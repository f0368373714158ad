#include "problem/archive.h"

#include "problem/archive_nodes.h"
#include "problem/files.h"
#include "problem/tree_build.h"
#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum {
	PIECE_BYTES = 65536,
	MEMORY_FILE_MAX = 1 << 20,	/* larger files go to the disk */
	MEMORY_MAX = 64 << 20,		/* so do all that come after so much */
};

const char *const archive_extensions[] = {
	".zip", ".kpp", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.zst", ".tar.bz2",
	".tbz2", NULL,
};

size_t archive_stem(const char *name)
{
	for (const char *const *extension = archive_extensions; *extension; extension++)
		if (ends_with(name, *extension))
			return strlen(name) - strlen(*extension);
	return 0;
}

struct unpacking {
	struct archive *archive;
	int fd;				/* of the archive; it only reads from it */
	struct tree tree;
	struct archive_nodes nodes;
	uint64_t size_left, memory_left;
	size_t entries;
};

static void unpacking_free(struct unpacking *u)
{
	if (u->archive)
		archive_read_free(u->archive);
	archive_nodes_free(&u->nodes);
	tree_free(&u->tree);
	cleanup_close(&u->fd);
}

/* What libarchive says of the archive may quote from it. */
static int broken(const struct unpacking *u, struct error *err)
{
	const char *said = archive_error_string(u->archive);
	char text[200];

	return tree_error(&u->tree, "", 0, 0, err, "not a readable archive: %s",
			  archive_shown(said ? said : "damaged", text, sizeof text));
}

static int refuse(const struct unpacking *u, const char *name, struct error *err, const char *why)
{
	char text[200];

	return tree_error(&u->tree, "", 0, 0, err, "%s: %s",
			  archive_shown(name, text, sizeof text), why);
}

/* ---- Contents ----------------------------------------------------------------------------- */

static int memory_file(void)
{
	int fd;

	do
		fd = memfd_create("package", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	while (fd < 0 && errno == EMFILE && tree_raise_file_limit());
	return fd;
}

/* Two descriptors of a file without a name: the second is for reading alone. */
static int disk_file(int *ret_reader)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];
	int fd;

	if (snprintf(path, sizeof path, "%s/assize-package-XXXXXX",
		     folder && *folder == '/' ? folder : "/var/tmp") >= (int)sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	do
		fd = mkostemp(path, O_CLOEXEC);
	while (fd < 0 && errno == EMFILE && tree_raise_file_limit());
	if (fd < 0)
		return -1;
	do
		*ret_reader = open(path, O_RDONLY | O_CLOEXEC);
	while (*ret_reader < 0 && errno == EMFILE && tree_raise_file_limit());
	unlink(path);
	if (*ret_reader < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static int copy_content(struct unpacking *u, const char *path, int fd, uint64_t size,
			struct error *err)
{
	char piece[PIECE_BYTES];
	la_ssize_t n;

	while ((n = archive_read_data(u->archive, piece, sizeof piece)) != 0) {
		if (n == ARCHIVE_RETRY)
			continue;
		if (n < 0)
			return broken(u, err);
		if ((uint64_t)n > size)
			return refuse(u, path, err, "is longer than the archive says");
		size -= (uint64_t)n;
		if (fd_write_all(fd, piece, (size_t)n) < 0)
			return error_system(err, "cannot keep %s of %s", path, u->tree.origin);
	}
	return size ? refuse(u, path, err, "is shorter than the archive says") : 0;
}

/* Everybody may read it and nobody write it, as those who judge are others than we. */
static int keep_in_memory(struct unpacking *u, const char *path, uint64_t size, int *ret_fd,
			  struct error *err)
{
	autoclose int fd = memory_file();

	if (fd < 0 && errno == EMFILE)
		return tree_too_many_files(&u->tree, err);
	if (fd < 0)
		return error_system(err, "cannot keep %s of %s", path, u->tree.origin);
	if (copy_content(u, path, fd, size, err) < 0)
		return -1;
	if (fchmod(fd, 0444) < 0 || fd_seal(fd) < 0)
		return error_system(err, "cannot seal %s of %s", path, u->tree.origin);
	u->memory_left -= size;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

static int keep_on_disk(struct unpacking *u, const char *path, uint64_t size, int *ret_fd,
			struct error *err)
{
	autoclose int reader = -1;
	autoclose int fd = disk_file(&reader);

	if (fd < 0 || fchmod(fd, 0444) < 0)
		return error_system(err, "cannot make a temporary file for %s", u->tree.origin);
	if (copy_content(u, path, fd, size, err) < 0)
		return -1;
	*ret_fd = TAKE_FD(reader);
	return 0;
}

/* ---- Entries ------------------------------------------------------------------------------ */

static int check_size(struct unpacking *u, const char *path, struct archive_entry *entry,
		      struct error *err)
{
	int64_t size = archive_entry_size(entry);

	if (!archive_entry_size_is_set(entry) || size < 0)
		return refuse(u, path, err, "has no size; pack it again with zip or tar");
	if ((uint64_t)size > u->size_left)
		return tree_error(&u->tree, "", 0, 0, err, "grows too much when it is unpacked: "
				  "more than %llu GiB, or %d times its size; use a directory",
				  (unsigned long long)(ARCHIVE_SIZE_MAX >> 30), ARCHIVE_RATIO_MAX);
	u->size_left -= (uint64_t)size;
	return 0;
}

/* Sizes of what is left alone count too: it has to be skipped over. */
static int take_file(struct unpacking *u, const char *path, bool known,
		     struct archive_entry *entry, struct error *err)
{
	uint64_t size = (uint64_t)archive_entry_size(entry);
	int fd = -1;

	if (check_size(u, path, entry, err) < 0)
		return -1;
	if (!known) {
		tree_ignore(&u->tree, "", path);
		return 0;
	}
	if ((size <= MEMORY_FILE_MAX && size <= u->memory_left ?
	     keep_in_memory(u, path, size, &fd, err) :
	     keep_on_disk(u, path, size, &fd, err)) < 0)
		return -1;
	archive_nodes_add(&u->nodes, path, NULL, fd, size);
	return 0;
}

static int take_link(struct unpacking *u, const char *path, bool known, const char *target,
		     struct error *err)
{
	if (!*target || strlen(target) > TREE_PATH_MAX)
		return refuse(u, path, err, "symbolic link without a proper target");
	if (known)
		archive_nodes_add(&u->nodes, path, target, -1, 0);
	return 0;
}

/* A name that is UTF-8 and not ASCII, libarchive does not show as that of a C locale. */
static const char *name_of(const char *name, const char *utf8)
{
	if (name)
		return name;
	return utf8 ? utf8 : "(a name in an unknown character set)";
}

static int take(struct unpacking *u, struct archive_entry *entry, struct error *err)
{
	const char *name = name_of(archive_entry_pathname(entry),
				   archive_entry_pathname_utf8(entry));
	char path[TREE_PATH_MAX + 1];
	int known;

	if (++u->entries > TREE_FILES_MAX)
		return tree_error(&u->tree, "", 0, 0, err, "more than %d files", TREE_FILES_MAX);
	known = archive_path(&u->tree, name, path, sizeof path, err);
	if (known < 0)
		return -1;
	if (archive_entry_hardlink(entry) || archive_entry_hardlink_utf8(entry))
		return refuse(u, name, err, "hard link; pack the package with tar "
			      "--hard-dereference");
	if (archive_entry_is_encrypted(entry))
		return refuse(u, name, err, "is encrypted; pack the package without a password");
	switch (archive_entry_filetype(entry)) {
	case AE_IFDIR:
		return 0;
	case AE_IFREG:
		return take_file(u, path, known, entry, err);
	case AE_IFLNK:
		return take_link(u, path, known, name_of(archive_entry_symlink(entry),
							 archive_entry_symlink_utf8(entry)), err);
	default:
		return refuse(u, name, err, "is no file, directory or symbolic link");
	}
}

/* ---- The archive -------------------------------------------------------------------------- */

/* These formats and filters alone: for some others libarchive would start programs. */
static int start(struct unpacking *u, struct error *err)
{
	struct archive *a = archive_read_new();

	u->archive = a;
	if (!a || archive_read_support_format_zip_seekable(a) < ARCHIVE_WARN ||
	    archive_read_support_format_tar(a) < ARCHIVE_WARN ||
	    archive_read_support_filter_gzip(a) < ARCHIVE_WARN ||
	    archive_read_support_filter_bzip2(a) < ARCHIVE_WARN ||
	    archive_read_support_filter_xz(a) < ARCHIVE_WARN ||
	    archive_read_support_filter_zstd(a) < ARCHIVE_WARN)
		return error_set(err, ERROR_SYSTEM, ENOMEM, "libarchive");
	if (archive_read_open_fd(a, u->fd, PIECE_BYTES) < ARCHIVE_WARN)
		return broken(u, err);
	return 0;
}

static int unpack(struct unpacking *u, struct error *err)
{
	struct archive_entry *entry;
	int status;

	while ((status = archive_read_next_header(u->archive, &entry)) != ARCHIVE_EOF) {
		if (status == ARCHIVE_RETRY)
			continue;
		/* A warning: a name that is not of this process's character set, for example. */
		if (status < ARCHIVE_WARN)
			return broken(u, err);
		if (take(u, entry, err) < 0)
			return -1;
	}
	return archive_nodes_tree(&u->nodes, &u->tree, err);
}

static int open_file(const char *path, struct unpacking *u, struct error *err)
{
	struct stat st;
	uint64_t grown;

	u->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (u->fd < 0)
		return error_set(err, ERROR_USAGE, errno, "cannot read %s", path);
	if (fstat(u->fd, &st) < 0)
		return error_system(err, "cannot examine %s", path);
	if (!S_ISREG(st.st_mode))
		return error_usage(err, "%s is not an archive", path);
	grown = (uint64_t)st.st_size < ARCHIVE_SIZE_MAX / ARCHIVE_RATIO_MAX ?
			(uint64_t)st.st_size * ARCHIVE_RATIO_MAX : ARCHIVE_SIZE_MAX;
	u->size_left = grown > ARCHIVE_SIZE_FREE ? grown : ARCHIVE_SIZE_FREE;
	return 0;
}

void archive_name(const char *path, char *name, size_t size)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	size_t length = archive_stem(base);

	snprintf(name, size, "%.*s", (int)(length ? length : strlen(base)), base);
}

int tree_open_archive(const char *path, struct tree *ret, struct error *err)
{
	__attribute__((cleanup(unpacking_free))) struct unpacking u = {
		.fd = -1, .memory_left = MEMORY_MAX,
	};
	char name[sizeof u.tree.name];

	archive_name(path, name, sizeof name);
	tree_set_origin(&u.tree, path, name);
	if (open_file(path, &u, err) < 0 || start(&u, err) < 0 || unpack(&u, err) < 0 ||
	    tree_finish(&u.tree, err) < 0)
		return -1;
	*ret = u.tree;
	u.tree = (struct tree){ .count = 0 };
	return 0;
}

#include "host.h"

#include "sandbox/class.h"
#include "util/cleanup.h"

#include <fcntl.h>
#include <glob.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { CONTENT_MAX = 64 << 20 };

/* What of a file cannot stay as it was when somebody writes to it: no clock reaches ctime. */
struct signs {
	dev_t device;
	ino_t inode;
	mode_t mode;
	uid_t uid;
	gid_t gid;
	off_t size;
	struct timespec modified, changed;
};

/* Programs are read as well; of a gigabyte of libraries and headers the signs must do. */
static bool is_program(const char *path, const struct stat *st)
{
	return S_ISREG(st->st_mode) && (st->st_mode & 0111) && st->st_size <= CONTENT_MAX &&
	       (!strncmp(path, "/usr/bin/", 9) || strstr(path, "/gcc/"));
}

static int hash_file(const char *path, const struct stat *st, unsigned char hash[32])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	void *bytes = MAP_FAILED;
	struct signs signs;
	bool ok;

	memset(&signs, 0, sizeof signs);
	signs = (struct signs){ st->st_dev, st->st_ino, st->st_mode, st->st_uid, st->st_gid,
				st->st_size, st->st_mtim, st->st_ctim };
	ok = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) &&
	     EVP_DigestUpdate(context, &signs, sizeof signs);
	if (ok && is_program(path, st) && st->st_size > 0) {
		autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);

		if (fd >= 0)
			bytes = mmap(NULL, (size_t)st->st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		ok = bytes != MAP_FAILED &&
		     EVP_DigestUpdate(context, bytes, (size_t)st->st_size);
	}
	ok = ok && EVP_DigestFinal_ex(context, hash, NULL);
	if (bytes != MAP_FAILED)
		munmap(bytes, (size_t)st->st_size);
	EVP_MD_CTX_free(context);
	return ok ? 0 : -1;
}

static int add_file(struct toolchain *t, const char *path, const struct stat *st)
{
	if (t->count % 1024 == 0) {
		struct toolchain_file *files = realloc(t->files, (t->count + 1024) * sizeof *files);

		if (!files)
			return -1;
		t->files = files;
	}
	t->files[t->count].path = strdup(path);
	if (!t->files[t->count].path || hash_file(path, st, t->files[t->count].hash) < 0) {
		free(t->files[t->count].path);
		return -1;
	}
	t->count++;
	return 0;
}

/* glob() leaves out names with a dot in front, which no toolchain has. */
static int add_path(struct toolchain *t, const char *path)
{
	glob_t below;
	struct stat st;
	char pattern[4096];
	int result = 0;

	if (lstat(path, &st) < 0 || add_file(t, path, &st) < 0)
		return -1;
	if (!S_ISDIR(st.st_mode))
		return 0;
	snprintf(pattern, sizeof pattern, "%s/*", path);
	if (glob(pattern, GLOB_NOSORT, NULL, &below) != 0)
		return 0;
	for (size_t i = 0; i < below.gl_pathc && result == 0; i++)
		result = add_path(t, below.gl_pathv[i]);
	globfree(&below);
	return result;
}

static int add_class(struct toolchain *t, const struct box_class *class)
{
	for (const char *const *pattern = class->paths; *pattern; pattern++) {
		glob_t found;
		int result = 0;

		if (glob(*pattern, 0, NULL, &found) != 0)
			continue;
		for (size_t i = 0; i < found.gl_pathc && result == 0; i++)
			result = add_path(t, found.gl_pathv[i]);
		globfree(&found);
		if (result < 0)
			return -1;
	}
	return 0;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct toolchain_file *)a)->path,
		      ((const struct toolchain_file *)b)->path);
}

int toolchain_hash(const char *const *classes, size_t count, struct toolchain *ret,
		   struct error *err)
{
	struct toolchain t = { .count = 0 };

	for (size_t i = 0; i < count; i++) {
		int class = box_class_find(classes[i]);

		if (class < 0 || add_class(&t, &box_classes[class]) < 0) {
			toolchain_free(&t);
			return error_system(err, "cannot hash the toolchain of class %s", classes[i]);
		}
	}
	if (t.count)
		qsort(t.files, t.count, sizeof *t.files, by_path);
	*ret = t;
	return 0;
}

void toolchain_free(struct toolchain *toolchain)
{
	for (size_t i = 0; i < toolchain->count; i++)
		free(toolchain->files[i].path);
	free(toolchain->files);
	*toolchain = (struct toolchain){ .count = 0 };
}

void toolchain_compare(const struct toolchain *before, const struct toolchain *after,
		       struct strbuf *faults)
{
	size_t i = 0, k = 0;

	while (i < before->count || k < after->count) {
		int order = i == before->count ? 1 : k == after->count ? -1 :
			    strcmp(before->files[i].path, after->files[k].path);

		if (order < 0)
			strbuf_printf(faults, "%s is gone\n", before->files[i].path);
		else if (order > 0)
			strbuf_printf(faults, "%s is new\n", after->files[k].path);
		else if (memcmp(before->files[i].hash, after->files[k].hash, 32) != 0)
			strbuf_printf(faults, "%s has changed\n", after->files[k].path);
		i += order <= 0;
		k += order >= 0;
	}
}

#include "pipeline/artifact.h"

#include "model/submission.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DEPTH_MAX = 16 };	/* of directories: packages of Java classes are not deeper */

struct artifact artifact_empty(void)
{
	return (struct artifact){ .executable = -1 };
}

void artifact_free(struct artifact *artifact)
{
	if (artifact->executable >= 0)
		close(artifact->executable);
	for (size_t i = 0; i < artifact->count; i++) {
		close(artifact->fds[i]);
		free(artifact->names[i]);
	}
	free(artifact->fds);
	free(artifact->names);
	*artifact = artifact_empty();
}

int artifact_add(struct artifact *artifact, const char *name, int fd)
{
	char **names;
	int *fds;

	if (artifact->count >= ARTIFACT_FILES)
		return -1;
	names = realloc(artifact->names, (artifact->count + 1) * sizeof *names);
	if (names)
		artifact->names = names;
	fds = realloc(artifact->fds, (artifact->count + 1) * sizeof *fds);
	if (fds)
		artifact->fds = fds;
	if (!names || !fds)
		return -1;
	artifact->names[artifact->count] = strdup(name);
	if (!artifact->names[artifact->count])
		return -1;
	artifact->fds[artifact->count++] = fd;
	return 0;
}

static int open_beneath(int directory, const char *name, uint64_t flags)
{
	struct open_how how = {
		/* NONBLOCK: opening a FIFO that a program left must not wait for a writer. */
		.flags = flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};

	return (int)syscall(SYS_openat2, directory, name, &how, sizeof how);
}

/* What makes opening fail without being the doing of who made the files. */
static bool is_host_fault(int errnum)
{
	return errnum == EMFILE || errnum == ENFILE || errnum == ENOMEM || errnum == ENOSYS;
}

static int copy_sealed(int from, const struct stat *st, int *ret_fd, struct error *err)
{
	autoclose int to = memfd_create("artifact", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (to < 0 || fd_copy(from, to, (uint64_t)st->st_size) < 0 ||
	    fchmod(to, st->st_mode & 0111 ? 0755 : 0644) < 0 || fd_seal(to) < 0)
		return error_system(err, "cannot copy an artefact");
	*ret_fd = TAKE_FD(to);
	return 0;
}

int artifact_take_file(int work, const char *name, uint64_t max_bytes, int *ret_fd,
		       enum artifact_fault *ret_fault, struct error *err)
{
	autoclose int from = open_beneath(work, name, O_RDONLY);
	struct stat st;

	*ret_fault = ARTIFACT_OK;
	if (from < 0 && is_host_fault(errno))
		return error_system(err, "cannot open an artefact");
	if (from < 0) {
		*ret_fault = errno == ENOENT ? ARTIFACT_MISSING : ARTIFACT_STRANGE;
		return 0;
	}
	if (fstat(from, &st) < 0)
		return error_system(err, "cannot look at an artefact");
	if (!S_ISREG(st.st_mode) || st.st_nlink != 1 || st.st_mode & (S_ISUID | S_ISGID)) {
		*ret_fault = ARTIFACT_STRANGE;
		return 0;
	}
	if ((uint64_t)st.st_size > max_bytes) {
		*ret_fault = ARTIFACT_LARGE;
		return 0;
	}
	return copy_sealed(from, &st, ret_fd, err);
}

/* A walk over the directory that a hostile compile may have left. */
struct walk {
	int work;
	uint64_t left_bytes;
	struct artifact *artifact;
	enum artifact_fault fault;
};

static int take_directory(struct walk *walk, const char *path, int depth, struct error *err);

static int take_entry(struct walk *walk, const char *path, const char *name, int depth,
		      struct error *err)
{
	char full[SUBMISSION_NAME + 1];
	struct stat st;
	int fd = -1;

	/* Names that no compiler of ours makes are not worth a fault: they are left behind. */
	if (snprintf(full, sizeof full, "%s%s%s", path, *path ? "/" : "", name) >=
		    (int)sizeof full)
		return 0;
	if (fstatat(walk->work, full, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	if (S_ISDIR(st.st_mode))
		return take_directory(walk, full, depth + 1, err);
	if (artifact_take_file(walk->work, full, walk->left_bytes, &fd, &walk->fault, err) < 0)
		return -1;
	if (walk->fault != ARTIFACT_OK)
		return 0;
	walk->left_bytes -= (uint64_t)st.st_size < walk->left_bytes ? (uint64_t)st.st_size :
								      walk->left_bytes;
	if (artifact_add(walk->artifact, full, fd) < 0) {
		close(fd);
		walk->fault = ARTIFACT_LARGE;
	}
	return 0;
}

static int take_directory(struct walk *walk, const char *path, int depth, struct error *err)
{
	int fd = open_beneath(walk->work, *path ? path : ".", O_RDONLY | O_DIRECTORY), result = 0;
	struct dirent *entry;
	DIR *directory;

	if (fd < 0 && is_host_fault(errno))
		return error_system(err, "cannot open the working directory of a compile");
	if (fd < 0 || depth > DEPTH_MAX) {
		if (fd >= 0)
			close(fd);
		walk->fault = ARTIFACT_STRANGE;
		return 0;
	}
	directory = fdopendir(fd);
	if (!directory) {
		close(fd);
		return error_system(err, "cannot read the working directory of a compile");
	}
	while (result == 0 && walk->fault == ARTIFACT_OK && (entry = readdir(directory)))
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, "__pycache__") != 0)
			result = take_entry(walk, path, entry->d_name, depth, err);
	closedir(directory);
	return result;
}

int artifact_take_all(int work, uint64_t max_bytes, struct artifact *artifact,
		      enum artifact_fault *ret_fault, struct error *err)
{
	struct walk walk = { .work = work, .left_bytes = max_bytes, .artifact = artifact };

	if (take_directory(&walk, "", 0, err) < 0)
		return -1;
	*ret_fault = walk.fault;
	return 0;
}

int artifact_lay_out(const struct artifact *artifact, struct box_set *boxes, unsigned class,
		     struct error *err)
{
	if (artifact->executable >= 0)
		return 0;
	if (box_put(boxes, class, PUT_FILES, (const char *const *)artifact->names, artifact->fds,
		    artifact->count, err) < 0)
		return -1;
	return box_seal(boxes, class, err);
}

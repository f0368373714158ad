#include "sandbox/spawner/spawner.h"

#include "sandbox/landlock.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>

#define MS_NOSYMFOLLOW_ 256	/* Linux 5.10; not in the C library's header */

/* What a write to /work changes: free blocks, free inodes, or the directory's own change time. */
static int look(struct spawner *s, uint64_t *inodes, uint64_t *blocks, int64_t *changed_ns)
{
	struct statfs f;
	struct statx x;

	if (fstatfs(s->work, &f) < 0 || statx(s->work, "", AT_EMPTY_PATH, STATX_CTIME, &x) < 0)
		return -1;
	*inodes = (uint64_t)f.f_ffree;
	*blocks = (uint64_t)f.f_bfree;
	*changed_ns = x.stx_ctime.tv_sec * NS_PER_S + x.stx_ctime.tv_nsec;
	return 0;
}

static int mount_tmpfs(const char *path, uint64_t bytes, uint64_t inodes, const char *mode,
		       unsigned long flags)
{
	char options[96];

	snprintf(options, sizeof options, "size=%llu,nr_inodes=%llu,mode=%s",
		 (unsigned long long)bytes, (unsigned long long)inodes, mode);
	return mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV | flags, options);
}

/*
 * Rules are about files, not about names: a new /work needs a new ruleset. The spawner does not
 * enter it, as it could not mount any more; each program does.
 */
static int renew_landlock(struct spawner *s)
{
	autoclose int dev = -1;

	if (s->landlock >= 0)
		close(s->landlock);
	s->landlock = -1;
	if (!s->landlock_abi)
		return 0;
	dev = open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC);
	s->landlock = landlock_open(s->landlock_abi);
	if (dev < 0 || s->landlock < 0 || landlock_allow_devices(s->landlock, dev) < 0)
		return -1;
	return landlock_allow_write(s->landlock, s->landlock_abi, s->work);
}

static int mount_work(struct spawner *s)
{
	/* Everyone in a box is one uid, so the sticky bit of a /tmp would protect nothing. */
	if (mount_tmpfs(WORK_PATH, s->config.work_bytes, s->config.work_inodes, "0777",
			MS_NOSYMFOLLOW_) < 0)
		return -1;
	s->work = open(WORK_PATH, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (s->work < 0 || chdir(WORK_PATH) < 0 || renew_landlock(s) < 0)
		return -1;
	return look(s, &s->fresh.free_inodes, &s->fresh.free_blocks, &s->fresh.changed_ns);
}

static int mount_files(struct spawner *s)
{
	return mount_tmpfs(FILES_PATH, s->config.files_bytes, s->config.files_inodes, "0755", 0);
}

int directory_mount(struct spawner *s)
{
	return mount_files(s) < 0 || mount_work(s) < 0 ? -1 : 0;
}

static int replace_work(struct spawner *s)
{
	close(s->work);
	s->work = -1;
	if (chdir("/") < 0 || umount2(WORK_PATH, MNT_DETACH) < 0)
		return -1;
	return mount_work(s);
}

int directory_clean(struct spawner *s, enum put_place place)
{
	if (place == PUT_FILES && (umount2(FILES_PATH, MNT_DETACH) < 0 || mount_files(s) < 0))
		return -1;
	return directory_prove_clean(s);
}

int directory_prove_clean(struct spawner *s)
{
	uint64_t inodes, blocks;
	int64_t changed_ns;

	if (look(s, &inodes, &blocks, &changed_ns) < 0)
		return -1;
	if (inodes == s->fresh.free_inodes && blocks == s->fresh.free_blocks &&
	    changed_ns == s->fresh.changed_ns)
		return 0;
	return replace_work(s);
}

int directory_seal(void)
{
	return mount(NULL, FILES_PATH, NULL,
		     MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL);
}

static int open_beneath(int directory, const char *name, uint64_t flags, uint64_t mode)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.mode = mode,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};

	return (int)syscall(SYS_openat2, directory, name, &how, sizeof how);
}

/* The directories of a name such as "lib/sorting/merge.h"; umask or not. */
static int make_parents(int directory, const char *name, mode_t mode)
{
	char path[4096];

	if (snprintf(path, sizeof path, "%s", name) >= (int)sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdirat(directory, path, mode) == 0 ? fchmodat(directory, path, mode, 0) < 0 :
							  errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return 0;
}

static int put_one(int directory, const char *name, int from, mode_t mode)
{
	struct stat st;
	autoclose int to = -1;
	size_t length = strlen(name);

	if (make_parents(directory, name, mode) < 0)
		return -1;
	/* "feedback/" is a directory that the program may write to, without content. */
	if (length && name[length - 1] == '/')
		return fchmodat(directory, name, 0777, 0);
	to = open_beneath(directory, name, O_WRONLY | O_CREAT | O_EXCL, 0644);
	if (to < 0 || fstat(from, &st) < 0)
		return -1;
	if (fd_copy(from, to, (uint64_t)st.st_size) < 0)
		return -1;
	return fchmod(to, st.st_mode & 0111 ? 0755 : 0644);
}

int directory_put(const struct box_request *request, const int *fds, size_t count)
{
	const char *path = request->place == PUT_FILES ? FILES_PATH : WORK_PATH;
	autoclose int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const char *name = request->strings;
	/* A compiler may write beside its sources; what is in /files only the spawner may change. */
	mode_t mode = request->place == PUT_FILES ? 0755 : 0777;

	if (directory < 0)
		return -1;
	for (size_t i = 0; i < count; i++, name += strlen(name) + 1)
		if (put_one(directory, name, fds[i], mode) < 0)
			return -1;
	return 0;
}

/* The program may have put a link in the place of any directory on the way. */
static int remove_one(int directory, const char *name)
{
	const char *slash = strrchr(name, '/');
	char path[4096];
	autoclose int parent = -1;
	int result;

	if (!slash || snprintf(path, sizeof path, "%.*s", (int)(slash - name), name) >=
			      (int)sizeof path) {
		errno = EINVAL;
		return -1;
	}
	parent = open_beneath(directory, path, O_PATH | O_DIRECTORY, 0);
	result = parent < 0 ? -1 : unlinkat(parent, slash + 1, 0);
	return result < 0 && errno == ENOENT ? 0 : result;
}

int directory_remove(const struct box_request *request)
{
	const char *name = request->strings;
	autoclose int directory = open(WORK_PATH, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (directory < 0)
		return -1;
	for (uint32_t i = 0; i < request->argc; i++, name += strlen(name) + 1)
		if (remove_one(directory, name) < 0)
			return -1;
	return 0;
}

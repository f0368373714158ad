#include "sandbox/mount_plan.h"

#include "util/cleanup.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

/* All directories above path; what is there already is fine. */
static int make_parents(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0755) < 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return 0;
}

static int make_file(const char *path, const char *text)
{
	autoclose int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	return fd < 0 ? -1 : fd_write_all(fd, text, strlen(text));
}

/*
 * In a user namespace flags such as nosuid that the host set on the source are locked; asking for
 * a superset is allowed, so the remount names all that the source's file system has.
 */
static int bind(const char *source, const char *path, unsigned long flags)
{
	struct stat st;

	if (stat(source, &st) < 0)
		return -1;
	if (S_ISDIR(st.st_mode) ? mkdir(path, 0755) < 0 : make_file(path, "") < 0)
		if (errno != EEXIST)
			return -1;
	if (mount(source, path, NULL, MS_BIND, NULL) < 0)
		return -1;
	return mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_NOSUID | flags, NULL);
}

static int execute(const struct mount_op *op, const char *base)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof path, "%s/%s", base, op->target) >= (int)sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (make_parents(path) < 0)
		return -1;
	switch (op->kind) {
	case MOUNT_DIRECTORY:
		return mkdir(path, 0755);
	case MOUNT_FILE:
		return make_file(path, op->source);
	case MOUNT_LINK:
		return symlink(op->source, path);
	case MOUNT_BIND:
		return bind(op->source, path, MS_RDONLY | MS_NODEV);
	case MOUNT_DEVICE:
		/* Devices can be written to all the same, but their time stamps not be set. */
		return bind(op->source, path, MS_RDONLY | MS_NOEXEC);
	case MOUNT_PROC:
		/* gid=0: the spawner may look at its programs; they have another group. */
		if (mkdir(path, 0555) < 0)
			return -1;
		return mount("proc", path, "proc", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
			     "hidepid=2,subset=pid,gid=0");
	}
	errno = EINVAL;
	return -1;
}

int mount_execute(const struct mount_plan *plan, const char *base,
		  const struct mount_op **ret_failed)
{
	*ret_failed = NULL;
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("tmpfs", base, "tmpfs", MS_NOSUID | MS_NODEV,
		  "size=1m,nr_inodes=4096,mode=0755") < 0)
		return -1;
	for (size_t i = 0; i < plan->count; i++)
		if (execute(&plan->ops[i], base) < 0) {
			*ret_failed = &plan->ops[i];
			return -1;
		}
	return 0;
}

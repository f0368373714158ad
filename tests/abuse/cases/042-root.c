/*
 * Writes to everything that a box without toolchain shows: its root, /etc, the devices.
 *
 * @verdict AC
 */
#include "attack.h"

#include <ftw.h>
#include <sys/stat.h>
#include <sys/xattr.h>

static int is_own(const char *path)
{
	return !strncmp(path, "/proc", 5) || !strncmp(path, "/work", 5) || !strncmp(path, "/tmp", 4);
}

static int attack(const char *path, const struct stat *st, int type, struct FTW *where)
{
	char inner[300];
	/* Nothing is put into /files of such a box, so that it is never made read-only. */
	int writable = !strncmp(path, "/files", 6);

	(void)where;
	if (is_own(path) || type == FTW_SL || type == FTW_SLN)
		return 0;
	/* What asks first whether the file system can be written to must hear that it cannot. */
	must(chmod(path, 0777) < 0 && (writable || errno == EROFS), "chmod %s: %s", path,
	     strerror(errno));
	must(chown(path, getuid(), getgid()) < 0, "owns %s", path);
	must(utimensat(AT_FDCWD, path, NULL, 0) < 0 && (writable || errno == EROFS), "touched %s",
	     path);
	must(setxattr(path, "user.left", "x", 1, 0) < 0, "labelled %s", path);
	must(rename(path, "/work/stolen") < 0, "moved %s", path);
	must(unlink(path) < 0 && rmdir(path) < 0, "removed %s", path);
	must(link(path, "/work/linked") < 0, "linked %s", path);
	must(S_ISCHR(st->st_mode) || !opens(path, O_WRONLY), "opened %s for writing", path);
	snprintf(inner, sizeof inner, "%s/left", path);
	must(mkdir(inner, 0777) < 0, "made a directory in %s", path);
	must(!opens(inner, O_WRONLY | O_CREAT), "made a file in %s", path);
	return 0;
}

int main(void)
{
	must(nftw("/", attack, 20, FTW_PHYS | FTW_MOUNT) == 0, "cannot walk the root");
	must(nftw("/dev", attack, 20, FTW_PHYS) == 0, "cannot walk /dev");
	must(nftw("/files", attack, 20, FTW_PHYS) == 0, "cannot walk /files");
	return finish();
}

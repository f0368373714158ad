/*
 * Above the root by names: "..", descriptors that were left open, links of /proc.
 *
 * @verdict AC
 */
#include "attack.h"

#include <linux/openat2.h>
#include <sys/stat.h>

static int is_root(const char *path)
{
	struct stat root, st;

	return stat("/", &root) == 0 && stat(path, &st) == 0 && root.st_ino == st.st_ino &&
	       root.st_dev == st.st_dev;
}

int main(void)
{
	struct open_how how = { .flags = O_RDONLY | O_DIRECTORY };
	int work = open("/work", O_PATH | O_DIRECTORY | O_CLOEXEC);

	must(is_root("/.."), "/.. is not /");
	must(is_root("../../../../../../../../.."), "a way up from /work");
	must(is_root("/proc/self/cwd/.."), "a way up from /proc/self/cwd");
	must(is_root("/files/../../.."), "a way up from /files");
	for (int fd = 3; fd < 1024; fd++)
		if (fd != work) {
			refuse(openat(fd, "..", O_RDONLY), EBADF);
			refuse(fchdir(fd), EBADF);
			refuse(call(openat2, fd, ".", &how, sizeof how), EBADF);
		}
	refuse(fchdir(0), ENOTDIR);
	refuse(fchdir(1), ENOTDIR);
	/* The trick that leaves a chroot: the root moves down, the working directory stays. */
	must(mkdir("down", 0777) == 0 && chdir("down") == 0, "cannot use /work");
	must(rmdir("/work/down") == 0, "cannot remove /work/down");
	must(chdir("../..") == 0 && is_root("."), "a way up from a removed directory");
	must(fchdir(work) == 0 && is_root(".."), "a way up from the descriptor of /work");
	refuse(access("/.old", F_OK), ENOENT);
	refuse(access("/old_root", F_OK), ENOENT);
	return finish();
}

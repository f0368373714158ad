/*
 * Paths that are no paths: plain error numbers, and nothing of them in anybody's log.
 *
 * @verdict AC
 */
#include "attack.h"

#include <sys/prctl.h>
#include <sys/stat.h>

static void refuse_path(const char *path)
{
	struct stat st;

	refuse(open(path, O_RDONLY), ENOENT, ENAMETOOLONG, EFAULT);
	refuse(call(stat, path, &st), ENOENT, ENAMETOOLONG, EFAULT);
	refuse(call(chdir, path), ENOENT, ENAMETOOLONG, EFAULT);
	refuse(call(unlink, path), ENOENT, ENAMETOOLONG, EFAULT);
	refuse(call(execve, path, NULL, NULL), ENOENT, ENAMETOOLONG, EFAULT);
	refuse(call(rename, path, path), ENOENT, ENAMETOOLONG, EFAULT);
	refuse(call(readlink, path, &st, sizeof st), ENOENT, ENAMETOOLONG, EFAULT);
	dprintf(2, "%.200s\n", path && path > (char *)4096 ? path : "?");
}

int main(void)
{
	static char component[300], whole[5000], bad[] = "\xff\xfe\xc0\x80\xed\xa0\x80/\xf8";

	memset(component, 'a', sizeof component - 1);
	for (size_t i = 0; i + 1 < sizeof whole; i++)
		whole[i] = i % 2 ? '/' : 'a';
	refuse_path(NULL);
	refuse_path("");
	refuse_path("%s%s%s%s%n%n%n%d");
	refuse_path("$(reboot);`reboot`|reboot\nassize: error: internal");
	refuse_path(component);
	refuse_path(whole);
	refuse_path(bad);
	refuse(call(open, (char *)1, O_RDONLY), EFAULT);
	refuse(call(open, (char *)-1L, O_RDONLY), EFAULT);
	refuse(call(open, (char *)0xffffffff81000000UL, O_RDONLY), EFAULT);
	refuse(call(openat, 12345, "x", O_RDONLY), EBADF);
	refuse(call(write, 1, (char *)8, 1), EFAULT);
	prctl(PR_SET_NAME, "\n%s%n\x1b[2J");
	return finish();
}

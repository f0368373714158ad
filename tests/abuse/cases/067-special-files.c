/*
 * Leaves special files, attributes and set-id bits as its output: harmless, and gone.
 *
 * @verdict AC
 * @tests leave look leave look
 */
#include "attack.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

static void leave(void)
{
	static const char *const names[] = { "user.a", "trusted.a", "security.a", "system.a" };
	int fd = open("bits", O_CREAT | O_RDWR | O_CLOEXEC, 0777);

	must(fd >= 0, "cannot use /work");
	chmod("bits", 07777);
	fchmod(fd, 07777);
	chmod("/work", 07777);
	refuse(mknod("disk", S_IFBLK | 0666, makedev(254, 0)), EPERM, EACCES);
	refuse(mknod("memory", S_IFCHR | 0666, makedev(1, 1)), EPERM, EACCES);
	refuse(mknod("null", S_IFCHR | 0666, makedev(1, 3)), EPERM, EACCES);
	refuse(call(mknodat, AT_FDCWD, "kvm", S_IFCHR | 0666, makedev(10, 232)), EPERM, EACCES);
	mknod("whiteout", S_IFCHR | 0666, 0);
	mknod("fifo", S_IFIFO | 0666, 0);
	mknod("socket", S_IFSOCK | 0666, 0);
	refuse(open("whiteout", O_RDONLY), ENXIO, ENOENT, EACCES);
	for (size_t i = 0; i < COUNT(names); i++) {
		int set = setxattr("bits", names[i], "x", 1, 0);

		must(set < 0 || !strncmp(names[i], "user.", 5), "attribute %s", names[i]);
	}
	setxattr("bits", "system.posix_acl_access", "\2\0\0\0", 4, 0);	/* its own to give */
	refuse(chown("bits", 0, 0), EPERM);
	refuse(chown("bits", 1000, 1000), EPERM, EINVAL);
}

static void look(void)
{
	DIR *here = opendir(".");

	for (struct dirent *entry; here && (entry = readdir(here));)
		must(entry->d_name[0] == '.', "%s is here", entry->d_name);
	if (here)
		closedir(here);
}

int main(void)
{
	if (test_is("leave"))
		leave();
	else
		look();
	return finish();
}

/*
 * Overwrites its own executable, its input and whatever else it was given, for the next test.
 *
 * @verdict AC
 * @tests leave look leave look
 */
#include "attack.h"

#include <sys/mman.h>
#include <sys/stat.h>

enum { MARK = 17 };

/* In a section that is written to the file: what a patched executable would start with. */
static volatile int mark = MARK;

static const char *const paths[] = {
	"/proc/self/exe", "/proc/self/fd/0", "/dev/stdin", "/files", "/files/prog", "/files/main",
};

static void overwrite(const char *path)
{
	refuse(open(path, O_WRONLY), EACCES, EROFS, ENOENT, EISDIR, EPERM, ETXTBSY);
	refuse(open(path, O_RDWR | O_TRUNC), EACCES, EROFS, ENOENT, EISDIR, EPERM, ETXTBSY);
	refuse(truncate(path, 0), EACCES, EROFS, ENOENT, EISDIR, EPERM, ETXTBSY, EINVAL);
	refuse(chmod(path, 0777), EPERM, EROFS, ENOENT);
	refuse(chown(path, getuid(), getgid()), EPERM, EROFS, ENOENT);
	refuse(unlink(path), EACCES, EROFS, ENOENT, EISDIR, EPERM, EBUSY);
}

static void leave(void)
{
	int exe = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	for (size_t i = 0; i < COUNT(paths); i++)
		overwrite(paths[i]);
	refuse(ftruncate(0, 0), EINVAL, EBADF);
	refuse(write(0, "x", 1), EBADF);
	refuse(fchmod(0, 0666), EPERM, EROFS);
	refuse(fallocate(0, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 1), EBADF);
	refuse((long)mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, 0, 0), EACCES, EPERM);
	must(exe >= 0, "cannot open the executable");
	refuse((long)mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, exe, 0), EACCES, EPERM);
	refuse(write(exe, "x", 1), EBADF);
	refuse(fcntl(exe, F_ADD_SEALS, F_SEAL_SEAL), EPERM, EINVAL);
	mark = MARK + 1;
}

int main(void)
{
	must(mark == MARK, "the executable was changed");
	must(test_is("leave") || test_is("look"), "the input was changed");
	if (test_is("leave"))
		leave();
	return finish();
}

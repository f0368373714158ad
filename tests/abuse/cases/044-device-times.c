/*
 * The time stamps of the devices, which all runs share: one sets them, another reads them.
 *
 * @verdict AC
 */
#include "attack.h"

#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>

static const char *const devices[] = {
	"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
};

int main(void)
{
	for (size_t i = 0; i < COUNT(devices); i++) {
		int fd = open(devices[i], O_RDWR | O_CLOEXEC);

		must(fd >= 0, "cannot open %s", devices[i]);
		refuse(call(utimensat, AT_FDCWD, devices[i], NULL, 0), EROFS, EPERM, EACCES);
		refuse(call(utimensat, fd, NULL, NULL, 0), EROFS, EPERM, EACCES);
		refuse(call(utimes, devices[i], NULL), EROFS, EPERM, EACCES);
		refuse(call(utime, devices[i], NULL), EROFS, EPERM, EACCES);
		refuse(call(futimesat, AT_FDCWD, devices[i], NULL), EROFS, EPERM, EACCES);
		close(fd);
	}
	return finish();
}

/*
 * Leases, which make others wait for up to 45 s when they open the file: on the devices, the input
 * and the output, none of which belong to the program.
 *
 * @verdict AC
 */
#include "attack.h"

static const char *const shared[] = {
	"/dev/null", "/dev/zero", "/dev/urandom", "/dev/stdin", "/etc/passwd", "/proc/self/exe",
};

int main(void)
{
	for (size_t i = 0; i < COUNT(shared); i++) {
		int fd = open(shared[i], O_RDONLY | O_CLOEXEC);

		must(fd >= 0, "cannot open %s", shared[i]);
		refuse(fcntl(fd, F_SETLEASE, F_RDLCK), EACCES, EPERM, EINVAL);
		refuse(fcntl(fd, F_SETLEASE, F_WRLCK), EACCES, EPERM, EINVAL);
		close(fd);
	}
	refuse(fcntl(1, F_SETLEASE, F_WRLCK), EACCES, EPERM, EINVAL);
	return finish();
}

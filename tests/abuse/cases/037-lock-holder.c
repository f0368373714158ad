/*
 * Holds every kind of lock on what its neighbours have, too.
 *
 * @verdict AC
 * @tests neighbours
 */
#include "attack.h"

#include <sys/file.h>

static const char *const shared[] = {
	"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/stdin",
};

int main(void)
{
	for (size_t i = 0; i < COUNT(shared); i++) {
		struct flock half = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
		int fd = open(shared[i], O_RDWR | O_CLOEXEC);

		if (fd < 0) {
			half.l_type = F_RDLCK;
			fd = open(shared[i], O_RDONLY | O_CLOEXEC);
		}
		flock(fd, LOCK_EX | LOCK_NB);
		fcntl(fd, F_OFD_SETLK, &half);
		half.l_start = 1;
		fcntl(fd, F_SETLK, &half);
	}
	sleep_ms(1600);
	return finish();
}

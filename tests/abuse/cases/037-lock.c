/*
 * Locks on inodes that two runs share, the devices and the input: the neighbour's must not be felt.
 *
 * @verdict AC
 * @tests neighbours
 * @beside 037-lock-holder.c
 */
#include "attack.h"

#include <sys/file.h>

static const char *const shared[] = {
	"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/stdin",
};

static void try(const char *path)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd < 0) {
		whole.l_type = F_RDLCK;
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	must(fd >= 0, "cannot open %s", path);
	must(flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK, "flock on %s", path);
	must(fcntl(fd, F_SETLK, &whole) == 0 || errno != EAGAIN, "record lock on %s", path);
	whole.l_type = F_UNLCK;		/* or it would be in the way of our own next one */
	fcntl(fd, F_SETLK, &whole);
	whole.l_type = fcntl(fd, F_GETFL) & O_RDWR ? F_WRLCK : F_RDLCK;
	must(fcntl(fd, F_OFD_SETLK, &whole) == 0 || errno != EAGAIN, "OFD lock on %s", path);
	close(fd);
}

int main(void)
{
	/* Not before the neighbour has them, and not after it has gone. */
	for (int i = 0; i < 10; i++) {
		for (size_t k = 0; k < COUNT(shared); k++)
			try(shared[k]);
		sleep_ms(20);
	}
	return finish();
}

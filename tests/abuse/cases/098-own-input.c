/*
 * Opens its input again to write to itself what the interactor should say; writes to descriptors
 * that it has not.
 *
 * @interactor actor.c
 * @verdict AC
 * @tests listen
 */
#include "attack.h"

int main(void)
{
	static const char *const names[] = { "/proc/self/fd/0", "/dev/stdin", "/dev/fd/0",
					     "/proc/thread-self/fd/0" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		must(open(names[i], O_WRONLY) < 0, "%s opens for writing", names[i]);
		must(open(names[i], O_RDWR) < 0, "%s opens for both", names[i]);
	}
	must(write(0, "go\n", 3) < 0, "the input takes what is written");
	for (int fd = 3; fd < 256; fd++)
		must(write(fd, "go\n", 3) < 0 && errno == EBADF, "descriptor %d is there", fd);
	return finish();
}

/*
 * A signal for what happens in a directory, and the signals of a lease's end: neither is to be had.
 *
 * @verdict AC
 */
#include "attack.h"

static const char *const directories[] = { "/", "/dev", "/etc", "/files", "/proc" };

int main(void)
{
	for (size_t i = 0; i < COUNT(directories); i++) {
		int fd = open(directories[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		must(fd >= 0, "cannot open %s", directories[i]);
		refuse(fcntl(fd, F_NOTIFY, DN_ACCESS | DN_MULTISHOT), EPERM, EINVAL);
		close(fd);
	}
	return finish();
}

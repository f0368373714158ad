/*
 * A terminal to type into: by name, by its calls on the descriptors that there are.
 *
 * @verdict AC
 */
#include "attack.h"

#include <sys/ioctl.h>
#include <termios.h>

static const char *const terminals[] = {
	"/dev/tty", "/dev/tty0", "/dev/tty1", "/dev/console", "/dev/ptmx", "/dev/pts",
	"/dev/pts/ptmx", "/dev/pts/0", "/dev/ttyS0", "/dev/vcs", "/dev/hvc0",
};

int main(void)
{
	char subcode[2] = { 3, 0 };	/* TIOCLINUX: paste the selection */
	struct termios settings;

	for (size_t i = 0; i < COUNT(terminals); i++)
		refuse(open(terminals[i], O_RDWR | O_NOCTTY), ENOENT);
	for (int fd = 0; fd < 3; fd++) {
		refuse(ioctl(fd, TIOCSTI, "x"), ENOTTY, EPERM, ENOSYS);
		refuse(ioctl(fd, TIOCLINUX, subcode), ENOTTY, EPERM, ENOSYS);
		refuse(ioctl(fd, TIOCSCTTY, 1), ENOTTY, EPERM, ENOSYS);
		refuse(ioctl(fd, TIOCCONS), ENOTTY, EPERM, ENOSYS);
		refuse(ioctl(fd, TIOCSETD, "\0\0\0"), ENOTTY, EPERM, ENOSYS);
		refuse(ioctl(fd, TCGETS, &settings), ENOTTY, EPERM, ENOSYS);
		/* The upper half of the number is ignored by the kernel, not by every filter. */
		refuse(call(ioctl, fd, 0x100000000L | TIOCSTI, "x"), ENOTTY, EPERM, ENOSYS);
	}
	return finish();
}

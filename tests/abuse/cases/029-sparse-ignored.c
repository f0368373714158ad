/*
 * The same with the signal ignored: an error, and standard output is no file to seek in.
 *
 * @verdict AC
 * @layout
 */
#include "attack.h"

#include <signal.h>

int main(void)
{
	const off_t far = 2l << 30;
	int fd = open("far", O_RDWR | O_CREAT, 0600), memory = (int)call(memfd_create, "far", 0);

	signal(SIGXFSZ, SIG_IGN);
	refuse(pwrite(fd, "x", 1, far), EFBIG);
	refuse(ftruncate(fd, far), EFBIG);
	refuse(fallocate(fd, 0, far, 1), EFBIG, ENOSPC);
	refuse(pwrite(memory, "x", 1, far), EFBIG);
	refuse(ftruncate(memory, far), EFBIG);
	refuse(lseek(1, far, SEEK_SET), ESPIPE);
	refuse(lseek(2, far, SEEK_SET), ESPIPE);
	return finish();
}

/*
 * A byte at 2 GiB, in a file, in a memory file, and by truncation: over the limit of any one file.
 *
 * @verdict RTE
 * @reason killed by SIGXFSZ
 * @each file memfd truncate
 * @layout
 */
#include "attack.h"

int main(void)
{
	const off_t far = 2l << 30;
	int fd = test_is("memfd") ? (int)call(memfd_create, "far", 0) :
				    open("far", O_RDWR | O_CREAT, 0600);

	if (test_is("truncate"))
		came_through("ftruncate returned %d", ftruncate(fd, far));
	else
		came_through("pwrite returned %ld", (long)pwrite(fd, "x", 1, far));
	return 0;
}

/*
 * Memory that no limit of ours would see: huge pages of the host's pool, and locked pages.
 *
 * @verdict AC
 * @layout
 */
#include "attack.h"

#include <sys/mman.h>

#ifndef MFD_HUGETLB
#define MFD_HUGETLB 4
#endif

enum { HUGE = 2 << 20 };

static char page[8192];

static long map_huge(int flags)
{
	void *bytes = mmap(NULL, HUGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | flags, -1, 0);

	return bytes == MAP_FAILED ? -1 : 0;
}

static long map_huge_file(void)
{
	int fd = memfd_create("huge", MFD_HUGETLB);
	void *bytes;

	if (fd < 0)
		return -1;
	bytes = mmap(NULL, HUGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return bytes == MAP_FAILED ? -1 : 0;
}

int main(void)
{
	refuse(map_huge(0), ENOMEM, EPERM, EINVAL);
	refuse(map_huge(MAP_POPULATE), ENOMEM, EPERM, EINVAL);
	refuse(map_huge(21 << MAP_HUGE_SHIFT), ENOMEM, EPERM, EINVAL);
	refuse(map_huge(30 << MAP_HUGE_SHIFT), ENOMEM, EPERM, EINVAL);
	refuse(map_huge_file(), ENOMEM, EPERM, EINVAL, ENOSYS, ENOENT);
	refuse(mlock(page, sizeof page), EPERM, ENOMEM);
	refuse(call(mlock2, page, sizeof page, 1), EPERM, ENOMEM);
	refuse(mlockall(MCL_CURRENT | MCL_FUTURE), EPERM, ENOMEM);
	refuse(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0) ==
		       MAP_FAILED ? -1L : 0L, EPERM, EAGAIN);
	return finish();
}

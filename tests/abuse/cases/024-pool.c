/*
 * Pages that no memory limit counts, from the host's pool of huge ones, whatever is in it; and
 * pages that the kernel merges with equal ones of others.
 *
 * @verdict AC
 */
#include "attack.h"

#include <sys/mman.h>

int main(void)
{
	static char page[4096] __attribute__((aligned(4096)));
	const int huge = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB;

	for (int shift = 12; shift <= 34; shift++)
		refuse((long)mmap(NULL, 1UL << 30, PROT_READ, huge | shift << MAP_HUGE_SHIFT, -1, 0),
		       ENOMEM, EPERM, EINVAL);
	refuse((long)mmap(NULL, 0x200000, PROT_READ, huge | MAP_NORESERVE, -1, 0), ENOMEM, EPERM);
	refuse(memfd_create("pool", MFD_HUGETLB), ENOMEM, EPERM);
	refuse(memfd_create("pool", MFD_HUGETLB | 21U << MAP_HUGE_SHIFT), ENOMEM, EPERM);
	refuse(madvise(page, sizeof page, MADV_MERGEABLE), EPERM, EINVAL);
	return finish();
}

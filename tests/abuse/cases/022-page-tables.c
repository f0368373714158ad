/*
 * Memory that is no page of the program's: a table for each 2 MiB of addresses that it looks at,
 * and the kernel's record of each mapping.
 *
 * @verdict MLE
 * @reason memory over the limit of 24 MiB
 * @each sparse mappings
 * @time 2s
 * @memory 24MiB
 * @processes 3
 * @run-time 6000
 * @layout
 */
#include "attack.h"

#include <sys/mman.h>

static void touch_sparsely(void)
{
	const size_t size = 1ul << 40, step = 1ul << 21;
	volatile char *bytes = mmap(NULL, size, PROT_READ,
				    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	char sum = 0;

	if (bytes == MAP_FAILED)
		return;
	madvise((void *)bytes, size, MADV_NOHUGEPAGE);
	/* Reading shows the one page of zeros, which is free. */
	for (size_t i = 0; i < size; i += step)
		sum ^= bytes[i];
	must(sum == 0, "not zero");
}

/* Neighbours with other rights cannot be merged. */
static void map_often(void)
{
	for (int i = 0; i < 100000; i++)
		mmap(NULL, 4096, i % 2 ? PROT_READ : PROT_NONE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

int main(void)
{
	if (test_is("sparse")) {
		touch_sparsely();
		return finish();
	}
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			map_often();
			pause();
		}
	map_often();
	wait(NULL);	/* for the one that is killed: the others hold what they have */
	return finish();
}

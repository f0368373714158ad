/*
 * Throws the input out of the page cache, so that the next run that reads it, or a neighbour,
 * waits for the disk and is charged for the pages.
 *
 * @verdict AC
 * @memory 64MiB
 */
#include "attack.h"

#include <sys/mman.h>
#include <sys/resource.h>

enum { PAGE = 4096, ATTEMPTS = 10 };

/* Reads a byte through a mapping: a page that is not cached costs a major fault. */
static long major_faults_to_read(void)
{
	struct rusage before, after;
	volatile char *page = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, 0, 0);
	char byte;

	must(page != MAP_FAILED, "cannot map the input");
	getrusage(RUSAGE_SELF, &before);
	byte = page[0];
	getrusage(RUSAGE_SELF, &after);
	must(byte == 'g', "another input");
	munmap((void *)page, PAGE);
	return after.ru_majflt - before.ru_majflt;
}

static void evict(void)
{
	void *page = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, 0, 0);

	/* A page that is still to be written cannot be thrown out. */
	call(fsync, 0);
	call(sync_file_range, 0, 0, PAGE, 7);
	call(madvise, page, PAGE, MADV_PAGEOUT);
	call(madvise, page, PAGE, MADV_COLD);
	call(madvise, page, PAGE, MADV_DONTNEED);
	call(madvise, page, PAGE, MADV_REMOVE);
	munmap(page, PAGE);
	call(fadvise64, 0, 0, 0, POSIX_FADV_DONTNEED);
	call(fadvise64, 0, 0, PAGE, POSIX_FADV_NOREUSE);
}

int main(void)
{
	major_faults_to_read();
	for (int i = 0; i < ATTEMPTS; i++) {
		evict();
		must(major_faults_to_read() == 0, "the input was thrown out of the page cache");
		sleep_ms(5);
	}
	return finish();
}

/*
 * Reads an input that is larger than its memory, twice, and maps it: pages of the input are not
 * billed.
 *
 * @verdict AC
 * @input 64MiB
 * @memory 16MiB
 * @memory-peak 0MiB 8MiB
 * @layout
 */
#include "attack.h"

#include <sys/mman.h>
#include <sys/stat.h>

int main(void)
{
	static char buffer[1 << 16];
	volatile char sum = 0;
	long size = 0;
	struct stat st;
	char *bytes;
	ssize_t n;

	while ((n = read(0, buffer, sizeof buffer)) > 0)
		size += n;
	must(size == 64 << 20, "the input has %ld bytes", size);
	if (fstat(0, &st) < 0)
		return 1;
	bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, 0, 0);
	if (bytes == MAP_FAILED)
		return 2;
	for (long i = 0; i < size; i += 4096)
		sum ^= bytes[i];
	return finish();
}

/*
 * Memory that is nobody's heap: memory files, shared mappings, the working directory. /dev/shm is
 * not there.
 *
 * @verdict MLE
 * @reason memory over the limit of 32 MiB
 * @each memfd memfd-mapped shared shared-zero private-file work
 * @memory 32MiB
 * @layout
 */
#include "attack.h"

#include <sys/mman.h>

enum { PIECE = 8 << 20, PIECES = 7 };	/* together less than /work may hold */

static char block[PIECE];

static void fill_file(int fd)
{
	for (size_t done = 0; done < PIECE;) {
		ssize_t n = write(fd, block, PIECE - done);

		if (n <= 0)
			return;
		done += (size_t)n;
	}
}

static void fill_mapping(int flags, int fd)
{
	char *bytes = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, flags, fd, 0);

	if (bytes != MAP_FAILED)
		memset(bytes, 1, PIECE);
}

static int scratch(int piece)
{
	char name[16];

	snprintf(name, sizeof name, "%d", piece);
	return open(name, O_RDWR | O_CREAT, 0600);
}

static void fill(int piece)
{
	int fd = test_is("work") || test_is("private-file") ? scratch(piece) :
		 call(memfd_create, "piece", 0);

	if (test_is("memfd") || test_is("work")) {
		fill_file(fd);
	} else if (test_is("memfd-mapped") && ftruncate(fd, PIECE) == 0) {
		fill_mapping(MAP_SHARED, fd);
	} else if (test_is("shared")) {
		fill_mapping(MAP_SHARED | MAP_ANONYMOUS, -1);
	} else if (test_is("shared-zero")) {
		fill_mapping(MAP_SHARED, open("/dev/zero", O_RDWR));
	} else if (test_is("private-file") && ftruncate(fd, PIECE) == 0) {
		fill_mapping(MAP_PRIVATE, fd);
	}
}

int main(void)
{
	must(!opens("/dev/shm/left", O_RDWR | O_CREAT), "/dev/shm can be written to");
	for (int piece = 0; piece < PIECES; piece++)
		fill(piece);
	return finish();
}

/*
 * Writes 700 MB into the working directory, as one file and as many: the quota ends it, however
 * much memory there would be.
 *
 * @verdict AC
 * @each one many
 * @time 2s
 * @memory 256MiB
 * @layout
 */
#include "attack.h"

#include <signal.h>

enum { MEGABYTE = 1000000, WANTED = 700, ALLOWED = 128 };

static char block[MEGABYTE];

static int scratch(int number)
{
	char name[16];

	snprintf(name, sizeof name, "%d", number);
	return open(name, O_WRONLY | O_CREAT, 0600);
}

int main(void)
{
	int many = test_is("many"), fd = -1, done = 0;

	signal(SIGXFSZ, SIG_IGN);
	for (int i = 0; i < WANTED; i++) {
		if (fd < 0 || many)
			fd = scratch(i);
		done += write(fd, block, sizeof block) == sizeof block;
	}
	must(done > 16, "there is room for only %d MB", done);
	must(done <= ALLOWED, "%d MB were written", done);
	return finish();
}

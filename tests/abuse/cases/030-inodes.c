/*
 * Makes files, directories and links until there are no more: ENOSPC, and the next run starts with
 * all of them again.
 *
 * @verdict AC
 * @tests files directories links fifos files
 * @layout
 */
#include "attack.h"

#include <sys/stat.h>

enum { WANTED = 100000, LEAST = 500, ALLOWED = 10000 };

static int make(const char *name)
{
	int fd;

	if (test_is("directories"))
		return mkdir(name, 0700);
	if (test_is("links"))
		return symlink("a target that is long enough to take a block of its own, and more "
			       "than that, so that it cannot stand in the inode", name);
	if (test_is("fifos"))
		return mkfifo(name, 0600);
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
	return fd < 0 ? -1 : close(fd);
}

int main(void)
{
	int count = 0;
	char name[32];

	for (; count < WANTED; count++) {
		snprintf(name, sizeof name, "%d", count);
		if (make(name) < 0)
			break;
	}
	must(errno == ENOSPC, "after %d: %s", count, strerror(errno));
	must(count >= LEAST && count <= ALLOWED, "%d could be made", count);
	return finish();
}

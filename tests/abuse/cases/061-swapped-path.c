/*
 * A path that another thread swaps between a check and its use: the working directory follows no
 * link at any moment, and a denied call is denied whatever its path says by then.
 *
 * @verdict AC
 * @processes 2
 * @time 2s
 */
#include "attack.h"

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { SWAPS = 1500 };

static struct shared {
	volatile int done;
	char path[64];
} *shared;

/* Two things swap all the time: a directory with a link to the root, and the bytes of a path. */
static int swap(void *unused)
{
	static const char *const paths[] = { "/work/plain", "/etc/shadow", "/work/s/etc/group" };

	(void)unused;
	for (int i = 0; !shared->done; i++) {
		call(renameat2, AT_FDCWD, "s", AT_FDCWD, "t", 2 /* RENAME_EXCHANGE */);
		strcpy(shared->path, paths[i % 3]);
	}
	return 0;
}

static void open_swapped(const struct stat *work, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	must(fstat(fd, &st) == 0 && st.st_dev == work->st_dev, "%s led outside", path);
	close(fd);
}

int main(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	struct stat work;
	int plain;

	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(shared != MAP_FAILED && stat("/work", &work) == 0 && mkdir("s", 0777) == 0 &&
	     mkdir("s/etc", 0777) == 0 && symlink("/", "t") == 0, "cannot use /work");
	plain = open("plain", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	close(plain);
	must(clone(swap, stack + sizeof stack, CLONE_VM | CLONE_FS | CLONE_FILES | SIGCHLD, NULL) > 0,
	     "no second thread");
	for (int i = 0; i < SWAPS; i++) {
		open_swapped(&work, "s/etc/passwd");
		open_swapped(&work, "s/etc/group");
		open_swapped(&work, shared->path);
		if (i % 16 == 0)
			sched_yield();
	}
	shared->done = 1;
	return finish();
}

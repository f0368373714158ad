#include "sandbox/spawner/spawner.h"

#include "util/cleanup.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

int victim_prepare(struct spawner *s)
{
	/* A mount that a file is open in for writing cannot be made read-only: open it in a copy. */
	autoclose int copy = (int)syscall(SYS_open_tree, AT_FDCWD, "/proc",
					  OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);

	if (copy < 0)
		return -1;
	s->victim = openat(copy, "self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (s->victim < 0)
		return -1;
	/* Or a program would take the mark off: one may always go down to where one's parent began. */
	return mount(NULL, "/proc", NULL,
		     MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}

int victim_mark(const struct spawner *s, bool marked)
{
	const char *score = marked ? "1000" : "0";

	return pwrite(s->victim, score, strlen(score), 0) < 0 ? -1 : 0;
}

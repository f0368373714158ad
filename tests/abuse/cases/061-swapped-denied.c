/*
 * A denied call whose argument another thread swaps meanwhile: denied by its number alone.
 *
 * @verdict RTE
 * @processes 2
 * @reason system call open_tree(
 */
#include "attack.h"

#include <sched.h>
#include <signal.h>

static char path[16] = "/work";

static int swap(void *unused)
{
	(void)unused;
	for (volatile int i = 0;; i = i + 1)
		memcpy(path, i & 1 ? "/work" : "/etc\0", 6);
	return 0;
}

int main(void)
{
	static char stack[65536] __attribute__((aligned(16)));

	must(clone(swap, stack + sizeof stack, CLONE_VM | SIGCHLD, NULL) > 0, "no second thread");
	sleep_ms(5);
	came_through("open_tree returned %ld", call(open_tree, AT_FDCWD, path, 1));
	return finish();
}

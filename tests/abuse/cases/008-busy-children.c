/*
 * Ends well while its children, for whom it never waits, still compute: they are killed, and
 * their CPU time is billed.
 *
 * @verdict AC
 * @time 2s
 * @processes 4
 * @cpu 0.3s 1.5s
 * @layout
 */
#include "attack.h"

enum { CHILDREN = 3, EACH_NS = 100000000 };

static long cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000 + t.tv_nsec;
}

int main(void)
{
	int ends[2];
	char byte;

	if (pipe(ends) < 0)
		return 1;
	for (int i = 0; i < CHILDREN; i++)
		if (fork() == 0) {
			while (cpu_ns() < EACH_NS)
				;
			must(write(ends[1], "", 1) == 1, "no pipe");
			for (;;)
				;
		}
	for (int i = 0; i < CHILDREN; i++)
		must(read(ends[0], &byte, 1) == 1, "no pipe");
	return finish();
}

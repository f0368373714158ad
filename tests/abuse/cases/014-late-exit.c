/*
 * Ends by itself with the right answer, after its limit and before it would be killed: the final
 * reading decides, also when the time went into children that nobody waited for.
 *
 * @verdict TLE
 * @reason CPU time over the limit
 * @each alone children
 * @time 0.4s
 * @cpu 0.4s 2s
 * @processes 4
 * @layout
 */
#include "attack.h"

static void burn_until(long ns)
{
	struct timespec t = { 0 };

	while (t.tv_nsec < ns)
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
}

/* The pipe ends when the last of them does. */
static void burn_in_children(void)
{
	int ends[2];
	char byte;

	if (pipe(ends) < 0)
		_exit(1);
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			burn_until(135000000);
			_exit(0);
		}
	close(ends[1]);
	read(ends[0], &byte, 1);
}

int main(void)
{
	if (test_is("alone"))
		burn_until(405000000);
	else
		burn_in_children();
	return finish();
}

/* Sleeps while four children, whom it never waits for, use 200 ms of CPU time each. */
#include <time.h>
#include <unistd.h>

static void burn(void)
{
	struct timespec t;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec == 0 && t.tv_nsec < 200000000);
}

int main(void)
{
	int ends[2];
	char byte;

	if (pipe(ends) < 0)
		return 1;
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			burn();
			_exit(0);
		}
	close(ends[1]);
	return (int)read(ends[0], &byte, 1);	/* ends when the last of them has */
}

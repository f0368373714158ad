/* Uses 500 ms of CPU time by its own clock. */
#include <time.h>

int main(void)
{
	struct timespec t;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec == 0 && t.tv_nsec < 500000000);
	return 0;
}

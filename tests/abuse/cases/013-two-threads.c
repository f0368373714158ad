/*
 * Two threads, each within the limit, together over it: TLE on the sum.
 *
 * @verdict TLE
 * @reason CPU time over the limit
 * @time 0.5s
 * @cpu 0.5s 2.5s
 * @processes 2
 * @layout
 */
#include "attack.h"

#include <pthread.h>

static void *burn(void *argument)
{
	struct timespec t = { 0 };

	while (t.tv_sec == 0 && t.tv_nsec < 300000000)
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return argument;
}

int main(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, burn, NULL))
		return 1;
	burn(NULL);
	pthread_join(thread, NULL);
	return finish();
}

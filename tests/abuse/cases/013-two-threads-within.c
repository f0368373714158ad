/*
 * Two threads that are within the limit together: accepted, with the sum as the CPU time.
 *
 * @verdict AC
 * @time 1s
 * @cpu 0.3s 1s
 * @processes 2
 * @layout
 */
#include "attack.h"

#include <pthread.h>

static void *burn(void *argument)
{
	struct timespec t = { 0 };

	while (t.tv_nsec < 150000000)
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

/*
 * Thread bomb: threads are counted as processes are; a program that cannot have more fails.
 *
 * @verdict RTE
 * @reason exit code 7
 * @processes 16
 * @layout
 */
#include "attack.h"

#include <pthread.h>

static void *wait_for_ever(void *argument)
{
	for (;;)
		pause();
	return argument;
}

int main(void)
{
	pthread_t thread;
	int count = 1;

	while (count < 1000 && pthread_create(&thread, NULL, wait_for_ever, NULL) == 0)
		count++;
	if (count == 16)
		return 7;
	came_through("%d threads", count);
	return 0;
}

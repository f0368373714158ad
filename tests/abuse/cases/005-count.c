/*
 * As many processes as the limit says, to the one: with the first there are 24, and neither a fork
 * nor a thread nor a vfork makes another.
 *
 * @verdict AC
 * @processes 24
 * @layout
 */
#include "attack.h"

#include <pthread.h>
#include <sched.h>

static void *nothing(void *argument)
{
	return argument;
}

int main(void)
{
	pthread_t thread;
	int count = 1;
	pid_t pid;

	while ((pid = fork()) > 0 && count < 1000)
		count++;
	if (pid == 0)
		for (;;)
			pause();
	must(count == 24, "%d processes", count);
	refuse(fork(), EAGAIN);
	refuse(vfork(), EAGAIN);
	must(pthread_create(&thread, NULL, nothing, NULL) == EAGAIN, "a thread more");
	return finish();
}

/* Uses CPU time in four threads until it is stopped. */
#include <pthread.h>

static void *spin(void *argument)
{
	for (;;)
		__asm__ volatile("" : : "r"(argument));
}

int main(void)
{
	pthread_t thread;

	for (int i = 0; i < 3; i++)
		if (pthread_create(&thread, 0, spin, 0))
			return 1;
	spin(0);
}

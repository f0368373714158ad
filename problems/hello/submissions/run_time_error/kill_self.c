/* SIGKILL by its own hand: not the judge's doing, so neither TLE nor MLE. */
#include <signal.h>
#include <unistd.h>

int main(void)
{
	kill(getpid(), SIGKILL);
	return 0;
}

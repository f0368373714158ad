/*
 * Ends well while its children sleep, ignore signals or are stopped: it is judged on itself, and
 * at once.
 *
 * @verdict AC
 * @processes 8
 * @run-time 2500
 * @layout
 */
#include "attack.h"

#include <signal.h>

int main(void)
{
	for (int i = 0; i < 7; i++)
		if (fork() == 0) {
			signal(SIGTERM, SIG_IGN);
			if (i % 2)
				raise(SIGSTOP);
			for (;;)
				pause();
		}
	sleep_ms(20);
	return finish();
}

/*
 * The other of two runs: it must live to the end, whatever its neighbour signals.
 *
 * @verdict AC
 */
#include "attack.h"

#include <signal.h>

int main(void)
{
	refuse(kill(-1, SIGKILL), ESRCH);
	sleep_ms(1600);
	return finish();
}

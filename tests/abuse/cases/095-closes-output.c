/*
 * Closes its output and lives on: nobody tells the interactor that nothing more will come.
 *
 * @interactor actor.c
 * @verdict TLE
 * @reason idle
 * @tests listen
 * @time 0.5s
 * @wall-limit 0.5s
 */
#include "attack.h"

int main(void)
{
	close(1);
	for (;;)
		pause();
}

/*
 * Waits for a word, as its interactor does: idle, with no CPU time of either.
 *
 * @interactor actor.c
 * @verdict TLE
 * @reason idle
 * @tests listen
 * @time 0.5s
 * @wall-limit 0.5s
 * @wall 0.5s 3s
 * @cpu 0s 0.1s
 */
#include "attack.h"

int main(void)
{
	char byte;

	while (read(0, &byte, 1) > 0)
		;
	return finish();
}

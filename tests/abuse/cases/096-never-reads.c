/*
 * Never reads what is written to it until every pipe is full.
 *
 * @interactor actor.c
 * @verdict TLE
 * @reason idle
 * @tests talk
 * @time 0.5s
 * @wall-limit 0.5s
 */
#include "attack.h"

int main(void)
{
	for (;;)
		pause();
}

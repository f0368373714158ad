/*
 * Writes without end to an interactor that reads without end: either runs out of its time, and the
 * slot is free.
 *
 * @interactor actor.c
 * @verdict TLE OLE
 * @tests drown
 * @run-time 60000
 */
#include "attack.h"

int main(void)
{
	static char blanks[65536];

	for (;;)
		if (write(1, blanks, sizeof blanks) < 0)
			return 1;
}

/*
 * Rejected, and then killed by what it does to a validator that has gone.
 *
 * @interactor actor.c
 * @verdict WA
 * @reason rejected
 * @tests reject
 * @repeat 10
 */
#include "attack.h"

int main(void)
{
	char byte;

	while (read(0, &byte, 1) > 0)
		;
	for (;;)
		if (write(1, "0\n", 2) < 0)
			abort();
}

/*
 * Floods standard error: what is kept of it is capped, and nobody minds the rest.
 *
 * @verdict AC
 * @time 2s
 * @memory 16MiB
 * @memory-peak 0MiB 4MiB
 * @layout
 */
#include "attack.h"

int main(void)
{
	static char block[1 << 16];

	memset(block, 'x', sizeof block);
	for (int i = 0; i < 1000; i++)
		must(write(2, block, sizeof block) == sizeof block, "standard error was closed");
	return finish();
}

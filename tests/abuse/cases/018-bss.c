/*
 * A gigabyte that is never touched costs nothing.
 *
 * @verdict AC
 * @memory 64MiB
 * @memory-peak 0MiB 4MiB
 * @layout
 */
#include "attack.h"

static volatile char table[1 << 30];

int main(void)
{
	table[7] = 1;
	table[sizeof table - 7] = 1;
	return finish();
}

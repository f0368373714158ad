/*
 * A gigabyte that is touched.
 *
 * @verdict MLE
 * @reason memory over the limit of 64 MiB
 * @memory 64MiB
 * @memory-peak 60MiB 64MiB
 * @layout
 */
#include "attack.h"

static volatile char table[1 << 30];

int main(void)
{
	for (size_t i = 0; i < sizeof table; i += 4096)
		table[i] = 1;
	return finish();
}

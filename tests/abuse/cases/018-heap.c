/*
 * Takes heap without end: the kernel kills it for memory, and that alone is the evidence.
 *
 * @verdict MLE
 * @reason memory over the limit of 64 MiB
 * @memory 64MiB
 * @memory-peak 60MiB 64MiB
 * @layout
 */
#include "attack.h"

int main(void)
{
	for (;;) {
		char *block = malloc(1 << 20);

		if (!block)
			return 3;
		memset(block, 1, 1 << 20);
	}
}

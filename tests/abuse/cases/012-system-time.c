/*
 * Burns time in the kernel alone: it counts as the program's own.
 *
 * @verdict TLE
 * @reason CPU time over the limit
 * @time 0.2s
 * @cpu 0.21s 1s
 * @layout
 */
#include "attack.h"

int main(void)
{
	static char buffer[1 << 20];
	int zero = open("/dev/zero", O_RDONLY);

	if (zero < 0)
		return 1;
	while (read(zero, buffer, sizeof buffer) > 0)
		;
	return 2;
}

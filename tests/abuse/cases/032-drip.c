/*
 * The right answer, one byte at a time and much too slowly: idle.
 *
 * @verdict TLE
 * @reason idle
 * @time 1s
 * @wall-limit 0.5s
 * @wall 0.5s 3s
 * @layout
 */
#include "attack.h"

int main(void)
{
	for (int i = 0;; i++) {
		if (write(1, i % 2 ? " " : "\n", 1) != 1)
			return 1;
		sleep_ms(20);
	}
}

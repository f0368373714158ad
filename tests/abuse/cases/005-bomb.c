/*
 * Fork bomb: every process forks for ever.
 *
 * @verdict TLE RTE
 * @time 0.3s
 * @processes 24
 * @cpu 0.3s 1.5s
 * @run-time 4000
 * @layout
 */
#include "attack.h"

int main(void)
{
	for (;;)
		fork();
}

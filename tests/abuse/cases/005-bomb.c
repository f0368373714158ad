/*
 * Fork bomb: every process forks for ever.
 *
 * @verdict TLE RTE
 * @time 0.3s
 * @processes 24
 * @cpu 0.3s 0.6s
 * @run-time 4000
 * @layout
 */
#include "attack.h"

int main(void)
{
	for (;;)
		fork();
}

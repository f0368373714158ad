/*
 * A fork bomb that meets the memory limit long before the limit of processes: what a process costs
 * the kernel is charged. Whoever is killed for it, nobody of the judge's runs out of anything.
 *
 * @verdict MLE
 * @time 1s
 * @memory 16MiB
 * @processes 1000
 * @run-time 8000
 * @layout
 */
#include "attack.h"

int main(void)
{
	for (;;)
		if (fork() == 0)
			pause();
}

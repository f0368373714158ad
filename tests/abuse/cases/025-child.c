/*
 * A child is killed for memory, and the parent prints the right answer: never a silent AC.
 *
 * @verdict MLE
 * @reason memory over the limit
 * @memory 32MiB
 * @processes 2
 * @layout
 */
#include "attack.h"

int main(void)
{
	if (fork() == 0)
		for (;;)
			memset(malloc(1 << 20), 1, 1 << 20);
	wait(NULL);
	return finish();
}

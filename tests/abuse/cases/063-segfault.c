/*
 * The program itself crashes: judged by its signal.
 *
 * @verdict RTE
 * @reason SIGSEGV
 */
#include "attack.h"

#include <sys/prctl.h>

int main(void)
{
	volatile int *volatile nowhere = (volatile int *)8;

	prctl(PR_SET_DUMPABLE, 1);
	*nowhere = 1;
	return finish();
}

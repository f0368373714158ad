/*
 * Makes the processor's clock and its identification fault, then computes: the verdict is the
 * usual one, since no clock of the judge's is in the program.
 *
 * @verdict TLE
 * @time 0.2s
 * @cpu 0.2s 0.3s
 */
#include "attack.h"

#include <asm/prctl.h>
#include <signal.h>
#include <sys/prctl.h>

static void skip(int number)
{
	(void)number;
}

int main(void)
{
	signal(SIGSEGV, skip);
	prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0);
	prctl(PR_SET_TIMERSLACK, 4000000000UL, 0, 0, 0);
	prctl(PR_SET_TIMING, 1, 0, 0, 0);
	call(arch_prctl, ARCH_SET_CPUID, 0);
	for (volatile unsigned long i = 0;; i = i + 1)
		;
	return finish();
}

/*
 * Hangs up whatever terminal the worker has: ends the run.
 *
 * @verdict RTE
 * @reason system call vhangup(
 */
#include "attack.h"

int main(void)
{
	refuse(call(vhangup), EPERM);
	return finish();
}

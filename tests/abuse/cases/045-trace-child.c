/*
 * Lets itself be traced: in its own family, too, tracing ends the run.
 *
 * @verdict RTE
 * @processes 2
 * @reason system call ptrace(
 */
#include "attack.h"

#include <sys/ptrace.h>

static void child(void)
{
	ptrace(PTRACE_TRACEME);
	sleep_ms(500);
}

int main(void)
{
	must(in_child(child) == 0, "the child was killed");
	return finish();
}

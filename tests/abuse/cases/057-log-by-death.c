/*
 * Writes to the host's log by dying: children that make calls of another architecture, each of
 * whose ends would be a line there. The first of them ends the run.
 *
 * @verdict RTE
 * @processes 2
 * @each i386 x32
 */
#include "attack.h"

enum { CHILDREN = 200, X32 = 0x40000000 };

static void call_i386(void)
{
	long result;

	__asm__ volatile("int $0x80" : "=a"(result)
			 : "a"(20L /* getpid */)
			 : "memory", "r8", "r9", "r10", "r11");
	came_through("int 0x80 returned %ld", result);
}

static void call_x32(void)
{
	came_through("x32 returned %ld", syscall(SYS_getpid | X32));
}

int main(void)
{
	for (int i = 0; i < CHILDREN; i++)
		in_child(test_is("x32") ? call_x32 : call_i386);
	came_through("%d children died, and the run goes on", CHILDREN);
	return finish();
}

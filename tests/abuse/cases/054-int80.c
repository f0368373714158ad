/*
 * System calls of i386, whose numbers mean other calls: by int 0x80 from a 64-bit program.
 *
 * @verdict RTE
 * @each getpid unshare mount execve
 * @reason of i386 denied
 */
#include "attack.h"

static long call_i386(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("int $0x80" : "=a"(result)
			 : "a"(number), "b"(a), "c"(b), "d"(c)
			 : "memory", "r8", "r9", "r10", "r11");
	return result;
}

int main(void)
{
	const struct {
		const char *name;
		long number, argument;
	} calls[] = {
		{ "getpid", 20, 0 },
		{ "unshare", 310, 0x10000000 },
		{ "mount", 21, 0 },
		{ "execve", 11, 0 },
	};

	for (size_t i = 0; i < COUNT(calls); i++)
		if (test_is(calls[i].name))
			came_through("int 0x80 %s returned %ld", calls[i].name,
				     call_i386(calls[i].number, calls[i].argument, 0, 0));
	return finish();
}

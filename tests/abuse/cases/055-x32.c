/*
 * System calls by the numbers of x32, which reach the same code past a careless filter.
 *
 * @verdict RTE
 * @each getpid unshare ptrace io_uring_setup execve clone3
 * @reason of x32 denied
 */
#include "attack.h"

enum { X32 = 0x40000000 };

int main(void)
{
	static char parameters[120];
	const struct named_call calls[] = {
		{ "getpid", SYS_getpid | X32, { 0 } },
		{ "unshare", SYS_unshare | X32, { 0x10000000 } },
		{ "ptrace", 521 | X32, { 0x4206, 1, 0, 0 } },
		{ "io_uring_setup", SYS_io_uring_setup | X32, { 8, (long)parameters } },
		{ "execve", 520 | X32, { (long)"/proc/self/exe", 0, 0 } },
		{ "clone3", SYS_clone3 | X32, { (long)parameters, 88 } },
	};

	return make_named_call(calls, COUNT(calls));
}

/*
 * Asynchronous system calls, which no filter sees: their set-up ends the run.
 *
 * @verdict RTE
 * @each io_uring_setup io_uring_enter io_uring_register
 * @reason system call {}(
 */
#include "attack.h"

int main(void)
{
	static char parameters[120];
	const struct named_call calls[] = {
		{ "io_uring_setup", SYS_io_uring_setup, { 8, (long)parameters } },
		{ "io_uring_enter", SYS_io_uring_enter, { 3, 1, 1, 1, 0, 0 } },
		{ "io_uring_register", SYS_io_uring_register, { -1, 16, 0, 0 } },
	};

	return make_named_call(calls, COUNT(calls));
}

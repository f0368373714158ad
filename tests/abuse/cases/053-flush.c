/*
 * Makes the host write its disks back, for every program on it: refused, or nothing is done, which
 * shows in that a descriptor that is none is accepted as well. (sync itself cannot say so.)
 *
 * @verdict AC
 */
#include "attack.h"

static const struct {
	const char *name;
	long number;
} calls[] = {
	{ "syncfs", SYS_syncfs },
	{ "fsync", SYS_fsync },
	{ "fdatasync", SYS_fdatasync },
};

int main(void)
{
	for (size_t i = 0; i < COUNT(calls); i++)
		must(syscall(calls[i].number, 0) == -1 || syscall(calls[i].number, -1) == 0,
		     "%s of the input's file system", calls[i].name);
	return finish();
}

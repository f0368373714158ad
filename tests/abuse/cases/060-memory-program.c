/*
 * Runs a program from memory, a copy of itself, and computes there: under the same limit of time.
 *
 * @verdict TLE
 * @time 0.2s
 */
#include "attack.h"

#include <sys/mman.h>

int main(int argc, char **argv)
{
	char *const arguments[] = { argv[0], (char *)(size_t)"inner", NULL };
	char buffer[65536];
	int from, to;
	ssize_t n;

	for (volatile unsigned long i = 0; argc > 1; i = i + 1)
		;
	from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	to = memfd_create("program", MFD_CLOEXEC);
	while ((n = read(from, buffer, sizeof buffer)) > 0)
		must(write(to, buffer, (size_t)n) == n, "cannot copy the executable");
	call(execveat, to, "", arguments, arguments + 2, AT_EMPTY_PATH);
	came_through("cannot execute from memory: %s", strerror(errno));
	return finish();
}

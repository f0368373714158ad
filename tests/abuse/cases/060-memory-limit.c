/*
 * Runs a program from memory, a copy of itself, and takes memory there: under the same limit.
 *
 * @verdict MLE
 * @memory 32MiB
 */
#include "attack.h"

#include <sys/mman.h>

enum { TAKEN = 64 << 20 };

int main(int argc, char **argv)
{
	char *const arguments[] = { argv[0], (char *)(size_t)"inner", NULL };
	char buffer[65536];
	int from, to;
	ssize_t n;

	if (argc > 1) {
		memset(mmap(NULL, TAKEN, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 1,
		       TAKEN);
		return finish();
	}
	from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	to = memfd_create("program", MFD_CLOEXEC);
	while ((n = read(from, buffer, sizeof buffer)) > 0)
		must(write(to, buffer, (size_t)n) == n, "cannot copy the executable");
	fexecve(to, arguments, arguments + 2);
	came_through("cannot execute from memory: %s", strerror(errno));
	return finish();
}

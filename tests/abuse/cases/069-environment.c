/*
 * The environment, the arguments and what the kernel adds: exactly what is documented.
 *
 * @verdict AC
 */
#include "attack.h"

#include <elf.h>
#include <sys/auxv.h>

static const char *const expected[] = { "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/work" };

static void look_at_proc(void)
{
	char text[4096];
	int fd = open("/proc/self/environ", O_RDONLY | O_CLOEXEC);
	ssize_t size = read(fd, text, sizeof text), length = 0;

	close(fd);
	for (size_t i = 0; i < COUNT(expected); i++)
		length += (ssize_t)strlen(expected[i]) + 1;
	must(size == length, "/proc/self/environ has %zd bytes", size);
}

int main(int argc, char **argv)
{
	size_t count = 0;
	const char *name = (const char *)getauxval(AT_EXECFN);

	while (environ[count])
		count++;
	must(count == COUNT(expected), "%zu variables", count);
	for (size_t i = 0; i < count; i++)
		must(i < COUNT(expected) && !strcmp(environ[i], expected[i]), "%s", environ[i]);
	look_at_proc();
	must(argc == 1 && !strchr(argv[0], '/'), "%d arguments, first %s", argc, argv[0]);
	must(name && !strncmp(name, "/dev/fd/", 8), "executed as %s", name);
	must(getauxval(AT_SECURE) == 0, "AT_SECURE");
	return finish();
}

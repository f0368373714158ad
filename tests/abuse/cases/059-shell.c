/*
 * A submission in C that runs shells and interpreters: its box has none.
 *
 * @verdict AC
 * @processes 4
 */
#include "attack.h"

#include <spawn.h>

static const char *const programs[] = {
	"/bin/sh", "/bin/bash", "/bin/dash", "/usr/bin/sh", "/usr/bin/bash", "/bin/busybox",
	"/usr/bin/dash", "/usr/bin/python3", "/usr/bin/perl", "/usr/bin/env", "/usr/bin/gcc",
	"/usr/bin/java", "/usr/bin/id", "/bin/true", "/sbin/modprobe", "/lib64/ld-linux-x86-64.so.2",
	"/lib/ld-linux.so.2", "/usr/lib/x86_64-linux-gnu/libc.so.6",
};

int main(void)
{
	char *const environment[] = { NULL };
	FILE *shell;

	for (size_t i = 0; i < COUNT(programs); i++) {
		char *const arguments[] = { (char *)(size_t)programs[i], NULL };
		pid_t pid;
		int fd;

		refuse(execve(programs[i], arguments, environment), ENOENT);
		refuse(call(execveat, AT_FDCWD, programs[i], arguments, environment, 0), ENOENT);
		must(posix_spawn(&pid, programs[i], NULL, NULL, arguments, environment) == ENOENT,
		     "posix_spawn of %s", programs[i]);
		fd = open(programs[i], O_PATH | O_CLOEXEC);
		must(fd < 0, "%s is there", programs[i]);
	}
	must(WEXITSTATUS(system("echo through >&2")) == 127, "a shell answered");
	shell = popen("cat", "r");
	must(!shell || pclose(shell) != 0, "a shell answered popen");
	return finish();
}

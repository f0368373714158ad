/*
 * attack.h: what the programs of tests/abuse/cases share. It is handed in with each of them.
 *
 * A program tries its attacks, prints one line for each that came through, and ends with
 * `return finish();`, which prints "held". The answer file is "held" and nothing else, so that
 * whatever came through is a wrong answer, and its line the reason.
 *
 *	refuse(unshare(CLONE_NEWUSER), EPERM);		-1 with this errno, or one of several
 *	refuse(call(unshare, CLONE_NEWUSER), EPERM);	the same, as a bare system call
 *	must(access("/x", F_OK) < 0, "%s exists", "/x");
 *
 * Nothing here keeps state or a stdio buffer: it can be used from threads and forked children.
 */
#ifndef ATTACK_H
#define ATTACK_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ATTACK_UNUSED __attribute__((unused))

/* A system call by name, past the C library's wrapper and its checks. */
#define call(name, ...) syscall(SYS_##name, ##__VA_ARGS__)

/* The call must fail with one of the given error numbers. */
#define refuse(call, ...) \
	refuse_((errno = 0, (long)(call)), #call, (const int[]){ __VA_ARGS__, 0 })

/* The condition must hold; the words (as for printf) say what came through if it does not. */
#define must(condition, ...) ((condition) ? (void)0 : came_through(__VA_ARGS__))

ATTACK_UNUSED __attribute__((format(printf, 1, 2)))
static void came_through(const char *format, ...)
{
	char line[512];
	va_list args;
	size_t size;

	va_start(args, format);
	vsnprintf(line, sizeof line - 1, format, args);
	va_end(args);
	size = strlen(line);
	line[size++] = '\n';
	if (write(1, line, size) < 0)
		_exit(99);
}

ATTACK_UNUSED
static void refuse_(long result, const char *what, const int *expected)
{
	int got = errno;

	if (result == -1)
		for (const int *e = expected; *e; e++)
			if (got == *e)
				return;
	if (result == -1)
		came_through("%s: %s", what, strerror(got));
	else
		came_through("%s returned %ld", what, result);
}

ATTACK_UNUSED
static int finish(void)
{
	return write(1, "held\n", 5) == 5 ? 0 : 99;
}

/* The test's name: the first word of the input, which is read without stdio. */
ATTACK_UNUSED
static const char *test_name(char *name, size_t size)
{
	ssize_t n = pread(0, name, size - 1, 0);

	name[n > 0 ? n : 0] = '\0';
	name[strcspn(name, " \r\n")] = '\0';
	return name;
}

ATTACK_UNUSED
static int test_is(const char *name)
{
	char have[64];

	return strcmp(test_name(have, sizeof have), name) == 0;
}

ATTACK_UNUSED
static void sleep_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&t, &t) < 0 && errno == EINTR)
		;
}

/* A system call with its arguments, to be picked by the test's name. */
struct named_call {
	const char *name;
	long number;
	long arguments[6];
};

/*
 * Makes the call that the input names, in cases where each is expected to end the run. What comes
 * back is said, so that a call that is not denied is a wrong answer. For `return`.
 */
ATTACK_UNUSED
static int make_named_call(const struct named_call *calls, size_t count)
{
	char name[64];

	test_name(name, sizeof name);
	for (size_t i = 0; i < count; i++) {
		const long *a = calls[i].arguments;
		long result;

		if (strcmp(calls[i].name, name) != 0)
			continue;
		result = syscall(calls[i].number, a[0], a[1], a[2], a[3], a[4], a[5]);
		came_through("%s returned %ld %s", name, result, result < 0 ? strerror(errno) : "");
		return 0;
	}
	came_through("the case has no call %s", name);
	return 0;
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Runs the function in a child and returns its wait status; -1 without a child. */
ATTACK_UNUSED
static int in_child(void (*attack)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		attack();
		_exit(0);
	}
	if (pid > 0)
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	return status;
}

/* May the file be opened so? The descriptor is closed again. */
ATTACK_UNUSED
static int opens(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

#endif

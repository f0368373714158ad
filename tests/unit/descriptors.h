/*
 * For the tests of what sends descriptors about: sockets that do not wait for ever, and a count of
 * what is open, so that a lost descriptor is seen. Include after cmocka.h.
 */
#ifndef TEST_DESCRIPTORS_H
#define TEST_DESCRIPTORS_H

#include "util/fd.h"

#include <dirent.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static inline size_t descriptors_open(void)
{
	DIR *directory = opendir("/proc/self/fd");
	size_t count = 0;

	assert_non_null(directory);
	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

/* The set-up of a group that opens more than the usual soft limit allows. */
static inline int allow_many_descriptors(void **state)
{
	struct rlimit limit;

	(void)state;
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -1;
	limit.rlim_cur = limit.rlim_max;
	return setrlimit(RLIMIT_NOFILE, &limit);
}

static inline void open_sockets(int ends[2])
{
	const struct timeval patience = { .tv_sec = 10 };

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(setsockopt(ends[i], SOL_SOCKET, SO_RCVTIMEO, &patience,
					    sizeof patience), 0);
		assert_int_equal(setsockopt(ends[i], SOL_SOCKET, SO_SNDTIMEO, &patience,
					    sizeof patience), 0);
	}
}

static inline void close_sockets(const int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

static inline int holding(const char *text)
{
	int fd = fd_sealed("test", text, strlen(text));

	assert_true(fd >= 0);
	return fd;
}

static inline void assert_holds(int fd, const char *expected)
{
	char text[256] = "";

	assert_true(pread(fd, text, sizeof text - 1, 0) >= 0);
	assert_string_equal(text, expected);
}

#endif

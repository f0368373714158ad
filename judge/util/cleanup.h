/*
 * cleanup: what a scope owns is released when the scope is left, on every path.
 *
 *	autoclose int fd = open(...);
 *	autofree char *text = strdup(...);
 *	return TAKE_FD(fd);		the caller owns it now; the scope forgets it
 */
#ifndef UTIL_CLEANUP_H
#define UTIL_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void cleanup_free(void *pointer)
{
	free(*(void **)pointer);
}

static inline void cleanup_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void cleanup_fclose(FILE **file)
{
	if (*file)
		fclose(*file);
}

static inline int take_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

#define autofree __attribute__((cleanup(cleanup_free)))
#define autoclose __attribute__((cleanup(cleanup_close)))
#define autofclose __attribute__((cleanup(cleanup_fclose)))
#define TAKE_FD(fd) take_fd(&(fd))
#define TAKE(pointer) \
	({ __typeof__(pointer) taken_ = (pointer); (pointer) = NULL; taken_; })

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif

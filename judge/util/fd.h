/*
 * fd: whole reads and writes, messages that carry descriptors, sealed memory files.
 *
 * All descriptors made here are close-on-exec. Functions without a struct error * return -1 with
 * errno set, so that the static spawner, which must stay small, can use them as well.
 */
#ifndef UTIL_FD_H
#define UTIL_FD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { FD_MESSAGE_MAX = 253 };	/* SCM_MAX_FD of the kernel, in one message */

/*
 * Send one SEQPACKET message of size bytes with count descriptors. A peer that is gone is EPIPE,
 * never SIGPIPE.
 */
int fd_send(int socket, const void *message, size_t size, const int *fds, size_t count);

/*
 * Receive one message into at most size bytes; up to max descriptors land in fds, *ret_count says
 * how many; more of them, a longer message, or an empty one that brings any is EMSGSIZE, more
 * than this process may open EMFILE, and all are closed. Returns the size, 0 when the peer has
 * gone.
 */
ssize_t fd_receive(int socket, void *message, size_t size, int *fds, size_t max,
		   size_t *ret_count);

/* Write all, or read until size bytes or the end; -1 on error, else bytes read. */
int fd_write_all(int fd, const void *data, size_t size);
ssize_t fd_read_full(int fd, void *data, size_t size);

/* A memory file with this content that nobody can change any more; its offset is 0. */
int fd_sealed(const char *name, const void *data, size_t size);

/*
 * Seal what was written to a memory file made with MFD_ALLOW_SEALING: nobody writes to it again,
 * through this descriptor or any other. Who has a writable shared mapping of it keeps that, so
 * the caller must be the only one who ever had the file, and have none.
 */
int fd_seal(int fd);

/* Copy size bytes from the start of one file to another, without touching their offsets. */
int fd_copy(int from, int to, uint64_t size);

#endif

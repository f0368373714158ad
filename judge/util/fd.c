#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

int fd_send(int socket, const void *message, size_t size, const int *fds, size_t count)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int) * FD_MESSAGE_MAX)];
	} control;
	struct iovec io = { (void *)(uintptr_t)message, size };
	struct msghdr header = { .msg_iov = &io, .msg_iovlen = 1 };
	ssize_t sent;

	if (count > FD_MESSAGE_MAX) {
		errno = E2BIG;
		return -1;
	}
	if (count) {
		struct cmsghdr *c;

		header.msg_control = control.bytes;
		header.msg_controllen = CMSG_SPACE(sizeof(int) * count);
		memset(control.bytes, 0, header.msg_controllen);
		c = CMSG_FIRSTHDR(&header);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int) * count);
		memcpy(CMSG_DATA(c), fds, sizeof(int) * count);
	}
	do
		sent = sendmsg(socket, &header, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)size ? 0 : -1;
}

/* Hands out the descriptors that came along; closes those that nobody asked for. */
static int take_descriptors(struct msghdr *header, int *fds, size_t max, size_t *ret_count)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(header);
	size_t count, kept = 0;

	if (!c || c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
		return 0;
	count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	for (size_t i = 0; i < count; i++) {
		int fd;

		memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
		if (count <= max)
			fds[kept++] = fd;
		else
			close(fd);
	}
	*ret_count = kept;
	return count <= max ? 0 : -1;
}

ssize_t fd_receive(int socket, void *message, size_t size, int *fds, size_t max,
		   size_t *ret_count)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int) * FD_MESSAGE_MAX)];
	} control;
	struct iovec io = { message, size };
	struct msghdr header = { .msg_iov = &io, .msg_iovlen = 1, .msg_control = control.bytes,
				 .msg_controllen = sizeof control.bytes };
	ssize_t got;
	size_t count = 0;

	do
		got = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (ret_count)
		*ret_count = 0;
	if (got < 0)
		return -1;
	/* An empty message cannot be told from the end, but may bring descriptors along. */
	if (take_descriptors(&header, fds, max, &count) < 0 || (got == 0 && count) ||
	    header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
		for (size_t i = 0; i < count; i++) {
			close(fds[i]);
			fds[i] = -1;
		}
		/* The buffer is large enough for all: what is cut off found no free number. */
		errno = header.msg_flags & MSG_CTRUNC ? EMFILE : EMSGSIZE;
		return -1;
	}
	if (ret_count)
		*ret_count = count;
	return got;
}

int fd_write_all(int fd, const void *data, size_t size)
{
	const char *at = data;

	while (size > 0) {
		ssize_t n = write(fd, at, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		at += n;
		size -= (size_t)n;
	}
	return 0;
}

ssize_t fd_read_full(int fd, void *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, (char *)data + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

/*
 * Not F_SEAL_WRITE: it waits until nobody else refers to a page of the file, and gives up with
 * EBUSY after 150 ms (mm/memfd.c), because it cannot tell a page pinned for writing from one that
 * another processor is still putting on a list, or that the kernel is moving. On a busy host that
 * is a submission which cannot be judged. The seal on future writes (Linux 5.1) refuses the same
 * calls without waiting; what it leaves out are writable mappings made before it.
 */
int fd_seal(int fd)
{
	const int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return -1;
	return fcntl(fd, F_ADD_SEALS, seals);
}

int fd_sealed(const char *name, const void *data, size_t size)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return -1;
	if (fd_write_all(fd, data, size) < 0 || fd_seal(fd) < 0) {
		int saved = errno;

		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

int fd_copy(int from, int to, uint64_t size)
{
	char buffer[65536];
	uint64_t done = 0;

	while (done < size) {
		size_t want = size - done < sizeof buffer ? (size_t)(size - done) : sizeof buffer;
		ssize_t n = pread(from, buffer, want, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = EIO;	/* it was longer a moment ago */
		if (n <= 0 || pwrite(to, buffer, (size_t)n, (off_t)done) != n)
			return -1;
		done += (uint64_t)n;
	}
	return 0;
}

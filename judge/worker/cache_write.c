#include "worker/cache_entry.h"

#include "util/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int make_room(struct cache *cache, uint64_t size, struct error *err)
{
	char limit[TEXT_HUMAN_MAX];

	while (cache->used + size > cache->limit)
		if (!cache_evict(cache))
			return error_set(err, ERROR_SYSTEM, 0, "the cache %s is too small with %s; "
					 "raise cache: {size: ...} in worker.yaml", cache->path,
					 text_bytes((int64_t)cache->limit, limit));
	return 0;
}

static int fault(const struct cache *cache, struct error *err)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return error_system(err, "the disk of the cache %s is full; free some, or set a "
				    "smaller cache: {size: ...} in worker.yaml", cache->path);
	return error_system(err, "cannot write into the cache %s", cache->path);
}

/* The disk may have less than the limit: then others use it too. */
static bool can_go_on(struct cache *cache)
{
	return (errno == ENOSPC || errno == EDQUOT) && cache_evict(cache);
}

/* Between making a file and locking it, another process may take it for a left-over. */
static int open_locked(struct cache *cache, struct cache_write *write)
{
	struct stat st;
	int fd;

	snprintf(write->name, sizeof write->name, "tmp-%ld-%u", (long)getpid(), cache->written++);
	fd = openat(cache->directory, write->name,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 && st.st_nlink == 1)
		return fd;
	close(fd);
	errno = EEXIST;
	return -1;
}

int cache_write_begin(struct cache *cache, const unsigned char hash[CONTENT_HASH], uint64_t size,
		      struct cache_write *ret_write, struct error *err)
{
	struct cache_write write = { .size = size, .fd = -1 };
	unsigned tries = 100;

	memcpy(write.hash, hash, sizeof write.hash);
	if (make_room(cache, size, err) < 0)
		return -1;
	do
		write.fd = open_locked(cache, &write);
	while (write.fd < 0 && ((errno == EEXIST && --tries) || can_go_on(cache)));
	if (write.fd < 0)
		return fault(cache, err);
	*ret_write = write;
	return 0;
}

int cache_write(struct cache *cache, struct cache_write *write, const void *chunk, size_t size,
		struct error *err)
{
	size_t done = 0;

	content_add(&write->content, chunk, size);
	while (done < size) {
		ssize_t n = pwrite(write->fd, (const char *)chunk + done, size - done,
				   (off_t)(write->done + done));

		if (n < 0 && (errno == EINTR || can_go_on(cache)))
			continue;
		if (n < 0)
			return fault(cache, err);
		done += (size_t)n;
	}
	write->done += size;
	return 0;
}

void cache_write_abort(struct cache *cache, struct cache_write *write)
{
	content_free(&write->content);
	if (write->fd < 0)
		return;
	unlinkat(cache->directory, write->name, 0);
	close(write->fd);
	write->fd = -1;
}

static int check(const struct cache *cache, const struct cache_write *write, struct error *err)
{
	unsigned char hash[CONTENT_HASH];
	char name[CACHE_NAME_SIZE];

	content_hash(&write->content, hash);
	if (write->done == write->size && memcmp(hash, write->hash, sizeof hash) == 0)
		return 0;
	cache_name(write->hash, name);
	return error_set(err, ERROR_SYSTEM, 0, "content %s arrived damaged in the cache %s", name,
			 cache->path);
}

int cache_write_end(struct cache *cache, struct cache_write *write, struct error *err)
{
	char name[CACHE_NAME_SIZE];
	struct stat st;

	cache_name(write->hash, name);
	if (check(cache, write, err) < 0) {
		cache_write_abort(cache, write);
		return -1;
	}
	/* Slots read it by their own descriptors, which they open anew under their own uids. */
	if (fchmod(write->fd, 0444) < 0 ||
	    renameat(cache->directory, write->name, cache->directory, name) < 0 ||
	    fstat(write->fd, &st) < 0) {
		fault(cache, err);
		cache_write_abort(cache, write);
		return -1;
	}
	cache_add_verified(cache, write->hash, write->size, &st);
	content_free(&write->content);
	close(write->fd);
	write->fd = -1;
	return 0;
}

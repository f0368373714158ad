/*
 * cache: contents of packages' files in a directory, each once under its hash (queue/content.h),
 * up to a size; those that were not used for the longest time make room for others.
 *
 *	cache_take(&cache, hash, size, &entry, &fd, err)	pins it
 *	  CACHE_VERIFIED: fd may be read
 *	  CACHE_FOUND: cache_verify() it to its end, then it may be
 *	  CACHE_ABSENT: cache_write_begin(), cache_write() ..., cache_write_end(), then take it
 *	cache_intact(&cache, entry, fd)				before each further use
 *	cache_unpin(&cache, entry)
 *
 * A file is never trusted: what another process left is read and checked before its first use, and
 * again once its inode, size, or times are not those with which it was checked. (A change that
 * keeps all of them, within one tick of the kernel's clock after the check, is not seen.) One that
 * is not what its name says is removed and logged.
 *
 * Files come into being under a temporary name, with a lock on them, and are renamed when they are
 * whole and right; so several processes may share a directory, as while one worker takes over from
 * another. Each keeps its own account of the size, and together they may go beyond it for a while.
 *
 * Nothing here blocks for longer than the bytes of one call take to read or to write.
 */
#ifndef WORKER_CACHE_H
#define WORKER_CACHE_H

#include "queue/content.h"
#include "util/error.h"
#include "util/log.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

struct cache_entry;

/* Asked to unpin something, when all that is not pinned has made room. False: there is nothing. */
typedef bool cache_release(void *context);

struct cache {
	int directory;			/* -1: not open */
	char path[1024];		/* for messages */
	uint64_t limit, used;		/* bytes */
	const struct log *log;
	cache_release *release;
	void *context;
	struct cache_entry **buckets;
	struct cache_entry *oldest, *newest;
	unsigned written;		/* for temporary names */
};

/*
 * directory, which the cache closes, is open for reading, and writable by this process. Takes over
 * what is in it, and removes what a killed process left half-written.
 */
int cache_open(struct cache *cache, int directory, const char *path, uint64_t limit,
	       const struct log *log, cache_release *release, void *context, struct error *err);
void cache_close(struct cache *cache);

/* Again removes what a killed process left: one may still have been dying when we started. */
void cache_tidy(struct cache *cache);

enum cache_state { CACHE_ABSENT, CACHE_FOUND, CACHE_VERIFIED };

/* CACHE_ABSENT: neither fd nor entry. -1: no descriptor left (err->errnum EMFILE), or the like. */
int cache_take(struct cache *cache, const unsigned char hash[CONTENT_HASH], uint64_t size,
	       struct cache_entry **ret_entry, int *ret_fd, struct error *err);

/* Whether it is there, checked or not. */
bool cache_has(const struct cache *cache, const unsigned char hash[CONTENT_HASH]);

/* Whether fd is as it was when it was verified; if not it must be taken again. */
bool cache_intact(struct cache *cache, struct cache_entry *entry, int fd);

void cache_unpin(struct cache *cache, struct cache_entry *entry);

/* All that changes when a file's bytes do. */
struct cache_stamp {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec modified, changed;
};

/* To be zeroed before each new file. */
struct cache_check {
	struct cache_stamp stamp;	/* of before the first byte was read */
	struct content content;
	uint64_t done;
};

/*
 * Reads on for up to so many bytes, whole chunks. 1: it is verified; 0: there is more to read; -1:
 * it is damaged, was removed, and must be unpinned. The check is empty again after 1 and -1.
 */
int cache_verify(struct cache *cache, struct cache_entry *entry, int fd, uint64_t bytes,
		 struct cache_check *check);

struct cache_write {
	unsigned char hash[CONTENT_HASH];
	uint64_t size, done;
	struct content content;
	int fd;
	char name[48];
};

/* A full disk, or a cache that is too small, is an ERROR_SYSTEM that says what to do. */
int cache_write_begin(struct cache *cache, const unsigned char hash[CONTENT_HASH], uint64_t size,
		      struct cache_write *ret_write, struct error *err);

/* The next chunk. */
int cache_write(struct cache *cache, struct cache_write *write, const void *chunk, size_t size,
		struct error *err);

/* Whole: checks it, and lets it be found. Ends the write in any case. */
int cache_write_end(struct cache *cache, struct cache_write *write, struct error *err);

void cache_write_abort(struct cache *cache, struct cache_write *write);

#endif

/*
 * cache_entry: what cache.c and cache_write.c share.
 */
#ifndef WORKER_CACHE_ENTRY_H
#define WORKER_CACHE_ENTRY_H

#include "worker/cache.h"

#include <sys/stat.h>

enum { CACHE_NAME_SIZE = 2 * CONTENT_HASH + 1 };

void cache_name(const unsigned char hash[CONTENT_HASH], char name[CACHE_NAME_SIZE]);

/* Removes what was not used for the longest time. False: there is nothing that could go. */
bool cache_evict(struct cache *cache);

/* A file that was written and checked; st is of it under its own name. */
void cache_add_verified(struct cache *cache, const unsigned char hash[CONTENT_HASH], uint64_t size,
			const struct stat *st);

#endif

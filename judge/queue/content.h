/*
 * content: how the content of a package's file is named: by the SHA-256 over the SHA-256 of each of
 * its chunks of 1 MiB. So any part can be checked by itself, and contents of any size are checked
 * without being in memory. (The schema says the same: schema/, migration "packages".)
 *
 *	struct content content = { 0 };
 *
 *	while there are bytes: content_add(&content, bytes, at most CONTENT_CHUNK);
 *	content_hash(&content, hash);
 *	content_free(&content);
 */
#ifndef QUEUE_CONTENT_H
#define QUEUE_CONTENT_H

#include "util/string.h"

#include <stdint.h>

enum { CONTENT_CHUNK = 1 << 20, CONTENT_HASH = 32 };

/* To be zeroed before; the SHA-256 of each chunk, one after the other. */
struct content {
	struct strbuf chunks;
};

static inline size_t content_chunks(uint64_t size)
{
	return (size_t)((size + CONTENT_CHUNK - 1) / CONTENT_CHUNK);
}

/* Bytes of chunk ordinal of a content of that size. */
static inline size_t content_chunk_size(uint64_t size, size_t ordinal)
{
	uint64_t left = size - (uint64_t)ordinal * CONTENT_CHUNK;

	return left < CONTENT_CHUNK ? (size_t)left : CONTENT_CHUNK;
}

/* The next chunk: all but the last have CONTENT_CHUNK bytes, and none is empty. */
void content_add(struct content *content, const void *chunk, size_t size);

void content_hash(const struct content *content, unsigned char hash[CONTENT_HASH]);
void content_free(struct content *content);

#define autocontent __attribute__((cleanup(content_free)))

#endif

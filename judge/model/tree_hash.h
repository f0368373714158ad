/*
 * tree_hash: what struct tree's hash is computed over: for each file, in the order of their paths,
 * the path with its NUL, the size in 8 bytes little endian, the content. No two trees give the
 * same bytes.
 */
#ifndef MODEL_TREE_HASH_H
#define MODEL_TREE_HASH_H

#include <stddef.h>
#include <stdint.h>

struct tree_hash {
	void *state;
};

void tree_hash_begin(struct tree_hash *hash);

/* The next file; its content follows in any number of parts. */
void tree_hash_file(struct tree_hash *hash, const char *path, uint64_t size);
void tree_hash_bytes(struct tree_hash *hash, const void *bytes, size_t size);

/* Frees hash; result may be NULL. May be called again. */
void tree_hash_end(struct tree_hash *hash, unsigned char result[32]);

#endif

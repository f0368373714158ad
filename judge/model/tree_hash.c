#include "model/tree_hash.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

void tree_hash_begin(struct tree_hash *hash)
{
	hash->state = EVP_MD_CTX_new();
	if (!hash->state || !EVP_DigestInit_ex(hash->state, EVP_sha256(), NULL))
		abort();
}

void tree_hash_bytes(struct tree_hash *hash, const void *bytes, size_t size)
{
	if (!EVP_DigestUpdate(hash->state, bytes, size))
		abort();
}

void tree_hash_file(struct tree_hash *hash, const char *path, uint64_t size)
{
	unsigned char bytes[8];

	for (unsigned i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(size >> (8 * i));
	tree_hash_bytes(hash, path, strlen(path) + 1);
	tree_hash_bytes(hash, bytes, sizeof bytes);
}

void tree_hash_end(struct tree_hash *hash, unsigned char result[32])
{
	if (hash->state && result && !EVP_DigestFinal_ex(hash->state, result, NULL))
		abort();
	EVP_MD_CTX_free(hash->state);
	hash->state = NULL;
}

#include "queue/content.h"

#include <openssl/evp.h>
#include <stdlib.h>

static void sha256(const void *bytes, size_t size, unsigned char hash[CONTENT_HASH])
{
	if (!EVP_Digest(bytes, size, hash, NULL, EVP_sha256(), NULL))
		abort();
}

void content_add(struct content *content, const void *chunk, size_t size)
{
	unsigned char hash[CONTENT_HASH];

	sha256(chunk, size, hash);
	strbuf_append(&content->chunks, hash, sizeof hash);
}

void content_hash(const struct content *content, unsigned char hash[CONTENT_HASH])
{
	sha256(content->chunks.length ? content->chunks.text : "", content->chunks.length, hash);
}

void content_free(struct content *content)
{
	strbuf_free(&content->chunks);
}

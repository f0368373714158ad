/*
 * toolchain: which compiler or runtime a language is judged with, for the receipt. Asked once per
 * slot and profile, in the box where it is used: what the host has may be another.
 */
#ifndef WORKER_TOOLCHAIN_H
#define WORKER_TOOLCHAIN_H

#include "model/profile.h"
#include "sandbox/box.h"

enum { TOOLCHAIN_BYTES = 128, TOOLCHAIN_CACHE_SIZE = 64 };

struct toolchain_cache {
	struct {
		char id[32];		/* of the profile */
		char version[TOOLCHAIN_BYTES];
	} entry[TOOLCHAIN_CACHE_SIZE];
	size_t count;
};

/* NULL if it was not asked yet. */
const char *toolchain_find(const struct toolchain_cache *cache, const char *id);
const char *toolchain_add(struct toolchain_cache *cache, const char *id, const char *version);

/* Runs the profile's version command; the first line of what it says, "" if it says nothing. */
void toolchain_ask(const struct profile *profile, struct box_set *boxes,
		   char version[TOOLCHAIN_BYTES]);

#endif

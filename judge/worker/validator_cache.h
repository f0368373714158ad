/*
 * validator_cache: the built validators of the packages that a slot judged last. What was built of
 * the same sources is the same, whatever else a package changed: a statement, a test.
 */
#ifndef WORKER_VALIDATOR_CACHE_H
#define WORKER_VALIDATOR_CACHE_H

#include "pipeline/validator.h"

#include <openssl/sha.h>

enum { VALIDATOR_CACHE_SIZE = 16 };

struct validator_key {
	unsigned char bytes[SHA256_DIGEST_LENGTH];
};

struct validator_cache {
	struct {
		struct validator_key package;	/* hash of the tree that asked last */
		struct validator_key sources;
		struct validator_set set;
		uint64_t used;		/* when, by turns; 0: never */
	} entry[VALIDATOR_CACHE_SIZE];
	uint64_t turns;
};

/* Of the programs' own files, and of what says how they are built. */
int validator_key_make(const struct tree *tree, const struct profile_table *languages,
		       struct validator_key *ret_key, struct error *err);

/* By the whole package, which costs nothing; by the sources, and then the package is known, too. */
const struct validator_set *validator_cache_find(struct validator_cache *cache,
						  const struct validator_key *package);
const struct validator_set *validator_cache_find_sources(struct validator_cache *cache,
							 const struct validator_key *sources,
							 const struct validator_key *package);

/* Takes *set over; the entry that was unused for longest makes room. */
const struct validator_set *validator_cache_add(struct validator_cache *cache,
						 const struct validator_key *sources,
						 const struct validator_key *package,
						 struct validator_set *set);

/* From the process that built to the slot; set is NULL if failure says why there is none. */
int validator_set_send(int socket, const struct validator_set *set, const struct error *failure);
int validator_set_receive(int socket, struct validator_set *ret_set, struct error *err);

#endif

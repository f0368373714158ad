/*
 * validator_cache: the built validators of the packages that a slot judged last.
 */
#ifndef WORKER_VALIDATOR_CACHE_H
#define WORKER_VALIDATOR_CACHE_H

#include "pipeline/validator.h"

enum { VALIDATOR_CACHE_SIZE = 16 };

struct validator_cache {
	struct {
		unsigned char package[32];	/* hash of the tree */
		struct validator_set set;
		bool used;
	} entry[VALIDATOR_CACHE_SIZE];
	size_t next;		/* the entry to be replaced next */
};

const struct validator_set *validator_cache_find(const struct validator_cache *cache,
						  const unsigned char *package);

/* Takes *set over. */
const struct validator_set *validator_cache_add(struct validator_cache *cache,
						 const unsigned char *package,
						 struct validator_set *set);

/* From the process that built to the slot; set is NULL if failure says why there is none. */
int validator_set_send(int socket, const struct validator_set *set, const struct error *failure);
int validator_set_receive(int socket, struct validator_set *ret_set, struct error *err);

#endif

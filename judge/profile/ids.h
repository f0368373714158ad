/*
 * ids: which profiles a directory has. The id of ID.yaml is ID: letters, digits, _ + -.
 */
#ifndef PROFILE_IDS_H
#define PROFILE_IDS_H

#include "util/error.h"

#include <stddef.h>

struct profile_ids {
	char **ids;		/* sorted, bytewise; also those of files that are badly named */
	size_t count;
};

/* What is wrong with id ("is too long", ...), or NULL. */
const char *profile_id_problem(const char *id);

/* All *.yaml of the directory fd, which stays open; name is for messages. */
int profile_ids_read(int fd, const char *name, struct profile_ids *ret_ids, struct error *err);
void profile_ids_free(struct profile_ids *ids);

#endif

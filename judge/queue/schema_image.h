/*
 * schema_image: the migrations of schema/, inside the program. Private to queue/.
 */
#ifndef QUEUE_SCHEMA_IMAGE_H
#define QUEUE_SCHEMA_IMAGE_H

#include <stddef.h>

struct migration {
	const char *name;	/* "0001_tables": the file without its suffix */
	const char *sql;	/* NUL-terminated */
};

/* In order; number i is version i + 1 of the schema. */
extern const struct migration migrations[];
extern const size_t migration_count;

#endif

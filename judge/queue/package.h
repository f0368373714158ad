/*
 * package: packages in the database, for workers that have none of their own.
 *
 * A package is pushed as a version, which is seen as a whole or not at all. Who judges asks for the
 * newest version, then for its manifest, then for the contents that it does not have, chunk by
 * chunk. All is named by SHA-256 (queue/content.h), so a fetched content can be checked.
 *
 * Calls, failures and queue_fault() are those of queue.h; every call may be repeated, and a push
 * that is repeated sends what had not arrived.
 */
#ifndef QUEUE_PACKAGE_H
#define QUEUE_PACKAGE_H

#include "model/tree.h"
#include "queue/content.h"
#include "queue/queue.h"

/* ---- Platforms ----------------------------------------------------------------------------- */

struct package_pushed {
	int version;
	bool created;		/* false: the newest version was the same already */
	uint64_t size, sent;	/* bytes of the package, and of what was not there yet */
};

/* Bytes that were dealt with, of size; called often. */
typedef void package_progress(void *context, uint64_t done, uint64_t size);

/*
 * Stores a version of the package tree->name. Holds a few MiB, however large the package. progress
 * may be NULL. ERROR_USAGE if the package cannot be stored, or a file changes meanwhile.
 */
int queue_package_push(struct queue *queue, const struct tree *tree, package_progress *progress,
		       void *context, struct package_pushed *ret_pushed, struct error *err);

/* All versions, the newest first, as a JSON array that the caller frees. */
int queue_package_list(struct queue *queue, char **ret_json, struct error *err);

/* Deletes all but so many of the newest versions. ERROR_USAGE if there is no such package. */
int queue_package_drop(struct queue *queue, const char *name, unsigned keep, int *ret_dropped,
		       struct error *err);

/* ---- Workers, and whoever pulls ------------------------------------------------------------ */

struct package_version {
	int version;				/* 0: there is no such package */
	unsigned char tree_hash[CONTENT_HASH];	/* that of struct tree */
	uint64_t size;				/* bytes of all files */
};

/* The newest version of each; ret_versions has count entries. */
int queue_package_current(struct queue *queue, const char *const *names, size_t count,
			  struct package_version *ret_versions, struct error *err);

/* A package that is likely to be needed soon. */
struct package_recent {
	char name[256];
	struct package_version version;
};

/* Those that were pushed or judged by lately, the last first. */
int queue_package_recent(struct queue *queue, struct package_recent *recent, size_t capacity,
			 size_t *ret_count, struct error *err);

struct package_file {
	char *path;
	uint64_t size;
	unsigned char content[CONTENT_HASH];
};

/* To be zeroed before. */
struct package_manifest {
	struct package_file *files;	/* sorted by path, bytewise */
	size_t count;
	bool complete;
};

/*
 * Adds the next files of a version, some thousand at most: to be called until it is complete. A
 * version that does not exist has no files.
 */
int queue_package_manifest(struct queue *queue, const char *name, int version,
			   struct package_manifest *manifest, struct error *err);

void package_manifest_free(struct package_manifest *manifest);

#define automanifest __attribute__((cleanup(package_manifest_free)))

struct package_piece {
	const unsigned char *content;
	size_t ordinal;		/* from 0 */
};

/* Piece number i has arrived. The bytes are borrowed. -1 ends the call, which then fails. */
typedef int package_take(void *context, size_t i, const void *bytes, size_t size,
			 struct error *err);

/*
 * Fetches pieces, and hands them on in the order in which they were asked for. Together they should
 * not have much more than a chunk: the call blocks. *ret_missing says how many there are no more,
 * as when the version was dropped meanwhile.
 */
int queue_package_fetch(struct queue *queue, const struct package_piece *pieces, size_t count,
			package_take *take, void *context, size_t *ret_missing,
			struct error *err);

#endif

#include "worker/depot.h"

#include "problem/tree_build.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What one step does at most. */
enum { STEP_BYTES = CONTENT_CHUNK, STEP_VERIFIED = 4 * CONTENT_CHUNK, STEP_PIECES = 256,
       STEP_FILES = 1000, TIDY_S = 10 };

struct depot_package {
	struct package_version version;
	uint64_t used;				/* when, by turns */
	struct package_manifest manifest;
	struct tree tree;			/* its files as far as they are there and right */
	struct cache_entry **entries;		/* of them, and of the one that is being checked */
	bool ready;
	bool fetched;				/* something of it, which nobody was told yet */
	int checked;				/* descriptor of a file that is being checked; or -1 */
	struct cache_check check;
	struct cache_write write;		/* of a file larger than a step; fd -1: none */
};

/* ---- Packages ------------------------------------------------------------------------------ */

/* Back to the beginning, but for the manifest. */
static void rewind_package(struct depot *depot, struct depot_package *p)
{
	bool has_one_more = p->checked >= 0;

	for (size_t i = 0; i < p->tree.count; i++) {
		cache_unpin(&depot->cache, p->entries[i]);
		free(p->tree.files[i].path);
		close(p->tree.files[i].fd);
	}
	if (has_one_more) {
		cache_unpin(&depot->cache, p->entries[p->tree.count]);
		close(p->checked);
		p->checked = -1;
	}
	p->tree.count = 0;
	content_free(&p->check.content);
	p->check.done = 0;
	cache_write_abort(&depot->cache, &p->write);
	p->ready = false;
}

static void package_free(struct depot *depot, struct depot_package *p)
{
	rewind_package(depot, p);
	package_manifest_free(&p->manifest);
	tree_free(&p->tree);
	free(p->entries);
	free(p);
}

static void remove_package(struct depot *depot, size_t i)
{
	package_free(depot, depot->packages[i]);
	depot->packages[i] = depot->packages[--depot->count];
}

static struct depot_package *new_package(struct depot *depot, const char *name,
					 const struct package_version *version)
{
	struct depot_package *p = calloc(1, sizeof *p);
	char origin[sizeof p->tree.origin];

	depot->packages = realloc(depot->packages, (depot->count + 1) * sizeof(void *));
	if (!p || !depot->packages)
		abort();
	p->version = *version;
	p->checked = p->write.fd = -1;
	snprintf(origin, sizeof origin, "%.200s (version %d)", name, version->version);
	tree_set_origin(&p->tree, origin, name);
	memcpy(p->tree.hash, version->tree_hash, sizeof p->tree.hash);
	depot->packages[depot->count++] = p;
	return p;
}

static struct depot_package *get_package(struct depot *depot, const char *name,
					 const struct package_version *version)
{
	for (size_t i = 0; i < depot->count; i++)
		if (depot->packages[i]->version.version == version->version &&
		    !memcmp(depot->packages[i]->tree.hash, version->tree_hash, CONTENT_HASH) &&
		    !strcmp(depot->packages[i]->tree.name, name))
			return depot->packages[i];
	return new_package(depot, name, version);
}

/* Closes the package that was not used for the longest time. Its contents stay in the cache. */
static bool release(void *context)
{
	struct depot *depot = context;
	size_t oldest = depot->count;

	for (size_t i = 0; i < depot->count; i++)
		if (depot->packages[i] != depot->stepped &&
		    (oldest == depot->count ||
		     depot->packages[i]->used < depot->packages[oldest]->used))
			oldest = i;
	if (oldest == depot->count)
		return false;
	remove_package(depot, oldest);
	return true;
}

/* Nobody asks for the versions before. */
static void remove_older(struct depot *depot, const struct depot_package *p)
{
	for (size_t i = depot->count; i-- > 0;)
		if (depot->packages[i]->version.version < p->version.version &&
		    !strcmp(depot->packages[i]->tree.name, p->tree.name))
			remove_package(depot, i);
}

int depot_open(struct depot *depot, int directory, const char *path, uint64_t limit,
	       const struct error *unusable, const struct log *log, struct error *err)
{
	*depot = (struct depot){ .log = log, .cache.directory = -1,
				 .tidy_at = clock_ns() + TIDY_S * NS_PER_S };
	if (directory >= 0)
		return cache_open(&depot->cache, directory, path, limit, log, release, depot, err);
	depot->unusable = *unusable;
	return 0;
}

void depot_close(struct depot *depot)
{
	while (depot->count)
		remove_package(depot, 0);
	free(depot->packages);
	depot->packages = NULL;
	if (depot->cache.buckets)
		cache_close(&depot->cache);
}

int depot_test(struct depot *depot, struct error *err)
{
	autofree char *chunk = calloc(1, CONTENT_CHUNK);
	static const unsigned char hash[CONTENT_HASH];
	struct cache_write write;
	int status;

	if (!chunk)
		abort();
	if (depot->unusable.kind)
		return 0;
	if (cache_write_begin(&depot->cache, hash, CONTENT_CHUNK, &write, err) < 0)
		return -1;
	status = cache_write(&depot->cache, &write, chunk, CONTENT_CHUNK, err);
	cache_write_abort(&depot->cache, &write);
	return status;
}

/* ---- The manifest -------------------------------------------------------------------------- */

/* The database has checked all of this; its administrator may have changed it. */
static int check_manifest(const struct depot *depot, const struct depot_package *p,
			  struct error *err)
{
	char size[TEXT_HUMAN_MAX], limit[TEXT_HUMAN_MAX];
	uint64_t total = 0;

	for (size_t i = 0; i < p->manifest.count; i++) {
		const char *path = p->manifest.files[i].path;

		if (!tree_knows_path(path) ||
		    (i && strcmp(p->manifest.files[i - 1].path, path) >= 0))
			return error_set(err, ERROR_SYSTEM, 0, "%s: the manifest in the database is "
					 "damaged at \"%.200s\"; push the package again",
					 p->tree.origin, path);
		total += p->manifest.files[i].size;
	}
	if (total > depot->cache.limit)
		return error_set(err, ERROR_SYSTEM, 0, "%s has %s, and the cache of this worker %s; "
				 "raise cache: {size: ...} in worker.yaml", p->tree.origin,
				 text_bytes((int64_t)total, size),
				 text_bytes((int64_t)depot->cache.limit, limit));
	return 0;
}

static enum depot_progress database_fault(struct queue *queue)
{
	return queue_fault(queue) == QUEUE_FAULT_TRANSIENT ||
			       queue_fault(queue) == QUEUE_FAULT_FENCED ||
			       queue_fault(queue) == QUEUE_FAULT_REPLACED ?
		       DEPOT_OFFLINE :
		       DEPOT_FAILED;
}

static enum depot_progress fetch_manifest(struct depot *depot, struct queue *queue,
					  struct depot_package *p, struct error *err)
{
	if (queue_package_manifest(queue, p->tree.name, p->version.version, &p->manifest, err) < 0)
		return database_fault(queue);
	if (!p->manifest.complete)
		return DEPOT_MORE;
	if (!p->manifest.count)
		return DEPOT_GONE;
	if (check_manifest(depot, p, err) < 0)
		return DEPOT_FAILED;
	p->tree.files = calloc(p->manifest.count, sizeof *p->tree.files);
	p->entries = calloc(p->manifest.count, sizeof(void *));
	if (!p->tree.files || !p->entries)
		abort();
	return DEPOT_MORE;
}

/* ---- Contents ------------------------------------------------------------------------------ */

struct batch {
	struct depot *depot;
	const struct package_file *files[STEP_PIECES];
	struct package_piece pieces[STEP_PIECES];
	size_t count, bytes;
};

static int store(struct depot *depot, const struct package_file *file, const void *bytes,
		 size_t size, struct error *err)
{
	struct cache_write write;

	if (cache_write_begin(&depot->cache, file->content, file->size, &write, err) < 0)
		return -1;
	if (size && cache_write(&depot->cache, &write, bytes, size, err) < 0) {
		cache_write_abort(&depot->cache, &write);
		return -1;
	}
	return cache_write_end(&depot->cache, &write, err);
}

static int on_small(void *context, size_t i, const void *bytes, size_t size, struct error *err)
{
	const struct batch *batch = context;

	return store(batch->depot, batch->files[i], bytes, size, err);
}

static int on_chunk(void *context, size_t i, const void *bytes, size_t size, struct error *err)
{
	struct depot *depot = context;

	(void)i;
	return cache_write(&depot->cache, &depot->stepped->write, bytes, size, err);
}

static enum depot_progress fetch(struct depot *depot, struct queue *queue,
				 const struct package_piece *pieces, size_t count,
				 package_take *take, void *context, struct error *err)
{
	size_t missing;

	depot->stepped->fetched = true;
	if (queue_package_fetch(queue, pieces, count, take, context, &missing, err) < 0)
		return queue_fault(queue) == QUEUE_FAULT_NONE ? DEPOT_FAILED : database_fault(queue);
	return missing ? DEPOT_GONE : DEPOT_MORE;
}

static bool is_wanted(const struct batch *batch, const struct package_file *file)
{
	for (size_t i = 0; i < batch->count; i++)
		if (!memcmp(batch->files[i]->content, file->content, CONTENT_HASH))
			return false;
	return !cache_has(&batch->depot->cache, file->content);
}

/* The next files that are not there, as many as fit into a step. */
static enum depot_progress fetch_small(struct depot *depot, struct queue *queue,
				       struct depot_package *p, struct error *err)
{
	struct batch batch = { .depot = depot };

	for (size_t i = p->tree.count; i < p->manifest.count && batch.count < STEP_PIECES; i++) {
		const struct package_file *file = &p->manifest.files[i];

		if (file->size > STEP_BYTES || !is_wanted(&batch, file))
			continue;
		if (batch.bytes + file->size > STEP_BYTES)
			break;
		if (!file->size) {
			if (store(depot, file, NULL, 0, err) < 0)
				return DEPOT_FAILED;
			continue;
		}
		batch.bytes += file->size;
		batch.pieces[batch.count].content = file->content;
		batch.pieces[batch.count].ordinal = 0;
		batch.files[batch.count++] = file;
	}
	return batch.count ? fetch(depot, queue, batch.pieces, batch.count, on_small, &batch, err) :
			     DEPOT_MORE;
}

static enum depot_progress fetch_chunk(struct depot *depot, struct queue *queue,
				       struct depot_package *p, struct error *err)
{
	const struct package_piece piece = {
		.content = p->write.hash, .ordinal = (size_t)(p->write.done / CONTENT_CHUNK),
	};
	enum depot_progress progress = fetch(depot, queue, &piece, 1, on_chunk, depot, err);

	if (progress == DEPOT_MORE && p->write.done >= p->write.size &&
	    cache_write_end(&depot->cache, &p->write, err) < 0)
		return DEPOT_FAILED;
	return progress;
}

static enum depot_progress fetch_content(struct depot *depot, struct queue *queue,
					 struct depot_package *p, struct error *err)
{
	const struct package_file *file = &p->manifest.files[p->tree.count];

	if (file->size <= STEP_BYTES)
		return fetch_small(depot, queue, p, err);
	if (cache_write_begin(&depot->cache, file->content, file->size, &p->write, err) < 0)
		return DEPOT_FAILED;
	return fetch_chunk(depot, queue, p, err);
}

/* ---- The tree ------------------------------------------------------------------------------ */

static void add_file(struct depot_package *p, int fd)
{
	const struct package_file *file = &p->manifest.files[p->tree.count];
	char *path = strdup(file->path);

	if (!path)
		abort();
	p->tree.files[p->tree.count++] = (struct tree_file){ path, fd, file->size };
}

static enum depot_progress check_content(struct depot *depot, struct depot_package *p)
{
	int verified = cache_verify(&depot->cache, p->entries[p->tree.count], p->checked,
				    STEP_VERIFIED, &p->check);

	if (verified > 0) {
		add_file(p, TAKE_FD(p->checked));
	} else if (verified < 0) {
		cache_unpin(&depot->cache, p->entries[p->tree.count]);
		close(p->checked);
		p->checked = -1;
	}
	return DEPOT_MORE;
}

static int take(struct depot *depot, struct depot_package *p, int *ret_fd, struct error *err)
{
	const struct package_file *file = &p->manifest.files[p->tree.count];
	int state;

	do
		state = cache_take(&depot->cache, file->content, file->size,
				   &p->entries[p->tree.count], ret_fd, err);
	while (state < 0 && err->errnum == EMFILE && (tree_raise_file_limit() || release(depot)));
	if (state < 0 && err->errnum == EMFILE)
		tree_too_many_files(&p->tree, err);
	else if (tree_files_are_scarce(*ret_fd))
		release(depot);
	return state;
}

/* Once a predecessor that was killed while we started is surely dead. */
static void tidy(struct depot *depot)
{
	if (!depot->tidy_at || clock_ns() < depot->tidy_at)
		return;
	cache_tidy(&depot->cache);
	depot->tidy_at = 0;
}

/* Goes on with the files until one needs more than to be opened. */
static enum depot_progress take_files(struct depot *depot, struct queue *queue,
				      struct depot_package *p, struct error *err)
{
	for (unsigned turn = 0; p->tree.count < p->manifest.count && turn < STEP_FILES; turn++) {
		int fd = -1, state = take(depot, p, &fd, err);

		if (state < 0)
			return DEPOT_FAILED;
		if (state == CACHE_ABSENT)
			return fetch_content(depot, queue, p, err);
		if (state == CACHE_FOUND) {
			p->checked = fd;
			return check_content(depot, p);
		}
		add_file(p, fd);
	}
	if (p->tree.count == p->manifest.count) {
		p->ready = true;
		tidy(depot);
		remove_older(depot, p);
		log_event(depot->log, LOG_LEVEL_INFO, "package opened", "problem", p->tree.name,
			  "origin", p->tree.origin);
	}
	return DEPOT_MORE;
}

static bool is_intact(struct depot *depot, const struct depot_package *p)
{
	for (size_t i = 0; i < p->tree.count; i++)
		if (!cache_intact(&depot->cache, p->entries[i], p->tree.files[i].fd)) {
			log_event(depot->log, LOG_LEVEL_WARNING,
				  "a cache file changed, and is checked again", "file",
				  p->tree.files[i].path, "problem", p->tree.origin);
			return false;
		}
	return true;
}

static enum depot_progress ready(struct depot_package *p)
{
	bool fetched = p->fetched;

	p->fetched = false;
	return fetched ? DEPOT_FETCHED : DEPOT_READY;
}

static enum depot_progress step(struct depot *depot, struct queue *queue, struct depot_package *p,
				struct error *err)
{
	if (p->ready && is_intact(depot, p))
		return ready(p);
	if (p->ready)
		rewind_package(depot, p);
	if (!p->manifest.complete)
		return fetch_manifest(depot, queue, p, err);
	if (p->checked >= 0)
		return check_content(depot, p);
	if (p->write.fd >= 0)
		return fetch_chunk(depot, queue, p, err);
	return take_files(depot, queue, p, err);
}

enum depot_progress depot_step(struct depot *depot, struct queue *queue, const char *name,
			       const struct package_version *version,
			       const struct tree **ret_tree, struct error *err)
{
	enum depot_progress progress;
	struct depot_package *p;

	if (depot->unusable.kind) {
		*err = depot->unusable;
		return DEPOT_FAILED;
	}
	p = get_package(depot, name, version);
	p->used = ++depot->turns;
	depot->stepped = p;
	progress = step(depot, queue, p, err);
	depot->stepped = NULL;
	if (progress == DEPOT_READY || progress == DEPOT_FETCHED)
		*ret_tree = &p->tree;
	if (progress == DEPOT_FAILED || progress == DEPOT_GONE)
		for (size_t i = 0; i < depot->count; i++)
			if (depot->packages[i] == p) {
				remove_package(depot, i);
				break;
			}
	return progress;
}

#include "queue/package.h"

#include "model/tree_hash.h"
#include "queue/query.h"
#include "util/cleanup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is asked about at once, and what is sent at once. */
enum { ASKED = 1024, SENT_BYTES = 4 << 20, SENT_CHUNKS = 256 };

struct push {
	struct queue *queue;
	const struct tree *tree;
	struct content *contents;	/* one a file */
	unsigned char *buffer;		/* a chunk */
	package_progress *progress;
	void *context;
	uint64_t size, done, sent;
};

/* A chunk of a file, on its way. */
struct place {
	size_t file, ordinal;
};

struct batch {
	struct place places[ASKED];
	size_t count;
};

static void *allocate(size_t count, size_t size)
{
	void *memory = calloc(count + 1, size);

	if (!memory)
		abort();
	return memory;
}

static void push_free(struct push *push)
{
	for (size_t i = 0; push->contents && i < push->tree->count; i++)
		content_free(&push->contents[i]);
	free(push->contents);
	free(push->buffer);
}

static int at_file(const struct push *push, const struct tree_file *file, struct error *err)
{
	char path[sizeof push->tree->origin + 600];

	snprintf(path, sizeof path, "%s/%.500s", push->tree->origin, file->path);
	return error_at(err, path, 0, 0);
}

static int read_chunk(struct push *push, const struct place *place, size_t *ret_size,
		      struct error *err)
{
	const struct tree_file *file = &push->tree->files[place->file];
	size_t size = content_chunk_size(file->size, place->ordinal), have = 0;

	while (have < size) {
		ssize_t n = pread(file->fd, push->buffer + have, size - have,
				  (off_t)((uint64_t)place->ordinal * CONTENT_CHUNK + have));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			error_system(err, "cannot be read");
			return at_file(push, file, err);
		}
		if (n == 0) {
			error_usage(err, "became shorter while it was pushed; push again");
			return at_file(push, file, err);
		}
		have += (size_t)n;
	}
	*ret_size = size;
	return 0;
}

static int hash_all(struct push *push, struct tree_hash *hash, struct error *err)
{
	for (size_t i = 0; i < push->tree->count; i++) {
		const struct tree_file *file = &push->tree->files[i];
		size_t chunks = content_chunks(file->size);

		tree_hash_file(hash, file->path, file->size);
		for (size_t k = 0; k < chunks; k++) {
			size_t size;

			if (read_chunk(push, &(struct place){ i, k }, &size, err) < 0)
				return -1;
			content_add(&push->contents[i], push->buffer, size);
			tree_hash_bytes(hash, push->buffer, size);
		}
		push->size += file->size;
	}
	return 0;
}

/* What changed since the tree was opened would be a version under another's hash. */
static int check_tree(struct push *push, struct error *err)
{
	unsigned char result[CONTENT_HASH];
	struct tree_hash hash;
	int status;

	tree_hash_begin(&hash);
	status = hash_all(push, &hash, err);
	tree_hash_end(&hash, result);
	if (status < 0)
		return -1;
	if (!memcmp(result, push->tree->hash, sizeof result))
		return 0;
	error_usage(err, "the package changed while it was read; push again");
	return error_at(err, push->tree->origin, 0, 0);
}

static const char *hash_of(const struct push *push, const struct place *place)
{
	return push->contents[place->file].chunks.text + CONTENT_HASH * place->ordinal;
}

/* ---- Chunks -------------------------------------------------------------------------------- */

static int send_chunks(struct push *push, const struct place *places, size_t count,
		       struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.package_put");
	struct array hashes = array_begin(ARRAY_BYTES, count);
	struct array contents = array_begin(ARRAY_BYTES, count);
	autoresult PGresult *result = NULL;
	int status = 0;

	for (size_t i = 0; i < count && status == 0; i++) {
		size_t size = 0;

		status = read_chunk(push, &places[i], &size, err);
		array_bytes(&hashes, hash_of(push, &places[i]), CONTENT_HASH);
		array_bytes(&contents, push->buffer, size);
		push->sent += size;
	}
	query_array(&query, "hashes", &hashes);
	query_array(&query, "contents", &contents);
	return status < 0 ? -1 : query_run(push->queue, &query, &result, err);
}

static uint64_t size_of(const struct push *push, const struct place *place)
{
	return content_chunk_size(push->tree->files[place->file].size, place->ordinal);
}

static int send_missing(struct push *push, const struct batch *batch, const PGresult *missing,
			struct error *err)
{
	struct place places[SENT_CHUNKS] = { { 0 } };
	uint64_t bytes = 0;
	size_t count = 0;
	int rows = PQntuples(missing);

	for (int row = 0; row < rows; row++) {
		/* A place that was not asked about sends what nobody needs, and no more harm. */
		size_t at = (size_t)result_integer(missing, row, 0) - 1;
		const struct place *place = &batch->places[at < batch->count ? at : 0];

		if (count == SENT_CHUNKS || bytes + size_of(push, place) > SENT_BYTES) {
			if (send_chunks(push, places, count, err) < 0)
				return -1;
			if (push->progress)
				push->progress(push->context, push->done + bytes, push->size);
			count = 0;
			bytes = 0;
		}
		places[count++] = *place;
		bytes += size_of(push, place);
	}
	return count ? send_chunks(push, places, count, err) : 0;
}

/* Empties the batch: what is missing of it is sent. */
static int settle(struct push *push, struct batch *batch, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.package_missing");
	struct array hashes = array_begin(ARRAY_BYTES, batch->count);
	autoresult PGresult *missing = NULL;

	for (size_t i = 0; i < batch->count; i++)
		array_bytes(&hashes, hash_of(push, &batch->places[i]), CONTENT_HASH);
	query_array(&query, "hashes", &hashes);
	if (query_run(push->queue, &query, &missing, err) < 0 ||
	    send_missing(push, batch, missing, err) < 0)
		return -1;
	for (size_t i = 0; i < batch->count; i++)
		push->done += size_of(push, &batch->places[i]);
	if (push->progress)
		push->progress(push->context, push->done, push->size);
	batch->count = 0;
	return 0;
}

static int put_all(struct push *push, struct error *err)
{
	autofree struct batch *batch = allocate(1, sizeof *batch);

	for (size_t i = 0; i < push->tree->count; i++) {
		size_t chunks = content_chunks(push->tree->files[i].size);

		for (size_t k = 0; k < chunks; k++) {
			batch->places[batch->count++] = (struct place){ i, k };
			if (batch->count == ASKED && settle(push, batch, err) < 0)
				return -1;
		}
	}
	return batch->count ? settle(push, batch, err) : 0;
}

/* ---- The version --------------------------------------------------------------------------- */

static void add_files(struct query *query, const struct push *push)
{
	size_t count = push->tree->count;
	struct array paths = array_begin(ARRAY_TEXT, count);
	struct array sizes = array_begin(ARRAY_BIGINT, count);
	struct array contents = array_begin(ARRAY_BYTES, count);
	struct array chunks = array_begin(ARRAY_BYTES, count);

	for (size_t i = 0; i < count; i++) {
		unsigned char hash[CONTENT_HASH];

		content_hash(&push->contents[i], hash);
		array_text(&paths, push->tree->files[i].path);
		array_integer(&sizes, (int64_t)push->tree->files[i].size);
		array_bytes(&contents, hash, sizeof hash);
		array_bytes(&chunks, push->contents[i].chunks.text,
			    push->contents[i].chunks.length);
	}
	query_array(query, "paths", &paths);
	query_array(query, "sizes", &sizes);
	query_array(query, "contents", &contents);
	query_array(query, "chunks", &chunks);
}

static int commit(struct push *push, struct package_pushed *ret_pushed, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.package_commit");
	autoresult PGresult *result = NULL;

	query_text(&query, "name", push->tree->name);
	query_bytes(&query, "tree_hash", push->tree->hash, sizeof push->tree->hash);
	add_files(&query, push);
	if (query_run(push->queue, &query, &result, err) < 0)
		return -1;
	*ret_pushed = (struct package_pushed){
		.version = (int)result_integer(result, 0, 0),
		.created = result_text(result, 0, 1)[0] == 't',
		.size = push->size,
		.sent = push->sent,
	};
	return 0;
}

int queue_package_push(struct queue *queue, const struct tree *tree, package_progress *progress,
		       void *context, struct package_pushed *ret_pushed, struct error *err)
{
	__attribute__((cleanup(push_free))) struct push push = {
		.queue = queue, .tree = tree, .progress = progress, .context = context,
		.contents = allocate(tree->count, sizeof *push.contents),
		.buffer = allocate(CONTENT_CHUNK, 1),
	};

	queue->fault = QUEUE_FAULT_REQUEST;
	if (check_tree(&push, err) < 0 || put_all(&push, err) < 0)
		return -1;
	return commit(&push, ret_pushed, err);
}

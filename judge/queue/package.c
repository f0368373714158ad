#include "queue/package.h"

#include "queue/query.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_FILES = 5000 };

static void *grow(void *memory, size_t size)
{
	memory = realloc(memory, size);
	if (!memory)
		abort();
	return memory;
}

/* Columns of binary results. */
static int64_t integer_at(const PGresult *result, int row, int column)
{
	uint64_t wide;
	uint32_t narrow;

	if (PQgetlength(result, row, column) == sizeof wide) {
		memcpy(&wide, PQgetvalue(result, row, column), sizeof wide);
		return (int64_t)be64toh(wide);
	}
	memcpy(&narrow, PQgetvalue(result, row, column), sizeof narrow);
	return (int32_t)be32toh(narrow);
}

static void hash_at(const PGresult *result, int row, int column, unsigned char *hash)
{
	size_t length = (size_t)PQgetlength(result, row, column);

	memset(hash, 0, CONTENT_HASH);
	memcpy(hash, PQgetvalue(result, row, column), length < CONTENT_HASH ? length : CONTENT_HASH);
}

/* ---- Versions ------------------------------------------------------------------------------ */

/* The columns of assize.package_current() and package_recent(). */
enum { NAME, VERSION, TREE_HASH, FILE_COUNT, SIZE };

static void version_at(const PGresult *result, int row, struct package_version *version)
{
	version->version = (int)integer_at(result, row, VERSION);
	version->size = (uint64_t)integer_at(result, row, SIZE);
	hash_at(result, row, TREE_HASH, version->tree_hash);
}

int queue_package_current(struct queue *queue, const char *const *names, size_t count,
			  struct package_version *ret_versions, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.package_current");
	struct array array = array_begin(ARRAY_TEXT, count);
	autoresult PGresult *result = NULL;

	for (size_t i = 0; i < count; i++)
		array_text(&array, names[i]);
	query_array(&query, "names", &array);
	query.binary = true;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		ret_versions[i] = (struct package_version){ .version = 0 };
		for (int row = 0; row < PQntuples(result); row++)
			if (!strcmp(PQgetvalue(result, row, NAME), names[i]))
				version_at(result, row, &ret_versions[i]);
	}
	return 0;
}

int queue_package_recent(struct queue *queue, struct package_recent *recent, size_t capacity,
			 size_t *ret_count, struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.package_recent");
	autoresult PGresult *result = NULL;

	query_integer(&query, "wanted", (int64_t)capacity);
	query.binary = true;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_count = (size_t)PQntuples(result);
	for (size_t i = 0; i < *ret_count; i++) {
		snprintf(recent[i].name, sizeof recent[i].name, "%s",
			 PQgetvalue(result, (int)i, NAME));
		version_at(result, (int)i, &recent[i].version);
	}
	return 0;
}

int queue_package_list(struct queue *queue, char **ret_json, struct error *err)
{
	autoquery struct query query = QUERY_STATEMENT(
		"select coalesce(json_agg(json_build_object('package', p.name, 'version', p.version, "
		"'current', p.current, 'files', p.file_count, 'bytes', p.size, 'tree_hash', "
		"encode(p.tree_hash, 'hex'), 'pushed_at', p.pushed_at, 'pushed_by', p.pushed_by)), "
		"'[]') from assize.package_list() p");
	autoresult PGresult *result = NULL;

	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_json = strdup(result_text(result, 0, 0));
	if (!*ret_json)
		abort();
	return 0;
}

int queue_package_drop(struct queue *queue, const char *name, unsigned keep, int *ret_dropped,
		       struct error *err)
{
	autoquery struct query query = QUERY_CALL("assize.package_drop");
	autoresult PGresult *result = NULL;

	query_text(&query, "name", name);
	query_integer(&query, "keep", keep);
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	*ret_dropped = (int)result_integer(result, 0, 0);
	return 0;
}

/* ---- The manifest -------------------------------------------------------------------------- */

void package_manifest_free(struct package_manifest *manifest)
{
	for (size_t i = 0; i < manifest->count; i++)
		free(manifest->files[i].path);
	free(manifest->files);
	*manifest = (struct package_manifest){ .count = 0 };
}

int queue_package_manifest(struct queue *queue, const char *name, int version,
			   struct package_manifest *manifest, struct error *err)
{
	enum { FILE_PATH, FILE_SIZE, FILE_CONTENT };
	autoquery struct query query = QUERY_CALL("assize.package_manifest");
	autoresult PGresult *result = NULL;
	size_t rows;

	query_text(&query, "name", name);
	query_integer(&query, "version", version);
	query_text(&query, "after",
		   manifest->count ? manifest->files[manifest->count - 1].path : "");
	query_integer(&query, "wanted", PAGE_FILES);
	query.binary = true;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	rows = (size_t)PQntuples(result);
	manifest->files = grow(manifest->files,
			       (manifest->count + rows + 1) * sizeof *manifest->files);
	for (size_t i = 0; i < rows; i++) {
		struct package_file *file = &manifest->files[manifest->count++];

		file->path = strdup(PQgetvalue(result, (int)i, FILE_PATH));
		if (!file->path)
			abort();
		file->size = (uint64_t)integer_at(result, (int)i, FILE_SIZE);
		hash_at(result, (int)i, FILE_CONTENT, file->content);
	}
	manifest->complete = rows < PAGE_FILES;
	return 0;
}

/* ---- Contents ------------------------------------------------------------------------------ */

int queue_package_fetch(struct queue *queue, const struct package_piece *pieces, size_t count,
			package_take *take, void *context, size_t *ret_missing,
			struct error *err)
{
	enum { PLACE, CONTENT };
	autoquery struct query query = QUERY_CALL("assize.package_fetch");
	struct array contents = array_begin(ARRAY_BYTES, count);
	struct array ordinals = array_begin(ARRAY_INTEGER, count);
	autoresult PGresult *result = NULL;
	int rows;

	for (size_t i = 0; i < count; i++) {
		array_bytes(&contents, pieces[i].content, CONTENT_HASH);
		array_integer(&ordinals, (int64_t)pieces[i].ordinal);
	}
	query_array(&query, "contents", &contents);
	query_array(&query, "ordinals", &ordinals);
	query.binary = true;
	if (query_run(queue, &query, &result, err) < 0)
		return -1;
	rows = PQntuples(result);
	*ret_missing = count - (size_t)rows;
	for (int row = 0; row < rows; row++)
		if (take(context, (size_t)integer_at(result, row, PLACE) - 1,
			 PQgetvalue(result, row, CONTENT),
			 (size_t)PQgetlength(result, row, CONTENT), err) < 0)
			return -1;
	return 0;
}

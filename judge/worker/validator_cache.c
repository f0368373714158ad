#include "worker/validator_cache.h"

#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Keys --------------------------------------------------------------------------------- */

/* Where a package says how its programs are called, compiled and filled in. */
static bool is_source(const char *path)
{
	static const char *const sources[] = {
		"output_validators/", "output_validator/", "graders/", "static_validator/",
		"problem.yaml", "domjudge-problem.ini", "assize.yaml",
	};

	for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
		if (!strncmp(path, sources[i], strlen(sources[i])))
			return true;
	return false;
}

static int add_file(struct strbuf *text, const struct tree_file *file, struct error *err)
{
	autofree unsigned char *bytes = malloc(file->size + 1);
	unsigned char hash[SHA256_DIGEST_LENGTH];
	struct stat st;

	if (!bytes || fstat(file->fd, &st) < 0 ||
	    pread(file->fd, bytes, file->size, 0) != (ssize_t)file->size)
		return error_system(err, "cannot read %s", file->path);
	SHA256(bytes, file->size, hash);
	strbuf_append(text, file->path, strlen(file->path) + 1);
	strbuf_append(text, st.st_mode & 0111 ? "x" : "-", 1);
	strbuf_append(text, hash, sizeof hash);
	return 0;
}

int validator_key_make(const struct tree *tree, const struct profile_table *languages,
		       struct validator_key *ret_key, struct error *err)
{
	autostrbuf struct strbuf text = { 0 };

	for (size_t i = 0; i < tree->count; i++)
		if (is_source(tree->files[i].path) && add_file(&text, &tree->files[i], err) < 0)
			return -1;
	if (languages->count)
		strbuf_append(&text, languages->profiles,
			      languages->count * sizeof *languages->profiles);
	SHA256((const unsigned char *)text.text, text.length, ret_key->bytes);
	return 0;
}

/* ---- The cache ---------------------------------------------------------------------------- */

static bool are_equal(const struct validator_key *a, const struct validator_key *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

const struct validator_set *validator_cache_find(struct validator_cache *cache,
						  const struct validator_key *package)
{
	for (size_t i = 0; i < VALIDATOR_CACHE_SIZE; i++)
		if (cache->entry[i].used && are_equal(&cache->entry[i].package, package)) {
			cache->entry[i].used = ++cache->turns;
			return &cache->entry[i].set;
		}
	return NULL;
}

const struct validator_set *validator_cache_find_sources(struct validator_cache *cache,
							 const struct validator_key *sources,
							 const struct validator_key *package)
{
	for (size_t i = 0; i < VALIDATOR_CACHE_SIZE; i++)
		if (cache->entry[i].used && are_equal(&cache->entry[i].sources, sources)) {
			cache->entry[i].package = *package;
			cache->entry[i].used = ++cache->turns;
			return &cache->entry[i].set;
		}
	return NULL;
}

const struct validator_set *validator_cache_add(struct validator_cache *cache,
						 const struct validator_key *sources,
						 const struct validator_key *package,
						 struct validator_set *set)
{
	size_t oldest = 0;

	for (size_t i = 1; i < VALIDATOR_CACHE_SIZE; i++)
		if (cache->entry[i].used < cache->entry[oldest].used)
			oldest = i;
	if (cache->entry[oldest].used)
		validator_set_free(&cache->entry[oldest].set);
	cache->entry[oldest].sources = *sources;
	cache->entry[oldest].package = *package;
	cache->entry[oldest].set = *set;
	cache->entry[oldest].used = ++cache->turns;
	*set = validator_set_empty();
	return &cache->entry[oldest].set;
}

/* ---- From the process that built to the slot ---------------------------------------------- */

struct set_message {
	struct error failure;		/* .kind ERROR_NONE: the set follows */
	struct validator validator[VALIDATORS_MAX];	/* executable: whether one comes along */
	uint32_t count, files;
};

struct file_message {
	char name[512];
};

/* The set's head with its executables, then one message for each file. */
int validator_set_send(int socket, const struct validator_set *set, const struct error *failure)
{
	struct set_message message;
	int fds[VALIDATORS_MAX];
	size_t count = 0;

	memset(&message, 0, sizeof message);
	if (!set) {
		message.failure = *failure;
		return fd_send(socket, &message, sizeof message, NULL, 0);
	}
	message.count = (uint32_t)set->count;
	message.files = (uint32_t)set->files.count;
	for (size_t i = 0; i < set->count; i++) {
		message.validator[i] = set->validator[i];
		message.validator[i].executable = set->validator[i].executable >= 0;
		if (message.validator[i].executable)
			fds[count++] = set->validator[i].executable;
	}
	if (fd_send(socket, &message, sizeof message, fds, count) < 0)
		return -1;
	for (size_t i = 0; i < set->files.count; i++) {
		struct file_message file;

		memset(&file, 0, sizeof file);
		strncpy(file.name, set->files.names[i], sizeof file.name - 1);
		if (fd_send(socket, &file, sizeof file, &set->files.fds[i], 1) < 0)
			return -1;
	}
	return 0;
}

static int receive_files(int socket, uint32_t count, struct artifact *files, struct error *err)
{
	for (uint32_t i = 0; i < count; i++) {
		struct file_message file;
		size_t received;
		autoclose int fd = -1;

		if (fd_receive(socket, &file, sizeof file, &fd, 1, &received) != sizeof file ||
		    received != 1)
			return error_set(err, ERROR_SYSTEM, 0, "half a set of validators");
		file.name[sizeof file.name - 1] = '\0';
		if (artifact_add(files, file.name, fd) < 0)
			return error_set(err, ERROR_SYSTEM, 0, "too many files of validators");
		TAKE_FD(fd);
	}
	return 0;
}

/* Each executable that is announced has come, and no other descriptor. */
static bool is_consistent(const struct set_message *message, size_t received)
{
	size_t executables = 0;

	if (message->count > VALIDATORS_MAX)
		return false;
	for (size_t i = 0; i < message->count; i++)
		executables += message->validator[i].executable != 0;
	return executables == received && (message->failure.kind == ERROR_NONE || !received);
}

static void end_texts(struct set_message *message)
{
	message->failure.file[sizeof message->failure.file - 1] = '\0';
	message->failure.message[sizeof message->failure.message - 1] = '\0';
	for (size_t i = 0; i < VALIDATORS_MAX; i++) {
		struct validator *validator = &message->validator[i];

		memset(validator->command + sizeof validator->command - 2, 0, 2);
		memset(validator->environment + sizeof validator->environment - 2, 0, 2);
	}
}

int validator_set_receive(int socket, struct validator_set *ret_set, struct error *err)
{
	struct validator_set set = validator_set_empty();
	struct set_message message;
	int fds[VALIDATORS_MAX];
	size_t received, next = 0;

	if (fd_receive(socket, &message, sizeof message, fds, VALIDATORS_MAX, &received) !=
		    sizeof message || !is_consistent(&message, received)) {
		for (size_t i = 0; i < received; i++)
			close(fds[i]);
		return error_set(err, ERROR_SYSTEM, 0, "no set of validators");
	}
	end_texts(&message);
	if (message.failure.kind != ERROR_NONE) {
		*err = message.failure;
		return -1;
	}
	set.count = message.count;
	for (size_t i = 0; i < set.count; i++) {
		set.validator[i] = message.validator[i];
		set.validator[i].executable = message.validator[i].executable ? fds[next++] : -1;
	}
	if (receive_files(socket, message.files, &set.files, err) < 0) {
		validator_set_free(&set);
		return -1;
	}
	*ret_set = set;
	return 0;
}

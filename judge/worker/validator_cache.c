#include "worker/validator_cache.h"

#include "util/cleanup.h"
#include "util/fd.h"

#include <string.h>
#include <unistd.h>

const struct validator_set *validator_cache_find(const struct validator_cache *cache,
						  const unsigned char *package)
{
	for (size_t i = 0; i < VALIDATOR_CACHE_SIZE; i++)
		if (cache->entry[i].used && !memcmp(cache->entry[i].package, package, 32))
			return &cache->entry[i].set;
	return NULL;
}

const struct validator_set *validator_cache_add(struct validator_cache *cache,
						 const unsigned char *package,
						 struct validator_set *set)
{
	size_t i = cache->next;

	cache->next = (i + 1) % VALIDATOR_CACHE_SIZE;
	if (cache->entry[i].used)
		validator_set_free(&cache->entry[i].set);
	memcpy(cache->entry[i].package, package, 32);
	cache->entry[i].set = *set;
	cache->entry[i].used = true;
	*set = validator_set_empty();
	return &cache->entry[i].set;
}

struct set_message {
	struct error failure;		/* .kind ERROR_NONE: the set follows */
	char command[VALIDATORS_MAX][sizeof((struct validator *)0)->command];
	uint8_t is_executable[VALIDATORS_MAX];
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
		memcpy(message.command[i], set->validator[i].command, sizeof message.command[i]);
		message.is_executable[i] = set->validator[i].executable >= 0;
		if (message.is_executable[i])
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
		executables += message->is_executable[i] != 0;
	return executables == received && (message->failure.kind == ERROR_NONE || !received);
}

static void end_texts(struct set_message *message)
{
	message->failure.file[sizeof message->failure.file - 1] = '\0';
	message->failure.message[sizeof message->failure.message - 1] = '\0';
	for (size_t i = 0; i < VALIDATORS_MAX; i++)
		memset(message->command[i] + sizeof message->command[i] - 2, 0, 2);
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
		memcpy(set.validator[i].command, message.command[i], sizeof message.command[i]);
		if (message.is_executable[i])
			set.validator[i].executable = fds[next++];
	}
	if (receive_files(socket, message.files, &set.files, err) < 0) {
		validator_set_free(&set);
		return -1;
	}
	*ret_set = set;
	return 0;
}

#include "worker/cache_entry.h"

#include "util/cleanup.h"
#include "util/fd.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { BUCKETS = 1 << 14 };

static const char half_written[] = "tmp-";	/* with what such a name begins */

struct cache_entry {
	unsigned char hash[CONTENT_HASH];
	uint64_t size;
	unsigned pins;
	bool verified;
	bool gone;			/* removed; kept for whoever has it pinned */
	struct cache_stamp stamp;		/* of when it was verified */
	struct cache_entry *next;	/* in its bucket */
	struct cache_entry *older, *newer;
};

void cache_name(const unsigned char hash[CONTENT_HASH], char name[CACHE_NAME_SIZE])
{
	for (size_t i = 0; i < CONTENT_HASH; i++)
		snprintf(name + 2 * i, 3, "%02x", hash[i]);
}

static struct cache_stamp stamp_of(const struct stat *st)
{
	struct cache_stamp stamp;

	memset(&stamp, 0, sizeof stamp);	/* they are compared as bytes */
	stamp.device = st->st_dev;
	stamp.inode = st->st_ino;
	stamp.size = st->st_size;
	stamp.modified = st->st_mtim;
	stamp.changed = st->st_ctim;
	return stamp;
}

static bool is_same(const struct cache_stamp *a, const struct cache_stamp *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

/* ---- Entries ------------------------------------------------------------------------------- */

static struct cache_entry **bucket_of(const struct cache *cache, const unsigned char *hash)
{
	return &cache->buckets[((unsigned)hash[0] << 8 | hash[1]) % BUCKETS];
}

static struct cache_entry *find(const struct cache *cache, const unsigned char *hash)
{
	struct cache_entry *entry = *bucket_of(cache, hash);

	while (entry && memcmp(entry->hash, hash, CONTENT_HASH) != 0)
		entry = entry->next;
	return entry;
}

static void unlink_order(struct cache *cache, struct cache_entry *entry)
{
	*(entry->older ? &entry->older->newer : &cache->oldest) = entry->newer;
	*(entry->newer ? &entry->newer->older : &cache->newest) = entry->older;
	entry->older = entry->newer = NULL;
}

static void link_newest(struct cache *cache, struct cache_entry *entry)
{
	entry->older = cache->newest;
	*(cache->newest ? &cache->newest->newer : &cache->oldest) = entry;
	cache->newest = entry;
}

static struct cache_entry *add(struct cache *cache, const unsigned char *hash, uint64_t size)
{
	struct cache_entry **bucket = bucket_of(cache, hash);
	struct cache_entry *entry = calloc(1, sizeof *entry);

	if (!entry)
		abort();
	memcpy(entry->hash, hash, CONTENT_HASH);
	entry->size = size;
	entry->next = *bucket;
	*bucket = entry;
	link_newest(cache, entry);
	cache->used += size;
	return entry;
}

/* Forgets the entry; its file is gone, or is to be found anew. */
static void forget(struct cache *cache, struct cache_entry *entry)
{
	struct cache_entry **at = bucket_of(cache, entry->hash);

	if (entry->gone)
		return;
	while (*at != entry)
		at = &(*at)->next;
	*at = entry->next;
	unlink_order(cache, entry);
	cache->used -= entry->size;
	entry->gone = true;
	entry->verified = false;
	if (!entry->pins)
		free(entry);
}

static void drop(struct cache *cache, struct cache_entry *entry)
{
	char name[CACHE_NAME_SIZE];

	cache_name(entry->hash, name);
	unlinkat(cache->directory, name, 0);
	forget(cache, entry);
}

void cache_unpin(struct cache *cache, struct cache_entry *entry)
{
	(void)cache;
	if (--entry->pins == 0 && entry->gone)
		free(entry);
}

bool cache_evict(struct cache *cache)
{
	struct cache_entry *entry = cache->oldest;

	while (entry && entry->pins)
		entry = entry->newer;
	if (!entry)
		return cache->release && cache->release(cache->context);
	drop(cache, entry);
	return true;
}

void cache_add_verified(struct cache *cache, const unsigned char hash[CONTENT_HASH], uint64_t size,
			const struct stat *st)
{
	struct cache_entry *entry = find(cache, hash);

	if (entry)
		forget(cache, entry);	/* written twice; the newer file has the name */
	entry = add(cache, hash, size);
	entry->verified = true;
	entry->stamp = stamp_of(st);
}

/* ---- The directory ------------------------------------------------------------------------- */

struct found {
	unsigned char hash[CONTENT_HASH];
	uint64_t size;
	struct timespec used;
};

struct scan {
	struct found *found;
	size_t count, capacity;
};

static bool parse_name(const char *name, unsigned char hash[CONTENT_HASH])
{
	if (strlen(name) != CACHE_NAME_SIZE - 1)
		return false;
	for (size_t i = 0; i < CONTENT_HASH; i++) {
		char digits[3] = { name[2 * i], name[2 * i + 1], '\0' };

		if (!isxdigit((unsigned char)digits[0]) || !isxdigit((unsigned char)digits[1]) ||
		    isupper((unsigned char)digits[0]) || isupper((unsigned char)digits[1]))
			return false;
		hash[i] = (unsigned char)strtoul(digits, NULL, 16);
	}
	return true;
}

/* What is locked is being written. */
static void remove_half_written(const struct cache *cache, const char *name)
{
	autoclose int fd = openat(cache->directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
						      O_NONBLOCK);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		unlinkat(cache->directory, name, 0);
}

static void look_at(struct cache *cache, struct scan *scan, const char *name)
{
	struct found found;
	struct stat st;

	if (!parse_name(name, found.hash) ||
	    fstatat(cache->directory, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
		return;
	if (scan->count == scan->capacity) {
		scan->capacity = scan->capacity ? 2 * scan->capacity : 256;
		scan->found = realloc(scan->found, scan->capacity * sizeof found);
		if (!scan->found)
			abort();
	}
	/* Reading moves the time of access once a day, if at all: good enough for an order. */
	found.size = (uint64_t)st.st_size;
	found.used = st.st_atim.tv_sec > st.st_mtim.tv_sec ? st.st_atim : st.st_mtim;
	scan->found[scan->count++] = found;
}

static int by_use(const void *a_pointer, const void *b_pointer)
{
	const struct found *a = a_pointer, *b = b_pointer;

	if (a->used.tv_sec != b->used.tv_sec)
		return a->used.tv_sec < b->used.tv_sec ? -1 : 1;
	return (a->used.tv_nsec > b->used.tv_nsec) - (a->used.tv_nsec < b->used.tv_nsec);
}

static DIR *list_directory(const struct cache *cache)
{
	int fd = openat(cache->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !directory)
		close(fd);
	return directory;
}

void cache_tidy(struct cache *cache)
{
	DIR *directory = list_directory(cache);
	const struct dirent *file;

	while (directory && (file = readdir(directory)))
		if (!strncmp(file->d_name, half_written, strlen(half_written)))
			remove_half_written(cache, file->d_name);
	if (directory)
		closedir(directory);
}

static int scan_directory(struct cache *cache, struct error *err)
{
	struct scan scan = { .count = 0 };
	DIR *directory = list_directory(cache);
	const struct dirent *file;

	if (!directory)
		return error_system(err, "cannot read the cache %s", cache->path);
	while ((file = readdir(directory)))
		look_at(cache, &scan, file->d_name);
	closedir(directory);
	cache_tidy(cache);
	if (scan.count)
		qsort(scan.found, scan.count, sizeof *scan.found, by_use);
	for (size_t i = 0; i < scan.count; i++)
		add(cache, scan.found[i].hash, scan.found[i].size);
	free(scan.found);
	return 0;
}

int cache_open(struct cache *cache, int directory, const char *path, uint64_t limit,
	       const struct log *log, cache_release *release, void *context, struct error *err)
{
	*cache = (struct cache){ .directory = directory, .limit = limit, .log = log,
				 .release = release, .context = context,
				 .buckets = calloc(BUCKETS, sizeof(void *)) };
	if (!cache->buckets)
		abort();
	snprintf(cache->path, sizeof cache->path, "%s", path);
	if (scan_directory(cache, err) < 0) {
		cache_close(cache);
		return -1;
	}
	while (cache->used > cache->limit && cache_evict(cache))
		;
	return 0;
}

/* Nobody has anything pinned any more. */
void cache_close(struct cache *cache)
{
	while (cache->oldest) {
		cache->oldest->pins = 0;
		forget(cache, cache->oldest);
	}
	free(cache->buckets);
	cache->buckets = NULL;
	if (cache->directory >= 0)
		close(cache->directory);
	cache->directory = -1;
}

/* ---- Reading ------------------------------------------------------------------------------- */

static void damaged(struct cache *cache, struct cache_entry *entry, const char *why)
{
	char name[CACHE_NAME_SIZE];

	if (entry->gone)
		return;
	cache_name(entry->hash, name);
	log_event(cache->log, LOG_LEVEL_WARNING, "cache file dropped", "file", name, "directory",
		  cache->path, "detail", why);
	drop(cache, entry);
}

bool cache_has(const struct cache *cache, const unsigned char hash[CONTENT_HASH])
{
	return find(cache, hash) != NULL;
}

int cache_take(struct cache *cache, const unsigned char hash[CONTENT_HASH], uint64_t size,
	       struct cache_entry **ret_entry, int *ret_fd, struct error *err)
{
	struct cache_entry *entry = find(cache, hash);
	char name[CACHE_NAME_SIZE];
	struct cache_stamp stamp;
	struct stat st;
	int fd;

	if (!entry)
		return CACHE_ABSENT;
	cache_name(hash, name);
	fd = openat(cache->directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 && (errno == EMFILE || errno == ENFILE))
		return error_system(err, "cannot open %s/%s", cache->path, name);
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size != size) {
		damaged(cache, entry, fd < 0 ? "it cannot be opened" : "its size is wrong");
		if (fd >= 0)
			close(fd);
		return CACHE_ABSENT;
	}
	stamp = stamp_of(&st);
	entry->verified = entry->verified && is_same(&stamp, &entry->stamp);
	entry->pins++;
	unlink_order(cache, entry);
	link_newest(cache, entry);
	*ret_entry = entry;
	*ret_fd = fd;
	return entry->verified ? CACHE_VERIFIED : CACHE_FOUND;
}

bool cache_intact(struct cache *cache, struct cache_entry *entry, int fd)
{
	struct cache_stamp stamp;
	struct stat st;

	(void)cache;
	if (!entry->verified || fstat(fd, &st) < 0)
		return false;
	stamp = stamp_of(&st);
	entry->verified = is_same(&stamp, &entry->stamp);
	return entry->verified;
}

static ssize_t read_chunk(int fd, uint64_t offset, unsigned char *buffer, size_t size)
{
	size_t have = 0;

	while (have < size) {
		ssize_t n = pread(fd, buffer + have, size - have, (off_t)(offset + have));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		have += (size_t)n;
	}
	return (ssize_t)have;
}

static int end_check(struct cache *cache, struct cache_entry *entry, struct cache_check *check)
{
	unsigned char hash[CONTENT_HASH];

	content_hash(&check->content, hash);
	content_free(&check->content);
	check->done = 0;
	if (memcmp(hash, entry->hash, sizeof hash) == 0 && !entry->gone) {
		entry->verified = true;
		entry->stamp = check->stamp;
		return 1;
	}
	damaged(cache, entry, "its content is not what its name says");
	return -1;
}

int cache_verify(struct cache *cache, struct cache_entry *entry, int fd, uint64_t bytes,
		 struct cache_check *check)
{
	autofree unsigned char *buffer = malloc(CONTENT_CHUNK);
	uint64_t end = check->done + bytes;
	struct stat st;

	if (!buffer)
		abort();
	if (check->done == 0 && fstat(fd, &st) == 0)
		check->stamp = stamp_of(&st);
	while (check->done < entry->size && check->done < end) {
		size_t size = content_chunk_size(entry->size, (size_t)(check->done / CONTENT_CHUNK));

		if (read_chunk(fd, check->done, buffer, size) < 0) {
			content_free(&check->content);
			check->done = 0;
			damaged(cache, entry, "it cannot be read");
			return -1;
		}
		content_add(&check->content, buffer, size);
		check->done += size;
	}
	return check->done < entry->size ? 0 : end_check(cache, entry, check);
}

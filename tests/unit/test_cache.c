#include "worker/cache.h"

#include "util/cleanup.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "test_problem_package.h"

static const struct log quiet = { .level = LOG_LEVEL_ERROR };

static void open_cache(const struct fixture *f, uint64_t limit, struct cache *cache)
{
	int directory = open(f->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct error err;

	assert_int_equal(cache_open(cache, directory, f->root, limit, &quiet, NULL, NULL, &err), 0);
}

static void hash_of(const void *bytes, size_t size, unsigned char hash[CONTENT_HASH])
{
	autocontent struct content content = { .chunks = { 0 } };

	for (size_t at = 0; at < size; at += CONTENT_CHUNK)
		content_add(&content, (const char *)bytes + at,
			    content_chunk_size(size, at / CONTENT_CHUNK));
	content_hash(&content, hash);
}

static int put_content(struct cache *cache, const void *bytes, size_t size,
		       unsigned char hash[CONTENT_HASH], struct error *err)
{
	struct cache_write write;

	hash_of(bytes, size, hash);
	if (cache_write_begin(cache, hash, size, &write, err) < 0)
		return -1;
	for (size_t at = 0; at < size; at += CONTENT_CHUNK)
		if (cache_write(cache, &write, (const char *)bytes + at,
				content_chunk_size(size, at / CONTENT_CHUNK), err) < 0) {
			cache_write_abort(cache, &write);
			return -1;
		}
	return cache_write_end(cache, &write, err);
}

static void must_put(struct cache *cache, const void *bytes, size_t size,
		     unsigned char hash[CONTENT_HASH])
{
	struct error err = { 0 };

	if (put_content(cache, bytes, size, hash, &err) < 0)
		fail_msg("%s", err.message);
}

/* The state that cache_take() says; the content is unpinned at once. */
static int state_of(struct cache *cache, const unsigned char *hash, uint64_t size)
{
	struct cache_entry *entry;
	struct error err;
	int fd, state = cache_take(cache, hash, size, &entry, &fd, &err);

	if (state > CACHE_ABSENT) {
		close(fd);
		cache_unpin(cache, entry);
	}
	return state;
}

static const char *file_of(const struct fixture *f, const unsigned char *hash)
{
	char name[2 * CONTENT_HASH + 1];

	for (size_t i = 0; i < CONTENT_HASH; i++)
		snprintf(name + 2 * i, 3, "%02x", hash[i]);
	return in(f, name);
}

static void what_was_written_is_found_and_trusted(void **state)
{
	const struct fixture *f = *state;
	unsigned char hash[CONTENT_HASH], empty[CONTENT_HASH];
	struct cache cache;
	struct stat st;

	open_cache(f, 1000, &cache);
	hash_of("abc", 3, hash);
	assert_int_equal(state_of(&cache, hash, 3), CACHE_ABSENT);
	must_put(&cache, "abc", 3, hash);
	must_put(&cache, "", 0, empty);
	assert_int_equal(state_of(&cache, hash, 3), CACHE_VERIFIED);
	assert_int_equal(state_of(&cache, empty, 0), CACHE_VERIFIED);
	assert_int_equal(cache.used, 3);
	assert_int_equal(stat(file_of(f, hash), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0444);
	cache_close(&cache);
}

static void what_was_found_is_checked_in_steps(void **state)
{
	const struct fixture *f = *state;
	size_t size = 2 * CONTENT_CHUNK + 5;
	autofree char *bytes = calloc(1, size);
	struct cache_check check = { .done = 0 };
	unsigned char hash[CONTENT_HASH];
	struct cache_entry *entry;
	struct cache cache;
	struct error err;
	int fd;

	open_cache(f, 1 << 24, &cache);
	must_put(&cache, bytes, size, hash);
	cache_close(&cache);
	open_cache(f, 1 << 24, &cache);
	assert_int_equal(cache.used, size);
	assert_int_equal(cache_take(&cache, hash, size, &entry, &fd, &err), CACHE_FOUND);
	assert_int_equal(cache_verify(&cache, entry, fd, 1, &check), 0);
	assert_int_equal(check.done, CONTENT_CHUNK);
	assert_int_equal(cache_verify(&cache, entry, fd, CONTENT_CHUNK, &check), 0);
	assert_int_equal(cache_verify(&cache, entry, fd, CONTENT_CHUNK, &check), 1);
	assert_true(cache_intact(&cache, entry, fd));
	cache_unpin(&cache, entry);
	close(fd);
	assert_int_equal(state_of(&cache, hash, size), CACHE_VERIFIED);
	cache_close(&cache);
}

static void flip(const char *path)
{
	struct stat st;
	FILE *file;

	assert_int_equal(stat(path, &st), 0);
	file = fopen(path, "r+");
	assert_non_null(file);
	fputc('X', file);
	fclose(file);
	assert_int_equal(utimensat(AT_FDCWD, path, (struct timespec[]){ st.st_atim, st.st_mtim },
				   0), 0);
}

/* Same size, same time of change: the kernel's own time tells, and the content decides. */
static void a_changed_file_is_checked_again_and_dropped(void **state)
{
	const struct fixture *f = *state;
	struct cache_check check = { .done = 0 };
	unsigned char hash[CONTENT_HASH];
	struct cache_entry *entry, *again;
	struct cache cache;
	struct error err;
	int fd, fd_again;

	open_cache(f, 1000, &cache);
	must_put(&cache, "abc", 3, hash);
	assert_int_equal(cache_take(&cache, hash, 3, &entry, &fd, &err), CACHE_VERIFIED);
	usleep(20000);	/* a tick of the kernel's clock */
	flip(file_of(f, hash));
	assert_false(cache_intact(&cache, entry, fd));
	assert_int_equal(cache_take(&cache, hash, 3, &again, &fd_again, &err), CACHE_FOUND);
	assert_ptr_equal(entry, again);
	assert_int_equal(cache_verify(&cache, again, fd_again, 100, &check), -1);
	cache_unpin(&cache, again);
	close(fd_again);
	assert_int_equal(access(file_of(f, hash), F_OK), -1);
	assert_int_equal(state_of(&cache, hash, 3), CACHE_ABSENT);
	assert_int_equal(cache.used, 0);
	must_put(&cache, "abc", 3, hash);
	assert_false(cache_intact(&cache, entry, fd));	/* whoever has the old one is told */
	cache_unpin(&cache, entry);
	close(fd);
	assert_int_equal(state_of(&cache, hash, 3), CACHE_VERIFIED);
	cache_close(&cache);
}

static void a_file_that_was_only_touched_stays(void **state)
{
	const struct fixture *f = *state;
	struct cache_check check = { .done = 0 };
	unsigned char hash[CONTENT_HASH];
	struct cache_entry *entry;
	struct cache cache;
	struct error err;
	int fd;

	open_cache(f, 1000, &cache);
	must_put(&cache, "abc", 3, hash);
	usleep(20000);
	assert_int_equal(chmod(file_of(f, hash), 0440), 0);
	assert_int_equal(cache_take(&cache, hash, 3, &entry, &fd, &err), CACHE_FOUND);
	assert_int_equal(cache_verify(&cache, entry, fd, 100, &check), 1);
	cache_unpin(&cache, entry);
	close(fd);
	cache_close(&cache);
}

static void a_file_that_is_gone_or_of_another_size_is_absent(void **state)
{
	const struct fixture *f = *state;
	unsigned char a[CONTENT_HASH], b[CONTENT_HASH];
	struct cache cache;

	open_cache(f, 1000, &cache);
	must_put(&cache, "abc", 3, a);
	must_put(&cache, "defg", 4, b);
	assert_int_equal(unlink(file_of(f, a)), 0);
	assert_int_equal(truncate(file_of(f, b), 2), 0);
	assert_int_equal(state_of(&cache, a, 3), CACHE_ABSENT);
	assert_int_equal(state_of(&cache, b, 4), CACHE_ABSENT);
	assert_int_equal(cache.used, 0);
	cache_close(&cache);
}

static void a_content_that_is_not_what_its_hash_says_is_refused(void **state)
{
	const struct fixture *f = *state;
	unsigned char hash[CONTENT_HASH];
	struct cache_write write;
	struct cache cache;
	struct error err;

	open_cache(f, 1000, &cache);
	hash_of("abc", 3, hash);
	assert_int_equal(cache_write_begin(&cache, hash, 3, &write, &err), 0);
	assert_int_equal(cache_write(&cache, &write, "abX", 3, &err), 0);
	assert_int_equal(cache_write_end(&cache, &write, &err), -1);
	assert_non_null(strstr(err.message, "arrived damaged"));
	assert_false(cache_has(&cache, hash));
	cache_close(&cache);
	assert_int_equal(rmdir(f->root), 0);	/* nothing is left */
	assert_int_equal(mkdir(f->root, 0700), 0);
}

static void the_least_used_makes_room_but_never_what_is_pinned(void **state)
{
	const struct fixture *f = *state;
	unsigned char a[CONTENT_HASH], b[CONTENT_HASH], c[CONTENT_HASH], d[CONTENT_HASH];
	struct cache_entry *entry;
	struct cache cache;
	struct error err;
	int fd;

	open_cache(f, 10, &cache);
	must_put(&cache, "aaaa", 4, a);
	must_put(&cache, "bbbb", 4, b);
	assert_int_equal(state_of(&cache, a, 4), CACHE_VERIFIED);
	must_put(&cache, "cccc", 4, c);
	assert_false(cache_has(&cache, b));
	assert_int_equal(access(file_of(f, b), F_OK), -1);
	assert_true(cache_has(&cache, a));
	assert_int_equal(cache_take(&cache, a, 4, &entry, &fd, &err), CACHE_VERIFIED);
	must_put(&cache, "dddd", 4, d);
	assert_false(cache_has(&cache, c));
	assert_int_equal(put_content(&cache, "eeeeeeee", 8, b, &err), -1);
	assert_non_null(strstr(err.message, "is too small with 10 B; raise cache: {size"));
	cache_unpin(&cache, entry);
	close(fd);
	must_put(&cache, "eeeeeeee", 8, b);
	assert_int_equal(cache.used, 8);
	cache_close(&cache);
}

static void it_starts_with_what_is_there_within_its_limit(void **state)
{
	const struct fixture *f = *state;
	unsigned char a[CONTENT_HASH], b[CONTENT_HASH];
	struct timespec past[2] = { { 1000, 0 }, { 1000, 0 } };
	struct cache cache;

	open_cache(f, 10, &cache);
	must_put(&cache, "aaaa", 4, a);
	must_put(&cache, "bbbb", 4, b);
	cache_close(&cache);
	put(f, "README", "not ours");
	assert_int_equal(utimensat(AT_FDCWD, file_of(f, b), past, 0), 0);
	open_cache(f, 5, &cache);
	assert_true(cache_has(&cache, a));
	assert_false(cache_has(&cache, b));
	assert_int_equal(access(in(f, "README"), F_OK), 0);
	cache_close(&cache);
}

static void what_a_killed_process_left_is_removed_and_what_is_written_is_not(void **state)
{
	const struct fixture *f = *state;
	unsigned char hash[CONTENT_HASH];
	struct cache_write write;
	struct cache first, second;
	struct error err;

	open_cache(f, 1000, &first);
	hash_of("abc", 3, hash);
	assert_int_equal(cache_write_begin(&first, hash, 3, &write, &err), 0);
	put(f, "tmp-1-1", "ab");
	open_cache(f, 1000, &second);
	assert_int_equal(access(in(f, "tmp-1-1"), F_OK), -1);
	assert_int_equal(access(in(f, write.name), F_OK), 0);
	cache_close(&second);
	assert_int_equal(cache_write(&first, &write, "abc", 3, &err), 0);
	assert_int_equal(cache_write_end(&first, &write, &err), 0);
	assert_int_equal(state_of(&first, hash, 3), CACHE_VERIFIED);
	cache_close(&first);
}

/* A disk of 1 MiB under a cache that thinks it has more. */
static void a_full_disk_is_an_error_with_a_cure(void **state)
{
	const struct fixture *f = *state;
	autofree char *bytes = calloc(1, CONTENT_CHUNK);
	unsigned char small[CONTENT_HASH], large[CONTENT_HASH];
	struct cache_entry *entry;
	struct cache cache;
	struct error err;
	int fd;

	if (mount("assize-test", f->root, "tmpfs", 0, "size=1m,mode=0700") < 0)
		skip();
	open_cache(f, 1 << 30, &cache);
	must_put(&cache, bytes, CONTENT_CHUNK / 2, small);
	must_put(&cache, bytes, CONTENT_CHUNK - 4096, large);	/* the small one made room */
	assert_false(cache_has(&cache, small));
	assert_int_equal(cache_take(&cache, large, CONTENT_CHUNK - 4096, &entry, &fd, &err),
			 CACHE_VERIFIED);
	bytes[0] = 1;
	assert_int_equal(put_content(&cache, bytes, CONTENT_CHUNK / 2, small, &err), -1);
	assert_int_equal(err.kind, ERROR_SYSTEM);
	assert_non_null(strstr(err.message, "the disk of the cache"));
	assert_non_null(strstr(err.message, "free some"));
	close(fd);
	cache_unpin(&cache, entry);
	must_put(&cache, bytes, CONTENT_CHUNK / 2, small);	/* what was half-written is gone */
	cache_close(&cache);
	assert_int_equal(umount(f->root), 0);
}

static void a_content_is_named_by_the_hashes_of_its_chunks(void **state)
{
	static const unsigned char expected_abc[4] = { 0x4f, 0x8b, 0x42, 0xc2 };
	unsigned char abc[CONTENT_HASH], one[CONTENT_HASH], two[CONTENT_HASH];
	autofree char *bytes = calloc(1, 2 * CONTENT_CHUNK);

	(void)state;
	hash_of("abc", 3, abc);
	assert_memory_equal(abc, expected_abc, sizeof expected_abc);
	hash_of(bytes, CONTENT_CHUNK, one);
	hash_of(bytes, 2 * CONTENT_CHUNK, two);
	assert_memory_not_equal(one, two, sizeof one);
	assert_int_equal(content_chunks(0), 0);
	assert_int_equal(content_chunks(CONTENT_CHUNK), 1);
	assert_int_equal(content_chunks(CONTENT_CHUNK + 1), 2);
	assert_int_equal(content_chunk_size(CONTENT_CHUNK + 1, 1), 1);
}


int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_written_is_found_and_trusted),
		TEST(what_was_found_is_checked_in_steps),
		TEST(a_changed_file_is_checked_again_and_dropped),
		TEST(a_file_that_was_only_touched_stays),
		TEST(a_file_that_is_gone_or_of_another_size_is_absent),
		TEST(a_content_that_is_not_what_its_hash_says_is_refused),
		TEST(the_least_used_makes_room_but_never_what_is_pinned),
		TEST(it_starts_with_what_is_there_within_its_limit),
		TEST(what_a_killed_process_left_is_removed_and_what_is_written_is_not),
		TEST(a_full_disk_is_an_error_with_a_cure),
		cmocka_unit_test(a_content_is_named_by_the_hashes_of_its_chunks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

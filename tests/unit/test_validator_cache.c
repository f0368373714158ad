#include "worker/validator_cache.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "descriptors.h"

/* ---- The cache ----------------------------------------------------------------------------- */

/* A set of one executable, which holds the package's number. */
static struct validator_set set_of(int number)
{
	struct validator_set set = validator_set_empty();
	char text[16];

	snprintf(text, sizeof text, "%d", number);
	set.count = 1;
	set.validator[0].executable = holding(text);
	return set;
}

static struct validator_key key_of(int number)
{
	return (struct validator_key){ { (unsigned char)number } };
}

static void add(struct validator_cache *cache, int number)
{
	struct validator_set set = set_of(number);
	const struct validator_key package = key_of(number), sources = key_of(number + 100);
	const struct validator_set *added;

	added = validator_cache_add(cache, &sources, &package, &set);
	assert_int_equal(set.count, 0);
	assert_ptr_equal(validator_cache_find(cache, &package), added);
}

static bool has(struct validator_cache *cache, int number)
{
	const struct validator_set *set;
	const struct validator_key package = key_of(number);
	char text[16];

	set = validator_cache_find(cache, &package);
	if (set) {
		snprintf(text, sizeof text, "%d", number);
		assert_holds(set->validator[0].executable, text);
	}
	return set;
}

static void free_cache(struct validator_cache *cache)
{
	for (size_t i = 0; i < VALIDATOR_CACHE_SIZE; i++)
		if (cache->entry[i].used)
			validator_set_free(&cache->entry[i].set);
}

static void a_package_is_found_by_its_hash(void **state)
{
	struct validator_cache cache = { .turns = 0 };
	size_t before = descriptors_open();

	(void)state;
	assert_false(has(&cache, 0));
	assert_false(has(&cache, 1));
	add(&cache, 1);
	add(&cache, 2);
	assert_true(has(&cache, 1));
	assert_true(has(&cache, 2));
	assert_false(has(&cache, 3));
	free_cache(&cache);
	assert_int_equal(descriptors_open(), before);
}

static void other_packages_with_the_same_sources_share_what_was_built(void **state)
{
	const struct validator_key sources = key_of(101), first = key_of(1), second = key_of(2);
	struct validator_cache cache = { .turns = 0 };
	const struct validator_set *set;

	(void)state;
	add(&cache, 1);
	set = validator_cache_find(&cache, &first);
	assert_null(validator_cache_find(&cache, &second));
	assert_ptr_equal(validator_cache_find_sources(&cache, &sources, &second), set);
	assert_ptr_equal(validator_cache_find(&cache, &second), set);
	assert_null(validator_cache_find_sources(&cache, &first, &second));
	free_cache(&cache);
}

static void what_is_used_stays(void **state)
{
	struct validator_cache cache = { .turns = 0 };

	(void)state;
	for (int i = 1; i <= VALIDATOR_CACHE_SIZE; i++)
		add(&cache, i);
	assert_true(has(&cache, 1));
	add(&cache, 50);
	assert_true(has(&cache, 1));
	assert_false(has(&cache, 2));
	free_cache(&cache);
}

/* ---- Keys ----------------------------------------------------------------------------------- */

/* The key of a package of these files: name, content, name, content, ..., NULL. */
static struct validator_key key_with(const struct profile_table *languages, ...)
{
	struct tree_file files[8];
	struct tree tree = { .files = files };
	struct validator_key key;
	struct error err;
	const char *path;
	va_list args;

	va_start(args, languages);
	while ((path = va_arg(args, const char *))) {
		const char *content = va_arg(args, const char *);

		files[tree.count++] = (struct tree_file){ .path = (char *)(uintptr_t)path,
							  .fd = holding(content),
							  .size = strlen(content) };
	}
	va_end(args);
	assert_int_equal(validator_key_make(&tree, languages, &key, &err), 0);
	for (size_t i = 0; i < tree.count; i++)
		close(files[i].fd);
	return key;
}

static bool same(struct validator_key a, struct validator_key b)
{
	return memcmp(&a, &b, sizeof a) == 0;
}

#define CHECKER "output_validators/check.cpp"

static void a_key_is_of_the_sources_alone(void **state)
{
	struct profile profiles[] = { { .id = "java" } };
	const struct profile_table none = { .count = 0 }, java = { .profiles = profiles, .count = 1 };
	struct validator_key key = key_with(&none, CHECKER, "int main;", "problem.yaml", "a", NULL);

	(void)state;
	assert_true(same(key, key_with(&none, "data/secret/1.in", "1", CHECKER, "int main;",
				       "problem.yaml", "a", "statement/problem.en.md", "x", NULL)));
	assert_false(same(key, key_with(&none, CHECKER, "int main; ", "problem.yaml", "a", NULL)));
	assert_false(same(key, key_with(&none, CHECKER, "int main;", "problem.yaml", "b", NULL)));
	assert_false(same(key, key_with(&none, "output_validators/check.c", "int main;",
					"problem.yaml", "a", NULL)));
	assert_false(same(key, key_with(&java, CHECKER, "int main;", "problem.yaml", "a", NULL)));
	assert_false(same(key, key_with(&none, CHECKER, "int main;", "graders/g", "",
					"problem.yaml", "a", NULL)));
}

static void the_oldest_makes_room(void **state)
{
	struct validator_cache cache = { .turns = 0 };
	size_t before = descriptors_open();

	(void)state;
	for (int i = 1; i <= VALIDATOR_CACHE_SIZE; i++)
		add(&cache, i);
	for (int i = 1; i <= VALIDATOR_CACHE_SIZE; i++)
		assert_true(has(&cache, i));
	for (int i = 1; i <= 2 * VALIDATOR_CACHE_SIZE; i++) {
		add(&cache, VALIDATOR_CACHE_SIZE + i);
		assert_false(has(&cache, i));
		assert_int_equal(descriptors_open(), before + VALIDATOR_CACHE_SIZE);
	}
	free_cache(&cache);
	assert_int_equal(descriptors_open(), before);
}

/* ---- From the process that built to the slot ------------------------------------------------ */

struct fixture {
	int ends[2];
	struct validator_set sent, got;
	struct error err;
	size_t descriptors;
};

static void add_file(struct validator_set *set, const char *name)
{
	assert_int_equal(artifact_add(&set->files, name, holding(name)), 0);
}

static void set_command(struct validator *validator, const char *word)
{
	assert_true(packed_append(validator->command, sizeof validator->command, word,
				  strlen(word)));
}

/* Three validators, of which the second is a script. */
static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	assert_non_null(f);
	open_sockets(f->ends);
	f->descriptors = descriptors_open();
	f->sent = validator_set_empty();
	f->sent.count = 3;
	f->sent.validator[0].executable = holding("first");
	set_command(&f->sent.validator[0], "validator");
	set_command(&f->sent.validator[1], "python3");
	set_command(&f->sent.validator[1], "/files/1/check.py");
	memcpy(f->sent.validator[1].environment, "A=1\0B=2\0", 9);
	f->sent.validator[1].memory_extra = 77;
	f->sent.validator[2].executable = holding("third");
	add_file(&f->sent, "1/check.py");
	add_file(&f->sent, "1/lib.py");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	validator_set_free(&f->sent);
	assert_int_equal(descriptors_open(), f->descriptors);
	close_sockets(f->ends);
	free(f);
	return 0;
}

static void assert_received(struct fixture *f)
{
	if (validator_set_receive(f->ends[1], &f->got, &f->err) < 0)
		fail_msg("%s", f->err.message);
}

static void assert_refused(struct fixture *f, const char *message)
{
	f->got.count = 77;
	assert_int_equal(validator_set_receive(f->ends[1], &f->got, &f->err), -1);
	assert_int_equal(f->err.kind, ERROR_SYSTEM);
	assert_string_equal(f->err.message, message);
	assert_int_equal(f->got.count, 77);
}

static void a_set_arrives_as_it_was_sent(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(validator_set_send(f->ends[0], &f->sent, NULL), 0);
	assert_received(f);
	assert_int_equal(f->got.count, 3);
	assert_holds(f->got.validator[0].executable, "first");
	assert_int_equal(f->got.validator[1].executable, -1);
	assert_holds(f->got.validator[2].executable, "third");
	for (size_t i = 0; i < 3; i++)
		assert_memory_equal(f->got.validator[i].command, f->sent.validator[i].command,
				    sizeof f->sent.validator[i].command);
	assert_memory_equal(f->got.validator[1].environment, "A=1\0B=2\0", 9);
	assert_int_equal(f->got.validator[1].memory_extra, 77);
	assert_int_equal(f->got.files.count, 2);
	assert_string_equal(f->got.files.names[0], "1/check.py");
	assert_holds(f->got.files.fds[0], "1/check.py");
	assert_string_equal(f->got.files.names[1], "1/lib.py");
	assert_holds(f->got.files.fds[1], "1/lib.py");
	validator_set_free(&f->got);
}

static void an_empty_set_arrives(void **state)
{
	struct validator_set empty = validator_set_empty();
	struct fixture *f = *state;

	assert_int_equal(validator_set_send(f->ends[0], &empty, NULL), 0);
	assert_received(f);
	assert_int_equal(f->got.count, 0);
	assert_int_equal(f->got.files.count, 0);
	validator_set_free(&f->got);
}

static void why_there_is_none_arrives(void **state)
{
	struct fixture *f = *state;
	struct error failure;

	error_usage(&failure, "validate.cpp does not compile");
	assert_int_equal(validator_set_send(f->ends[0], NULL, &failure), 0);
	assert_int_equal(validator_set_receive(f->ends[1], &f->got, &f->err), -1);
	assert_memory_equal(&f->err, &failure, sizeof failure);
}

/* Who builds sends before anybody reads, and must not wait for that. */
static void the_largest_set_fits_in_the_socket(void **state)
{
	struct fixture *f = *state;
	char name[32];

	while (f->sent.files.count < VALIDATOR_FILES) {
		snprintf(name, sizeof name, "1/%zu", f->sent.files.count);
		add_file(&f->sent, name);
	}
	assert_int_equal(fcntl(f->ends[0], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(validator_set_send(f->ends[0], &f->sent, NULL), 0);
	assert_received(f);
	assert_int_equal(f->got.files.count, VALIDATOR_FILES);
	assert_string_equal(f->got.files.names[VALIDATOR_FILES - 1], name);
	validator_set_free(&f->got);
}

/* ---- Damage: the first message, taken from the wire, and sent again ------------------------- */

enum { MESSAGE_MAX = 65536 };

struct captured {
	char bytes[MESSAGE_MAX];
	size_t size, count;
	int fds[VALIDATORS_MAX];
};

static void capture(struct fixture *f, struct captured *captured)
{
	ssize_t n;

	assert_int_equal(validator_set_send(f->ends[0], &f->sent, NULL), 0);
	n = fd_receive(f->ends[1], captured->bytes, sizeof captured->bytes, captured->fds,
		       VALIDATORS_MAX, &captured->count);
	assert_true(n > 0);
	captured->size = (size_t)n;
	for (size_t i = 0; i < f->sent.files.count; i++) {
		char file[1024];
		size_t count;
		int fd;

		assert_true(fd_receive(f->ends[1], file, sizeof file, &fd, 1, &count) > 0);
		close(fd);
	}
}

static void release(struct captured *captured)
{
	for (size_t i = 0; i < captured->count; i++)
		close(captured->fds[i]);
}

static void replay(struct fixture *f, const struct captured *captured, size_t size, size_t fds)
{
	assert_int_equal(fd_send(f->ends[0], captured->bytes, size, captured->fds, fds), 0);
}

/* The numbers of validators and of files are the last of the message. */
static void set_number(struct captured *captured, size_t from_end, uint32_t value)
{
	memcpy(captured->bytes + captured->size - from_end, &value, sizeof value);
}

static void half_a_set_is_refused(void **state)
{
	struct fixture *f = *state;
	struct captured captured;
	int fds[2];

	capture(f, &captured);
	replay(f, &captured, captured.size - 1, 2);
	assert_refused(f, "no set of validators");
	replay(f, &captured, captured.size, 1);
	assert_refused(f, "no set of validators");
	replay(f, &captured, captured.size, 0);
	assert_refused(f, "no set of validators");
	fds[0] = fds[1] = captured.fds[0];
	replay(f, &captured, captured.size, 2);
	assert_int_equal(fd_send(f->ends[0], "x", 1, fds, 1), 0);
	assert_refused(f, "half a set of validators");
	replay(f, &captured, captured.size, 2);
	assert_int_equal(fd_send(f->ends[0], captured.bytes, 512, fds, 2), 0);
	assert_refused(f, "half a set of validators");
	replay(f, &captured, captured.size, 2);
	assert_int_equal(fd_send(f->ends[0], captured.bytes, 512, fds, 1), 0);
	shutdown(f->ends[0], SHUT_WR);
	assert_refused(f, "half a set of validators");
	assert_refused(f, "no set of validators");
	release(&captured);
}

static void more_than_there_can_be_is_refused(void **state)
{
	static const uint32_t wrong[] = { VALIDATORS_MAX + 1, 1000, UINT32_MAX };
	struct fixture *f = *state;
	struct captured captured;

	capture(f, &captured);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		set_number(&captured, 8, wrong[i]);
		replay(f, &captured, captured.size, 2);
		assert_refused(f, "no set of validators");
	}
	/* Fewer than there are descriptors. */
	set_number(&captured, 8, 1);
	replay(f, &captured, captured.size, 2);
	assert_refused(f, "no set of validators");
	release(&captured);
}

static void a_failure_that_brings_descriptors_is_refused(void **state)
{
	const enum error_kind kind = ERROR_USAGE;
	struct fixture *f = *state;
	struct captured captured;

	capture(f, &captured);
	memcpy(captured.bytes, &kind, sizeof kind);
	replay(f, &captured, captured.size, 2);
	assert_refused(f, "no set of validators");
	release(&captured);
}

static void commands_end_even_if_they_did_not(void **state)
{
	struct fixture *f = *state;
	struct captured captured;

	capture(f, &captured);
	memset(captured.bytes + sizeof(struct error) + offsetof(struct validator, command), 'x',
	       sizeof f->sent.validator[0].command);
	set_number(&captured, 4, 0);
	replay(f, &captured, captured.size, 2);
	assert_received(f);
	assert_int_equal(packed_count(f->got.validator[0].command), 1);
	validator_set_free(&f->got);
	release(&captured);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_package_is_found_by_its_hash),
		cmocka_unit_test(the_oldest_makes_room),
		cmocka_unit_test(other_packages_with_the_same_sources_share_what_was_built),
		cmocka_unit_test(what_is_used_stays),
		cmocka_unit_test(a_key_is_of_the_sources_alone),
		TEST(a_set_arrives_as_it_was_sent),
		TEST(an_empty_set_arrives),
		TEST(why_there_is_none_arrives),
		TEST(the_largest_set_fits_in_the_socket),
		TEST(half_a_set_is_refused),
		TEST(more_than_there_can_be_is_refused),
		TEST(a_failure_that_brings_descriptors_is_refused),
		TEST(commands_end_even_if_they_did_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

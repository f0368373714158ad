#include "config/config.h"

#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"
#include "util/string.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define EXAMPLE "judge/config/worker.yaml.example"	/* tests run at the top of the tree */

struct place {
	char directory[32];
	char file[64];
};

static int make_place(void **state)
{
	struct place *place = calloc(1, sizeof *place);

	strcpy(place->directory, "/tmp/test_config.XXXXXX");
	*state = place;
	if (!mkdtemp(place->directory))
		return -1;
	snprintf(place->file, sizeof place->file, "%s/worker.yaml", place->directory);
	return 0;
}

static int remove_place(void **state)
{
	struct place *place = *state;

	unlink(place->file);
	rmdir(place->directory);
	free(place);
	return 0;
}

static int load(const struct place *place, const char *text, struct worker_config *config,
		struct error *err)
{
	autoclose int fd = open(place->file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(fd_write_all(fd, text, strlen(text)), 0);
	return config_load(place->file, config, err);
}

/* The whole error, as a user reads it, after the file's name. */
static void assert_error(const struct place *place, const char *text, const char *expected)
{
	struct worker_config config, before;
	struct error err;
	char found[1200];

	memset(&config, 0x5a, sizeof config);
	before = config;
	assert_int_equal(load(place, text, &config, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	error_text(&err, found, sizeof found);
	assert_memory_equal(found, place->file, strlen(place->file));
	assert_string_equal(found + strlen(place->file), expected);
	assert_memory_equal(&config, &before, sizeof config);
}

static void without_a_file_there_are_defaults(void **state)
{
	struct worker_config config;
	struct error err;

	(void)state;
	assert_int_equal(config_load(NULL, &config, &err), 0);
	assert_string_equal(config.database, "");
	assert_string_equal(config.listen, "");
	assert_true(config.name[0]);
	assert_int_equal(config.slots, 0);	/* as many as there are cores */
	assert_int_equal(packed_count(config.packages), 0);
	assert_string_equal(config.cache.directory, "");
	assert_int_equal(config.cache.bytes, INT64_C(20) << 30);
	assert_true(config.cache.prefetch);
	assert_string_equal(config.langs, "");
	assert_int_equal(config.log, LOG_LEVEL_INFO);
	assert_int_equal(config.poll_ns, NS_PER_S);
	assert_int_equal(config.heartbeat_ns, 5 * NS_PER_S);
	assert_int_equal(config.lease_ns, 30 * NS_PER_S);
	assert_int_equal(config.drain_ns, 30 * NS_PER_S);
	assert_int_equal(config.metrics.port, 0);
	assert_int_equal(config.log_format, LOG_FORMAT_TEXT);
	assert_int_equal(config.borderline_reruns, 2);
	assert_int_equal(config.limits.time_ns + config.limits.memory_bytes +
			 config.limits.output_bytes + config.limits.processes, 0);
}

static void every_key_is_loaded(void **state)
{
	struct worker_config config;
	struct error err;

	assert_int_equal(load(*state, "database: host=db dbname=x\nname: j1\nslots: 64\n"
			      "packages: [/p, q]\nlangs: ../l\nlog: debug\npoll: 250ms\n"
			      "log_format: json\ndrain: 0s\nmetrics: \"[::1]:9180\"\n"
			      "heartbeat: 2s\nlease: 6s\nborderline: {reruns: 0}\n"
			      "cache: {directory: /c, size: 3MiB, prefetch: false}\n"
			      "limits: {time: 1.5s, memory: 1GiB, output: 1MiB, processes: 8}\n",
			      &config, &err), 0);
	assert_string_equal(config.database, "host=db dbname=x");
	assert_string_equal(config.name, "j1");
	assert_int_equal(config.slots, 64);
	assert_int_equal(config.log, LOG_LEVEL_DEBUG);
	assert_int_equal(config.poll_ns, 250 * NS_PER_MS);
	assert_int_equal(config.heartbeat_ns, 2 * NS_PER_S);
	assert_int_equal(config.lease_ns, 6 * NS_PER_S);
	assert_int_equal(config.log_format, LOG_FORMAT_JSON);
	assert_int_equal(config.drain_ns, 0);
	assert_true(config.metrics.ipv6);
	assert_int_equal(config.metrics.port, 9180);
	assert_int_equal(config.borderline_reruns, 0);
	assert_int_equal(config.limits.time_ns, 1500 * NS_PER_MS);
	assert_int_equal(config.limits.memory_bytes, 1 << 30);
	assert_int_equal(config.limits.output_bytes, 1 << 20);
	assert_int_equal(config.limits.processes, 8);
	assert_string_equal(config.cache.directory, "/c");
	assert_int_equal(config.cache.bytes, 3 << 20);
	assert_false(config.cache.prefetch);
}

static void relative_directories_are_seen_from_the_file(void **state)
{
	const struct place *place = *state;
	struct worker_config config;
	struct error err;
	char expected[128];

	assert_int_equal(load(place, "packages: [/p, q]\nlangs: ../l\ncache: {directory: c}\n",
			      &config, &err), 0);
	assert_int_equal(packed_count(config.packages), 2);
	assert_string_equal(config.packages, "/p");
	snprintf(expected, sizeof expected, "%s/q", place->directory);
	assert_string_equal(packed_next(config.packages), expected);
	snprintf(expected, sizeof expected, "%s/../l", place->directory);
	assert_string_equal(config.langs, expected);
	snprintf(expected, sizeof expected, "%s/c", place->directory);
	assert_string_equal(config.cache.directory, expected);
}

static void a_directory_that_grows_too_long_is_an_error(void **state)
{
	char text[1100], expected[128];

	snprintf(text, sizeof text, "slots: 2\nlangs: %01000d\n", 7);
	snprintf(expected, sizeof expected,
		 ":2:8: langs: too long, seen from the directory of this file");
	assert_error(*state, text, expected);
}

static void keys_have_errors_with_a_cure(void **state)
{
	assert_error(*state, "slots: 1\nslotz: 2\n",
		     ":2:1: unknown key \"slotz\"; did you mean \"slots\"?");
	assert_error(*state, "limits:\n  memroy: 1GiB\n",
		     ":2:3: unknown key \"memroy\"; did you mean \"memory\"?");
	assert_error(*state, "slots: 1\nlog: info\nslots: 2\n",
		     ":3:1: duplicate key \"slots\", already on line 1; remove one");
	assert_error(*state, "packages: problems\n", ":1:11: packages: expected a list, not text");
}

static void values_have_errors_with_a_cure(void **state)
{
	assert_error(*state, "poll: 1\n",
		     ":1:7: poll: \"1\" has no unit; write 1s or 1ms");
	assert_error(*state, "limits: {memory: 256MB}\n",
		     ":1:18: memory: \"256MB\" has no known unit; did you mean \"256MiB\"?");
	assert_error(*state, "slots: 65\n", ":1:8: slots: 65 is more than 64");
	assert_error(*state, "slots: 0\n", ":1:8: slots: 0 is less than 1");
	assert_error(*state, "log: inof\n",
		     ":1:6: log: unknown value \"inof\"; did you mean \"info\"?");
}

static void hostile_syntax_has_errors_with_a_cure(void **state)
{
	assert_error(*state, "poll: 1s\nlease: *x\n",
		     ":2:8: aliases (*name) are not supported; write the value again");
	assert_error(*state, "limits:\n\ttime: 1s\n",
		     ":2:1: a tab cannot indent; indent with spaces");
	assert_error(*state, "",
		     ":1:1: empty file: expected a mapping with keys database, listen, name, slots, "
		     "packages, cache, langs, log, log_format, poll, heartbeat, lease, pools, "
		     "background_every, drain, metrics, borderline, limits");
}

static void a_lease_outlives_three_heartbeats(void **state)
{
	struct worker_config config;
	struct error err;

	assert_int_equal(load(*state, "lease: 15s\n", &config, &err), 0);
	assert_error(*state, "lease: 14s\n",
		     ":1:8: lease: 14.000 s is less than 3 heartbeats, 15.000 s; a late one would "
		     "cost the submissions being judged");
	assert_error(*state, "heartbeat: 11s\n",
		     ":1:12: lease: 30.000 s is less than 3 heartbeats, 33.000 s; a late one would "
		     "cost the submissions being judged");
}

static void a_file_that_cannot_be_read_is_named(void **state)
{
	const struct place *place = *state;
	struct worker_config config;
	struct error err;
	char expected[128];

	assert_int_equal(config_load("/nonexistent/w.yaml", &config, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_string_equal(err.message,
			    "cannot read /nonexistent/w.yaml: No such file or directory");
	assert_int_equal(config_load(place->directory, &config, &err), -1);
	snprintf(expected, sizeof expected, "%s is not a regular file", place->directory);
	assert_string_equal(err.message, expected);
	assert_int_equal(mkfifo(place->file, 0600), 0);
	assert_int_equal(config_load(place->file, &config, &err), -1);
}

static void the_example_has_the_defaults(void **state)
{
	struct worker_config example, defaults;
	struct error err;

	(void)state;
	assert_int_equal(config_load(EXAMPLE, &example, &err), 0);
	assert_int_equal(config_load(NULL, &defaults, &err), 0);
	assert_memory_equal(&example, &defaults, sizeof defaults);
}

static void the_example_has_every_key(void **state)
{
	autoclose int fd = open(EXAMPLE, O_RDONLY | O_CLOEXEC);
	struct worker_config config;
	struct error err;
	char text[8192] = "", line[64], *keys, *rest;

	assert_true(fd >= 0 && fd_read_full(fd, text, sizeof text - 1) > 0);
	/* The error for a key that resembles none lists them all. */
	assert_int_equal(load(*state, "qqqqqqqqqq: 1\n", &config, &err), -1);
	keys = strstr(err.message, "known keys: ");
	assert_non_null(keys);
	keys += strlen("known keys: ");
	for (char *key = strtok_r(keys, ", ", &rest); key; key = strtok_r(NULL, ", ", &rest)) {
		snprintf(line, sizeof line, "\n%s:", key);
		if (strstr(text, line))
			continue;
		snprintf(line, sizeof line, "\n# %s:", key);
		assert_non_null(strstr(text, line));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_file_there_are_defaults),
		cmocka_unit_test_setup_teardown(every_key_is_loaded, make_place, remove_place),
		cmocka_unit_test_setup_teardown(relative_directories_are_seen_from_the_file,
						make_place, remove_place),
		cmocka_unit_test_setup_teardown(a_directory_that_grows_too_long_is_an_error,
						make_place, remove_place),
		cmocka_unit_test_setup_teardown(keys_have_errors_with_a_cure, make_place,
						remove_place),
		cmocka_unit_test_setup_teardown(values_have_errors_with_a_cure, make_place,
						remove_place),
		cmocka_unit_test_setup_teardown(hostile_syntax_has_errors_with_a_cure, make_place,
						remove_place),
		cmocka_unit_test_setup_teardown(a_lease_outlives_three_heartbeats, make_place,
						remove_place),
		cmocka_unit_test_setup_teardown(a_file_that_cannot_be_read_is_named, make_place,
						remove_place),
		cmocka_unit_test(the_example_has_the_defaults),
		cmocka_unit_test_setup_teardown(the_example_has_every_key, make_place,
						remove_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

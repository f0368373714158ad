#include "worker/store.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	char directory[64], packed[66];
	struct store store;
};

static void path_of(const struct fixture *f, const char *name, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/%s", f->directory, name);
}

static void write_file(const struct fixture *f, const char *name, const char *text)
{
	char path[PATH_MAX];
	FILE *file;

	path_of(f, name, path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct error err;

	assert_non_null(f);
	strcpy(f->directory, "/tmp/assize-store-XXXXXX");
	assert_non_null(mkdtemp(f->directory));
	strcpy(f->packed, f->directory);
	assert_int_equal(store_open(&f->store, f->packed, NULL, &err), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	static const char *const names[] = { "a.zip", "p/problem.yaml", "p" };
	struct fixture *f = *state;

	store_close(&f->store);
	for (size_t i = 0; i < 3; i++) {
		char path[PATH_MAX];

		path_of(f, names[i], path);
		remove(path);
	}
	assert_int_equal(rmdir(f->directory), 0);
	free(f);
	return 0;
}

static void a_package_that_comes_later_is_opened_once(void **state)
{
	struct fixture *f = *state;
	const struct tree *first, *second;
	char path[PATH_MAX];
	struct error err;

	assert_int_equal(store_find(&f->store, "p", &first, &err), 0);
	path_of(f, "p", path);
	assert_int_equal(mkdir(path, 0755), 0);
	write_file(f, "p/problem.yaml", "name: P\n");
	assert_int_equal(store_find(&f->store, "p", &first, &err), 1);
	assert_int_equal(store_find(&f->store, "p", &second, &err), 1);
	assert_ptr_equal(first, second);
	assert_int_equal(f->store.count, 1);
}

/* Opened under the file's whole name it would never be found again, and opened for each job anew. */
static void an_archive_is_found_by_the_name_without_its_ending(void **state)
{
	struct fixture *f = *state;
	const struct tree *tree;
	struct error err;

	write_file(f, "a.zip", "no archive");
	assert_int_equal(store_find(&f->store, "a.zip", &tree, &err), 0);
	assert_int_equal(store_find(&f->store, "a", &tree, &err), -1);
	assert_int_equal(f->store.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_package_that_comes_later_is_opened_once, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_archive_is_found_by_the_name_without_its_ending,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

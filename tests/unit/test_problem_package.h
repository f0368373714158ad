/*
 * A package in a directory of its own, for the tests that read one: set_up() makes it, tear_down()
 * removes it with all that is in it. Include after cmocka.h.
 */
#ifndef TEST_PROBLEM_PACKAGE_H
#define TEST_PROBLEM_PACKAGE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
	char parent[64], root[80];
};

static inline int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	assert_non_null(f);
	snprintf(f->parent, sizeof f->parent, "/tmp/assize-tree-XXXXXX");
	assert_non_null(mkdtemp(f->parent));
	snprintf(f->root, sizeof f->root, "%s/pack", f->parent);
	assert_int_equal(mkdir(f->root, 0700), 0);
	*state = f;
	return 0;
}

static inline int remove_entry(const char *path, const struct stat *st, int kind,
			       struct FTW *place)
{
	(void)st, (void)kind, (void)place;
	return remove(path);
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;

	nftw(f->parent, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(f);
	return 0;
}

static inline const char *in(const struct fixture *f, const char *path)
{
	static char text[8192];

	snprintf(text, sizeof text, "%s/%s", f->root, path);
	return text;
}

static inline void put(const struct fixture *f, const char *path, const char *content)
{
	char *full = strdup(in(f, path));
	FILE *file;

	assert_non_null(full);
	for (char *slash = full + strlen(f->root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(full, 0700);
		*slash = '/';
	}
	file = fopen(full, "w");
	assert_non_null(file);
	fputs(content, file);
	fclose(file);
	free(full);
}

static inline void remove_all(const struct fixture *f, const char *path)
{
	nftw(in(f, path), remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

#endif

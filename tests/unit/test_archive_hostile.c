#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_archive_make.h"

/* ---- Links -------------------------------------------------------------------------------- */

static void links_inside_the_package_are_followed(void **state)
{
	static const char *const names[] = { "p.tar", "p.zip" };
	struct fixture *f = *state;
	struct tree tree;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct archive *a = make(f, names[i]);

		add_link(a, "p/data/secret/2/b.in", "../1/a.in");
		add_link(a, "p/data/secret/3", "./2/../2");
		add_link(a, "p/data/secret/4", "3");
		add_link(a, "p/data/secret/5.in", "../../data/secret/4/b.in");
		add(a, "p/data/secret/1/a.in", "one");
		finish(a);
		opens(f, names[i], &tree);
		assert_int_equal(tree.count, 5);
		assert_string_equal(content(&tree, "data/secret/1/a.in"), "one");
		assert_string_equal(content(&tree, "data/secret/2/b.in"), "one");
		assert_string_equal(content(&tree, "data/secret/3/b.in"), "one");
		assert_string_equal(content(&tree, "data/secret/4/b.in"), "one");
		assert_string_equal(content(&tree, "data/secret/5.in"), "one");
		tree_free(&tree);
	}
}

static void links_that_leave_the_package_are_refused(void **state)
{
	static const char *const targets[] = {
		"/etc/passwd", "../outside", "data/../..", "..", "data/up/x",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
		struct archive *a = make(f, "p.tar");

		add(a, "p/problem.yaml", "");
		add(a, "p/data/x", "");
		add_link(a, "p/a.in", targets[i]);
		if (i == 4)
			add_link(a, "p/data/up", "../../..");
		finish(a);
		assert_refused(f, "p.tar", "/a.in: symbolic link that leaves the package");
	}
}

static void links_that_lead_nowhere_or_back_are_refused(void **state)
{
	static const struct {
		const char *link, *target, *expected;
	} cases[] = {
		{ "a", "nothing", "/a: symbolic link to a file that is not in the archive, or that "
				  "the format does not know" },
		{ "a", "problem.yaml/x", "/a: symbolic link to a file that is not in the archive, "
					 "or that the format does not know" },
		{ "a", "a", "/a: symbolic link that leads back to itself" },
	};
	struct fixture *f = *state;
	struct error err = { 0 };
	struct tree tree;
	struct archive *a;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		a = make(f, "p.tar");
		add(a, "problem.yaml", "");
		add_link(a, cases[i].link, cases[i].target);
		finish(a);
		assert_refused(f, "p.tar", cases[i].expected);
	}
	a = make(f, "p.tar");
	add(a, "problem.yaml", "");
	add_link(a, "a", ".");
	add_link(a, "b", ".");
	finish(a);
	assert_int_equal(tree_open(path_of(f, "p.tar"), &tree, &err), -1);
	assert_non_null(strstr(err.message, "more than 32 directories deep"));
}

static void links_that_multiply_directories_are_refused(void **state)
{
	struct fixture *f = *state;
	struct archive *a = make(f, "p.tar");
	struct error err = { 0 };
	struct tree tree;
	unsigned before;

	for (int i = 0; i < 18; i++) {
		char path[32], next[32];

		snprintf(next, sizeof next, "../d%d", i + 1);
		snprintf(path, sizeof path, "d%d/a", i);
		add_link(a, path, next);
		snprintf(path, sizeof path, "d%d/b", i);
		add_link(a, path, next);
	}
	add(a, "d18/problem.yaml", "");
	add(a, "problem.yaml", "");
	finish(a);
	before = open_descriptors();
	/* Whichever limit is lower: ours, or that of this process on open files. */
	assert_int_equal(tree_open(path_of(f, "p.tar"), &tree, &err), -1);
	assert_true(strstr(err.message, "more than 100000 files") ||
		    strstr(err.message, "more files than this process may open"));
	assert_int_equal(open_descriptors(), before);
}

/* ---- Hostile ------------------------------------------------------------------------------ */

#define AGAIN "; pack the package again from its own folder"

static void hostile_names_are_refused(void **state)
{
	static char deep[300];
	const char *const cases[][2] = {
		{ "../x", "\"../x\": \"..\" in its name" AGAIN },
		{ "data/../../x", "\"data/../../x\": \"..\" in its name" AGAIN },
		{ "data/..", "\"data/..\": \"..\" in its name" AGAIN },
		{ "/etc/passwd", "\"/etc/passwd\": absolute name" AGAIN },
		{ "a\nb", "\"a?b\": control character in its name" AGAIN },
		{ "a\x1b[2Jb", "\"a\xef\xbf\xbd[2Jb\": control character in its name" AGAIN },
		{ "data\\1.in", "\"data\\1.in\": backslash in its name" AGAIN },
	};
	struct fixture *f = *state;
	char expected[512];
	struct archive *a;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		a = make(f, "p.tar");
		add(a, "problem.yaml", "");
		add(a, cases[i][0], "");
		finish(a);
		snprintf(expected, sizeof expected, ": file %s", cases[i][1]);
		assert_refused(f, "p.tar", expected);
	}
	memset(deep, 'a', sizeof deep);
	deep[299] = '\0';
	a = make(f, "p.tar");
	add(a, deep, "");
	finish(a);
	snprintf(expected, sizeof expected, ": file \"%.199s\": name of more than 255 bytes" AGAIN,
		 deep);
	assert_refused(f, "p.tar", expected);
}

static void names_that_clash_are_refused(void **state)
{
	static const char *const cases[][3] = {
		{ "a.in", "a.in", "/a.in: is in the archive twice" },
		{ "a", "a/b", "/a: is in the archive as a file and as a directory" },
		{ "a/1.in", "a/1.IN", "/a/1.IN: differs from a/1.in in case only; rename one" },
		{ "Data/1.in", "data/2.in", "/data/2.in: differs from Data in case only; rename "
					    "one" },
	};
	static const char *const fine[][2] = {
		{ "a.in", "a.inn" }, { "a/b", "a-b" }, { "ab/x", "a/bx" }, { "A", "b/A" },
	};
	struct fixture *f = *state;
	struct archive *a;
	struct tree tree;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		a = make(f, "p.zip");
		add(a, cases[i][0], "");
		add(a, cases[i][1], "");
		add(a, "b", "");
		finish(a);
		assert_refused(f, "p.zip", cases[i][2]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(fine); i++) {
		a = make(f, "p.zip");
		add(a, fine[i][0], "");
		add(a, fine[i][1], "");
		finish(a);
		opens(f, "p.zip", &tree);
		assert_int_equal(tree.count, 2);
		tree_free(&tree);
	}
}

/* A link, and then a file "through" it: with a program that unpacks, anywhere on the disk. */
static void files_below_links_are_refused(void **state)
{
	struct fixture *f = *state;
	struct archive *a = make(f, "p.tar");

	add_link(a, "out", "/tmp");
	add(a, "out/x", "");
	finish(a);
	assert_refused(f, "p.tar", "/out: is in the archive as a file and as a directory");
}

static void what_is_no_file_is_refused(void **state)
{
	static const unsigned types[] = { AE_IFCHR, AE_IFBLK, AE_IFIFO };
	struct fixture *f = *state;
	struct archive *a;

	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		a = make(f, "p.tar");
		add_entry(a, "null", types[i], NULL, NULL, 0);
		finish(a);
		assert_refused(f, "p.tar", ": null: is no file, directory or symbolic link");
	}
	a = make(f, "p.tar");
	add(a, "a", "x");
	add_entry(a, "b", AE_IFREG, "a", NULL, 0);
	finish(a);
	assert_refused(f, "p.tar",
		       ": b: hard link; pack the package with tar --hard-dereference");
}

static void what_grows_too_much_is_refused(void **state)
{
	static const char *const names[] = { "p.zip", "p.tar.gz", "p.tar.zst" };
	struct fixture *f = *state;
	size_t size = 32 << 20;
	autofree char *zeros = calloc(1, size);

	assert_non_null(zeros);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct archive *a = make(f, names[i]);

		/* Left alone, as the format does not know the name; but not passed over. */
		for (unsigned k = 0; k < 9; k++) {
			char name[16];

			snprintf(name, sizeof name, "bomb %u", k);
			add_entry(a, name, AE_IFREG, NULL, zeros, size);
		}
		finish(a);
		assert_refused(f, names[i], ": grows too much when it is unpacked: more than 8 "
			       "GiB, or 200 times its size; use a directory");
	}
}

static void more_entries_than_the_cap_are_refused(void **state)
{
	struct fixture *f = *state;
	struct archive *a = make(f, "p.tar");

	for (unsigned i = 0; i <= TREE_FILES_MAX; i++)
		add_entry(a, "d", AE_IFDIR, NULL, NULL, 0);
	finish(a);
	assert_refused(f, "p.tar", ": more than 100000 files");
}

static void encrypted_archives_are_refused(void **state)
{
	struct fixture *f = *state;
	struct archive *a = archive_write_new();

	archive_write_set_format_zip(a);
	assert_int_equal(archive_write_set_options(a, "zip:encryption=aes128"), ARCHIVE_OK);
	assert_int_equal(archive_write_set_passphrase(a, "secret"), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(a, path_of(f, "p.zip")), ARCHIVE_OK);
	add(a, "a.in", "hidden");
	finish(a);
	assert_refused(f, "p.zip",
		       ": a.in: is encrypted; pack the package without a password");
}

/* Whatever bytes are lost or changed: an error or a tree, and nothing left open. */
static void damaged_archives_are_refused(void **state)
{
	static const char *const names[] = { "p.zip", "p.tar.gz", "p.tar" };
	struct fixture *f = *state;
	char data[65536];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct archive *a = make(f, names[i]);
		unsigned before;
		ssize_t size;
		int fd;

		add(a, "p/problem.yaml", "name: x\n");
		add(a, "p/data/secret/1.in", "0123456789");
		add_link(a, "p/data/secret/2.in", "1.in");
		finish(a);
		fd = open(path_of(f, names[i]), O_RDWR | O_CLOEXEC);
		size = pread(fd, data, sizeof data, 0);
		assert_true(size > 100);
		before = open_descriptors();
		for (ssize_t k = 0; k < size; k += 7) {
			struct tree tree = { .count = 0 };
			struct error err = { 0 };
			unsigned char byte = (unsigned char)~data[k];

			if (k % 2)
				assert_int_equal(ftruncate(fd, k), 0);
			else
				assert_int_equal(pwrite(fd, &byte, 1, k), 1);
			if (tree_open(path_of(f, names[i]), &tree, &err) == 0)
				tree_free(&tree);
			else
				assert_int_equal(err.kind, ERROR_USAGE);
			assert_int_equal(open_descriptors(), before);
			assert_int_equal(pwrite(fd, data, (size_t)size, 0), size);
		}
		close(fd);
	}
}

static void what_is_no_archive_is_refused(void **state)
{
	struct fixture *f = *state;
	struct error err = { 0 };
	struct tree tree;

	put(f, "README", "This is text.\n");
	put(f, "empty.zip", "");
	assert_refused(f, "pack/README",
		       ": not a readable archive: Unrecognized archive format");
	assert_refused(f, "pack/empty.zip",
		       ": not a readable archive: Unrecognized archive format");
	assert_int_equal(tree_open(path_of(f, "nothing.zip"), &tree, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_non_null(strstr(err.message, "no package at"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(links_inside_the_package_are_followed),
		TEST(links_that_leave_the_package_are_refused),
		TEST(links_that_lead_nowhere_or_back_are_refused),
		TEST(links_that_multiply_directories_are_refused),
		TEST(hostile_names_are_refused),
		TEST(names_that_clash_are_refused),
		TEST(files_below_links_are_refused),
		TEST(what_is_no_file_is_refused),
		TEST(what_grows_too_much_is_refused),
		TEST(more_entries_than_the_cap_are_refused),
		TEST(encrypted_archives_are_refused),
		TEST(damaged_archives_are_refused),
		TEST(what_is_no_archive_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "problem/directory.h"

#include "problem/files.h"
#include "problem/tree_build.h"
#include "util/cleanup.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "test_problem_package.h"

static void assert_opens(const struct fixture *f, struct tree *tree)
{
	struct error err = { 0 };
	char text[1200];

	if (tree_open_directory(f->root, tree, &err) < 0)
		fail_msg("%s", error_text(&err, text, sizeof text));
}

/* expected is what follows the package's path. */
static void assert_refused(const struct fixture *f, const char *expected)
{
	struct tree tree = { .count = 77 };
	struct error err = { 0 };
	char text[1200], full[1200];

	assert_int_equal(tree_open_directory(f->root, &tree, &err), -1);
	assert_int_equal(tree.count, 77);
	assert_int_equal(err.kind, ERROR_USAGE);
	snprintf(full, sizeof full, "%s%s", f->root, expected);
	assert_string_equal(error_text(&err, text, sizeof text), full);
}

static unsigned open_descriptors(void)
{
	unsigned count = 0;

	for (int fd = 0; fd < 1024; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void files_are_sorted_by_path_and_readable(void **state)
{
	struct fixture *f = *state;
	struct tree tree;
	struct error err = { 0 };
	autofree char *text = NULL;
	size_t size;

	put(f, "data/secret/2.in", "two");
	put(f, "data/secret/1.in", "");
	put(f, "data/secret-x", "x");
	put(f, "problem.yaml", "name: a\n");
	assert_opens(f, &tree);
	assert_int_equal(tree.count, 4);
	assert_string_equal(tree.files[0].path, "data/secret-x");
	assert_string_equal(tree.files[1].path, "data/secret/1.in");
	assert_string_equal(tree.files[2].path, "data/secret/2.in");
	assert_string_equal(tree.files[3].path, "problem.yaml");
	assert_int_equal(tree.files[1].size, 0);
	assert_int_equal(tree.files[2].size, 3);
	assert_int_equal(tree_read_text(&tree, 2, 3, &text, &size, &err), 0);
	assert_string_equal(text, "two");
	assert_true(fcntl(tree.files[2].fd, F_GETFD) & FD_CLOEXEC);
	tree_free(&tree);
}

static void names_that_the_format_does_not_allow_are_ignored(void **state)
{
	static const char *const ignored[] = {
		".git/config", ".hidden", "data/.timelimit", "-dash", "a b", "caf\xc3\xa9", "x~",
		"bad dir/1.in",
	};
	struct fixture *f = *state;
	struct tree tree;

	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		put(f, ignored[i], "");
	put(f, ".timelimit", "2");
	put(f, "_a-b.C", "");
	assert_opens(f, &tree);
	assert_int_equal(tree.count, 2);
	assert_string_equal(tree.files[0].path, ".timelimit");
	assert_string_equal(tree.files[1].path, "_a-b.C");
	tree_free(&tree);
}

static void the_short_name_is_the_last_part_of_the_path(void **state)
{
	struct fixture *f = *state;
	const char *suffixes[] = { "", "/", "//", "/.", "/./", "/sub/.." };
	struct error err = { 0 };
	struct tree tree;
	int home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	put(f, "sub/a", "");
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		char path[128];

		snprintf(path, sizeof path, "%s%s", f->root, suffixes[i]);
		assert_int_equal(tree_open_directory(path, &tree, &err), 0);
		assert_string_equal(tree.name, "pack");
		tree_free(&tree);
	}
	assert_int_equal(chdir(f->root), 0);
	assert_int_equal(tree_open_directory(".", &tree, &err), 0);
	assert_string_equal(tree.name, "pack");
	assert_string_equal(tree.origin, ".");
	tree_free(&tree);
	assert_int_equal(fchdir(home), 0);
	close(home);
}

static void the_hash_depends_on_paths_sizes_and_contents_alone(void **state)
{
	static const unsigned char expected[] = {
		0xbf, 0x3c, 0xfc, 0xfc, 0xae, 0x52, 0x13, 0xa4,
	};
	struct fixture *f = *state;
	unsigned char first[32];
	struct tree tree;

	put(f, "b", "12");
	put(f, "a", "");
	assert_opens(f, &tree);
	memcpy(first, tree.hash, sizeof first);
	tree_free(&tree);
	/* printf 'a\0\0\0\0\0\0\0\0\0b\0\2\0\0\0\0\0\0\00012' | sha256sum */
	assert_memory_equal(first, expected, sizeof expected);
	put(f, "b", "13");
	assert_opens(f, &tree);
	assert_memory_not_equal(first, tree.hash, sizeof first);
	tree_free(&tree);
	put(f, "b", "12");
	put(f, ".ignored", "x");
	assert_opens(f, &tree);
	assert_memory_equal(first, tree.hash, sizeof first);
	tree_free(&tree);
	put(f, "c", "");
	assert_opens(f, &tree);
	assert_memory_not_equal(first, tree.hash, sizeof first);
	tree_free(&tree);
}

static void links_inside_the_package_are_followed(void **state)
{
	struct fixture *f = *state;
	struct tree tree;

	put(f, "data/secret/1.in", "one");
	assert_int_equal(symlink("../data/secret/1.in", in(f, "data/link.in")), 0);
	assert_int_equal(symlink("data/secret", in(f, "again")), 0);
	assert_opens(f, &tree);
	assert_int_equal(tree.count, 3);
	assert_string_equal(tree.files[0].path, "again/1.in");
	assert_string_equal(tree.files[1].path, "data/link.in");
	assert_int_equal(tree.files[1].size, 3);
	tree_free(&tree);
}

static void links_out_of_the_package_are_refused(void **state)
{
	static const char *const targets[] = { "/etc/passwd", "../outside", "/", "a/../../outside" };
	struct fixture *f = *state;
	char outside[128];

	put(f, "a/file", "");
	snprintf(outside, sizeof outside, "%s/outside", f->parent);
	assert_int_equal(mkdir(outside, 0700), 0);
	for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
		unsigned before = open_descriptors();

		assert_int_equal(symlink(targets[i], in(f, "a.in")), 0);
		assert_refused(f, "/a.in: symbolic link that leaves the package");
		assert_int_equal(unlink(in(f, "a.in")), 0);
		assert_int_equal(open_descriptors(), before);
	}
}

static void links_that_lead_nowhere_or_back_are_refused(void **state)
{
	struct fixture *f = *state;
	struct error err = { 0 };
	struct tree tree;

	assert_int_equal(symlink("nothing", in(f, "a")), 0);
	assert_refused(f, "/a: symbolic link to a file that does not exist");
	assert_int_equal(unlink(in(f, "a")), 0);
	assert_int_equal(symlink("a", in(f, "a")), 0);
	assert_refused(f, "/a: symbolic link that leads back to itself");
	assert_int_equal(unlink(in(f, "a")), 0);
	assert_int_equal(symlink(".", in(f, "a")), 0);
	assert_int_equal(tree_open_directory(f->root, &tree, &err), -1);
	assert_non_null(strstr(err.message, "more than 32 directories deep"));
	/* Two of them make a tree of 2^32 directories. */
	assert_int_equal(symlink(".", in(f, "b")), 0);
	assert_int_equal(tree_open_directory(f->root, &tree, &err), -1);
}

static void links_that_multiply_directories_are_refused(void **state)
{
	struct fixture *f = *state;

	/* Two links in each of 18 directories to the next one: 2^18 paths, none of them deep. */
	for (int i = 0; i < 18; i++) {
		char path[32], next[32];

		snprintf(path, sizeof path, "d%d/file", i + 1);
		put(f, path, "");
		assert_int_equal(unlink(in(f, path)), 0);
		snprintf(path, sizeof path, "d%d", i);
		mkdir(in(f, path), 0700);
		snprintf(next, sizeof next, "../d%d", i + 1);
		strcat(path, "/a");
		assert_int_equal(symlink(next, in(f, path)), 0);
		path[strlen(path) - 1] = 'b';
		assert_int_equal(symlink(next, in(f, path)), 0);
	}
	assert_refused(f, ": more than 100000 files");
}

static void what_is_no_file_is_ignored(void **state)
{
	struct fixture *f = *state;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	autoclose int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct tree tree;

	assert_int_equal(mkfifo(in(f, "fifo"), 0600), 0);
	snprintf(address.sun_path, sizeof address.sun_path, "%.80s/socket", f->root);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(mkdir(in(f, "empty"), 0700), 0);
	assert_opens(f, &tree);
	assert_int_equal(tree.count, 0);
	tree_free(&tree);
}

static void missing_and_wrong_paths_are_errors(void **state)
{
	struct fixture *f = *state;
	struct error err = { 0 };
	struct tree tree;
	char expected[256];

	put(f, "file", "");
	assert_int_equal(tree_open_directory(in(f, "nothing"), &tree, &err), -1);
	snprintf(expected, sizeof expected, "no package at %s/nothing", f->root);
	assert_string_equal(err.message, expected);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_int_equal(tree_open_directory(in(f, "file"), &tree, &err), -1);
	snprintf(expected, sizeof expected, "%s/file is not a directory", f->root);
	assert_string_equal(err.message, expected);
	assert_int_equal(err.kind, ERROR_USAGE);
}

static void files_that_cannot_be_read_are_named(void **state)
{
	struct fixture *f = *state;

	put(f, "data/1.in", "");
	assert_int_equal(chmod(in(f, "data/1.in"), 0), 0);
	if (geteuid() == 0) {
		/* Root may read everything: become somebody else for as long as it takes. */
		assert_int_equal(chmod(f->parent, 0711), 0);
		assert_int_equal(chmod(f->root, 0755), 0);
		assert_int_equal(chmod(in(f, "data"), 0755), 0);
		assert_int_equal(seteuid(65534), 0);
		assert_refused(f, "/data/1.in: cannot be read: permission denied");
		assert_int_equal(seteuid(0), 0);
	} else {
		assert_refused(f, "/data/1.in: cannot be read: permission denied");
	}
}

static void deep_directories_are_refused(void **state)
{
	struct fixture *f = *state;
	struct error err = { 0 };
	struct tree tree;
	char path[128] = "";

	for (unsigned i = 0; i < 32; i++)
		strcat(path, "d/");
	strcat(path, "f");
	put(f, path, "");
	assert_opens(f, &tree);
	assert_int_equal(tree.count, 1);
	tree_free(&tree);
	path[strlen(path) - 1] = '\0';
	strcat(path, "d/f");
	put(f, path, "");
	assert_int_equal(tree_open_directory(f->root, &tree, &err), -1);
	assert_non_null(strstr(err.message, "more than 32 directories deep"));
}

static void the_soft_limit_on_open_files_is_raised(void **state)
{
	struct fixture *f = *state;
	struct rlimit before, low;
	struct tree tree;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	low = before;
	low.rlim_cur = 32;
	for (unsigned i = 0; i < 100; i++) {
		char name[16];

		snprintf(name, sizeof name, "%u.in", i);
		put(f, name, "");
	}
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	assert_opens(f, &tree);
	assert_int_equal(tree.count, 100);
	tree_free(&tree);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

static void more_files_than_the_cap_are_refused(void **state)
{
	struct tree tree = { .count = TREE_FILES_MAX };
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct error err = { 0 };

	(void)state;
	tree_set_origin(&tree, "pack.zip", "pack");
	assert_int_equal(tree_add(&tree, "a", fd, 0, &err), -1);
	assert_string_equal(err.message, "more than 100000 files");
	assert_int_equal(fcntl(fd, F_GETFD), -1);
}

static void texts_are_read_whole_or_refused(void **state)
{
	struct fixture *f = *state;
	struct error err = { 0 };
	struct tree tree;
	char *text = NULL;
	size_t size = 9;

	put(f, "a", "1234");
	assert_opens(f, &tree);
	assert_int_equal(tree_read_text(&tree, 0, 3, &text, &size, &err), -1);
	assert_string_equal(err.message, "larger than 3 bytes");
	assert_int_equal(tree_read_start(&tree, 0, 3, &text, &size, &err), 0);
	assert_string_equal(text, "123");
	free(text);
	text = NULL;
	assert_int_equal(truncate(in(f, "a"), 0), 0);
	put(f, "b", "x");
	assert_int_equal(truncate(in(f, "b"), 3), 0);
	tree_free(&tree);
	assert_opens(f, &tree);
	assert_int_equal(tree_read_text(&tree, 1, 3, &text, &size, &err), -1);
	assert_string_equal(err.message, "NUL byte in a file of text");
	assert_null(text);
	tree_free(&tree);
}

static void children_of_a_folder_come_one_by_one(void **state)
{
	struct fixture *f = *state;
	struct tree_entry entry = { 0 };
	struct tree tree;

	put(f, "s/a.cpp", "");
	put(f, "s/a/1", "");
	put(f, "s/a/x/2", "");
	put(f, "s/a0", "");
	put(f, "sz", "");
	assert_opens(f, &tree);
	assert_true(tree_next(&tree, "s/", &entry));
	assert_false(entry.is_directory);
	assert_int_equal(entry.length, strlen("s/a.cpp"));
	assert_true(tree_next(&tree, "s/", &entry));
	assert_true(entry.is_directory);
	assert_int_equal(entry.length, strlen("s/a"));
	assert_int_equal(entry.count, 2);
	assert_true(tree_next(&tree, "s/", &entry));
	assert_int_equal(entry.length, strlen("s/a0"));
	assert_false(tree_next(&tree, "s/", &entry));
	entry = (struct tree_entry){ 0 };
	assert_false(tree_next(&tree, "nothing/", &entry));
	tree_free(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(files_are_sorted_by_path_and_readable),
		TEST(names_that_the_format_does_not_allow_are_ignored),
		TEST(the_short_name_is_the_last_part_of_the_path),
		TEST(the_hash_depends_on_paths_sizes_and_contents_alone),
		TEST(links_inside_the_package_are_followed),
		TEST(links_out_of_the_package_are_refused),
		TEST(links_that_lead_nowhere_or_back_are_refused),
		TEST(links_that_multiply_directories_are_refused),
		TEST(what_is_no_file_is_ignored),
		TEST(missing_and_wrong_paths_are_errors),
		TEST(files_that_cannot_be_read_are_named),
		TEST(deep_directories_are_refused),
		TEST(the_soft_limit_on_open_files_is_raised),
		TEST(more_files_than_the_cap_are_refused),
		TEST(texts_are_read_whole_or_refused),
		TEST(children_of_a_folder_come_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

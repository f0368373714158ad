#include "problem/archive.h"
#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "test_archive_make.h"

/* ---- Packages ----------------------------------------------------------------------------- */

static void every_format_gives_the_tree_of_the_directory(void **state)
{
	static const char *const names[] = {
		"pack.zip", "pack.kpp", "pack.tar", "pack.tar.gz", "pack.tgz", "pack.tar.xz",
		"pack.tar.zst", "pack.tar.bz2",
	};
	static const char *const files[][2] = {
		{ "problem.yaml", "name: a\n" }, { "data/secret/1.in", "1\n" },
		{ "data/secret/1.ans", "" }, { ".timelimit", "2\n" },
	};
	struct fixture *f = *state;
	struct tree directory, tree;

	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		put(f, files[i][0], files[i][1]);
	opens(f, "pack", &directory);
	assert_int_equal(directory.count, 4);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		/* The package itself, and a folder with it in it. */
		for (int inner = 0; inner < 2; inner++) {
			struct archive *a = make(f, names[i]);

			add_entry(a, "./", AE_IFDIR, NULL, NULL, 0);
			for (size_t k = 0; k < ARRAY_SIZE(files); k++) {
				char path[128];

				snprintf(path, sizeof path, "./%s%s", inner ? "any/" : "",
					 files[k][0]);
				add(a, path, files[k][1]);
			}
			finish(a);
			opens(f, names[i], &tree);
			assert_int_equal(tree.count, directory.count);
			assert_string_equal(tree.name, "pack");
			assert_string_equal(tree.origin, path_of(f, names[i]));
			assert_memory_equal(tree.hash, directory.hash, sizeof tree.hash);
			tree_free(&tree);
		}
	}
	tree_free(&directory);
}

static void a_single_folder_is_the_package_if_it_looks_like_one(void **state)
{
	static const struct {
		const char *files[3], *first;
	} cases[] = {
		{ { "a/data/secret/1.in" }, "data/secret/1.in" },
		{ { "a/1.in", "a/1.ans" }, "1.ans" },
		{ { "a/README", "a/b/1.in" }, "a/README" },
		{ { "a/1.in", "README" }, "README" },
		{ { "a/problem.yaml", "b/x" }, "problem.yaml" },
		{ { "a/problem.yaml", "README", "b/1.in" }, "problem.yaml" },
		{ { "README", "a/data/sample/1.in", "b/data/sample/1.in" }, "README" },
		{ { "a b/problem.yaml" }, "problem.yaml" },
		{ { "a/b/problem.yaml", "c d/x" }, "a/b/problem.yaml" },
		{ { "data/problem.yaml" }, "data/problem.yaml" },
		{ { "a/problem.yaml", "1.in" }, "1.in" },
		{ { "a/problem.yaml", ".git/config" }, "problem.yaml" },
	};
	struct fixture *f = *state;
	struct tree tree;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct archive *a = make(f, "p.zip");

		for (size_t k = 0; k < 3 && cases[i].files[k]; k++)
			add(a, cases[i].files[k], "");
		finish(a);
		opens(f, "p.zip", &tree);
		assert_string_equal(tree.files[0].path, cases[i].first);
		tree_free(&tree);
	}
}

static void names_that_the_format_does_not_allow_are_ignored(void **state)
{
	struct fixture *f = *state;
	struct archive *a = make(f, "p.zip");
	struct tree tree;

	add(a, "problem.yaml", "");
	add(a, "__MACOSX/._problem.yaml", "");
	add(a, ".DS_Store", "");
	add(a, "caf\xc3\xa9.txt", "");
	add(a, "a b.in", "");
	add_link(a, ".bin", "/bin");
	finish(a);
	opens(f, "p.zip", &tree);
	assert_int_equal(tree.count, 1);
	tree_free(&tree);
}

static void contents_can_be_read_by_all_and_written_by_none(void **state)
{
	struct fixture *f = *state;
	struct archive *a = make(f, "p.tar");
	size_t size = 3 << 20;
	autofree char *large = calloc(1, size);
	struct tree tree;
	char path[64];

	assert_non_null(large);
	memset(large, 'x', size);
	setenv("TMPDIR", f->parent, 1);
	add(a, "data/secret/1.in", "small");
	add_entry(a, "data/secret/2.in", AE_IFREG, NULL, large, size);
	finish(a);
	opens(f, "p.tar", &tree);
	assert_string_equal(content(&tree, "data/secret/1.in"), "small");
	assert_int_equal(tree.files[1].size, size);
	for (size_t i = 0; i < tree.count; i++) {
		struct stat st;

		assert_int_equal(fstat(tree.files[i].fd, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0444);
		assert_int_equal(st.st_size, tree.files[i].size);
		assert_int_equal(pwrite(tree.files[i].fd, "y", 1, 0), -1);
		assert_int_equal(ftruncate(tree.files[i].fd, 0), -1);
		assert_true(fcntl(tree.files[i].fd, F_GETFD) & FD_CLOEXEC);
	}
	/* The large one is on the disk, and nobody else finds it there. */
	assert_int_equal(fcntl(tree.files[1].fd, F_GET_SEALS), -1);
	assert_true(fcntl(tree.files[0].fd, F_GET_SEALS) & F_SEAL_FUTURE_WRITE);
	snprintf(path, sizeof path, "%s", f->parent);
	assert_int_equal(rmdir(f->root), 0);
	assert_int_equal(unlink(path_of(f, "p.tar")), 0);
	assert_int_equal(rmdir(path), 0);
	tree_free(&tree);
	unsetenv("TMPDIR");
}

static void the_soft_limit_on_open_files_is_raised(void **state)
{
	struct fixture *f = *state;
	struct archive *a = make(f, "p.zip");
	struct rlimit before, low;
	struct tree tree;

	for (unsigned i = 0; i < 100; i++) {
		char name[16];

		snprintf(name, sizeof name, "%u.in", i);
		add(a, name, "");
	}
	finish(a);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	low = before;
	low.rlim_cur = 32;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	opens(f, "p.zip", &tree);
	assert_int_equal(tree.count, 100);
	tree_free(&tree);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

static void names_of_archives_have_stems(void **state)
{
	(void)state;
	assert_int_equal(archive_stem("a.zip"), 1);
	assert_int_equal(archive_stem("a.b.tar.gz"), 3);
	assert_int_equal(archive_stem("a.tgz"), 1);
	assert_int_equal(archive_stem(".zip"), 0);
	assert_int_equal(archive_stem("a.gz"), 0);
	assert_int_equal(archive_stem("README"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_format_gives_the_tree_of_the_directory),
		TEST(a_single_folder_is_the_package_if_it_looks_like_one),
		TEST(names_that_the_format_does_not_allow_are_ignored),
		TEST(contents_can_be_read_by_all_and_written_by_none),
		TEST(the_soft_limit_on_open_files_is_raised),
		TEST(names_of_archives_have_stems),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

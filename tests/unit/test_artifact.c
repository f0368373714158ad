#include "pipeline/artifact.h"

#include "util/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/openat2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <cmocka.h>

#include "descriptors.h"

enum { MAX_BYTES = 100 };

/* A working directory as a compile may have left it; beside it lies what it must not reach. */
struct fixture {
	char parent[64];
	int work;
	size_t descriptors;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	char path[96];

	assert_non_null(f);
	snprintf(f->parent, sizeof f->parent, "/tmp/assize-artifact-XXXXXX");
	assert_non_null(mkdtemp(f->parent));
	snprintf(path, sizeof path, "%s/work", f->parent);
	assert_int_equal(mkdir(path, 0700), 0);
	f->work = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(f->work >= 0);
	f->descriptors = descriptors_open();
	*state = f;
	return 0;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *place)
{
	(void)st, (void)kind, (void)place;
	return remove(path);
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(descriptors_open(), f->descriptors);
	close(f->work);
	nftw(f->parent, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(f);
	return 0;
}

/* valgrind 3.19 does not know the call, without which there is nothing to test. */
static void needs_openat2(void)
{
	struct open_how how = { .flags = O_RDONLY | O_CLOEXEC };
	long fd = syscall(SYS_openat2, AT_FDCWD, "/", &how, sizeof how);

	if (fd < 0 && errno == ENOSYS) {
		print_message("# no system call openat2\n");
		skip();
	}
	close((int)fd);
}

static void put(const struct fixture *f, const char *name, size_t size, mode_t mode)
{
	autoclose int fd = openat(f->work, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	for (size_t i = 0; i < size; i++)
		assert_int_equal(fd_write_all(fd, &"0123456789"[i % 10], 1), 0);
	assert_int_equal(fchmod(fd, mode), 0);
}

static void make_directory(const struct fixture *f, const char *name)
{
	assert_int_equal(mkdirat(f->work, name, 0700), 0);
}

static enum artifact_fault take(const struct fixture *f, const char *name, int *ret_fd)
{
	enum artifact_fault fault = (enum artifact_fault)77;
	struct error err = { 0 };

	if (artifact_take_file(f->work, name, MAX_BYTES, ret_fd, &fault, &err) < 0)
		fail_msg("%s", err.message);
	return fault;
}

static void assert_fault(const struct fixture *f, const char *name, enum artifact_fault expected)
{
	int fd = 77;

	assert_int_equal(take(f, name, &fd), expected);
	assert_int_equal(fd, 77);
}

/* ---- One file ------------------------------------------------------------------------------ */

static void a_plain_file_is_copied_and_sealed(void **state)
{
	struct fixture *f = *state;
	struct stat st;
	int fd = -1;

	needs_openat2();
	put(f, "prog", 12, 0700);
	assert_int_equal(take(f, "prog", &fd), ARTIFACT_OK);
	assert_holds(fd, "012345678901");
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
	assert_int_equal(pwrite(fd, "x", 1, 0), -1);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0755);
	close(fd);
	make_directory(f, "pkg");
	put(f, "pkg/data", 0, 0600);
	assert_int_equal(take(f, "pkg/data", &fd), ARTIFACT_OK);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(st.st_size, 0);
	close(fd);
}

static void what_is_not_there_is_missing(void **state)
{
	struct fixture *f = *state;

	needs_openat2();
	assert_fault(f, "prog", ARTIFACT_MISSING);
	assert_fault(f, "no/prog", ARTIFACT_MISSING);
}

static void the_size_is_limited(void **state)
{
	struct fixture *f = *state;
	int fd = -1;

	needs_openat2();
	put(f, "most", MAX_BYTES, 0700);
	put(f, "more", MAX_BYTES + 1, 0700);
	assert_int_equal(take(f, "most", &fd), ARTIFACT_OK);
	close(fd);
	assert_fault(f, "more", ARTIFACT_LARGE);
	fd = openat(f->work, "sparse", O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
	assert_int_equal(ftruncate(fd, INT64_C(1) << 40), 0);
	close(fd);
	assert_fault(f, "sparse", ARTIFACT_LARGE);
}

static void links_are_not_followed(void **state)
{
	struct fixture *f = *state;

	needs_openat2();
	put(f, "prog", 3, 0700);
	make_directory(f, "pkg");
	put(f, "pkg/file", 3, 0700);
	assert_int_equal(symlinkat("prog", f->work, "link"), 0);
	assert_int_equal(symlinkat("/etc/passwd", f->work, "passwd"), 0);
	assert_int_equal(symlinkat("/proc/self/exe", f->work, "magic"), 0);
	assert_int_equal(symlinkat("nowhere", f->work, "dangling"), 0);
	assert_int_equal(symlinkat("pkg", f->work, "other"), 0);
	assert_int_equal(symlinkat("loop", f->work, "loop"), 0);
	assert_fault(f, "link", ARTIFACT_STRANGE);
	assert_fault(f, "passwd", ARTIFACT_STRANGE);
	assert_fault(f, "magic", ARTIFACT_STRANGE);
	assert_fault(f, "dangling", ARTIFACT_STRANGE);
	assert_fault(f, "other/file", ARTIFACT_STRANGE);
	assert_fault(f, "loop", ARTIFACT_STRANGE);
}

static void nothing_outside_is_reached(void **state)
{
	struct fixture *f = *state;

	needs_openat2();
	put(f, "../secret", 3, 0600);
	assert_fault(f, "../secret", ARTIFACT_STRANGE);
	assert_fault(f, "/etc/passwd", ARTIFACT_STRANGE);
	assert_fault(f, "/proc/self/exe", ARTIFACT_STRANGE);
}

static void other_kinds_of_files_are_strange(void **state)
{
	const struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	struct fixture *f = *state;
	int here, socket_fd;

	needs_openat2();
	here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(mkfifoat(f->work, "fifo", 0600), 0);
	make_directory(f, "directory");
	socket_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(fchdir(f->work), 0);
	assert_int_equal(bind(socket_fd, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(fchdir(here), 0);
	close(here);
	close(socket_fd);
	/* Nobody writes to it: opening must not wait. */
	assert_fault(f, "fifo", ARTIFACT_STRANGE);
	assert_fault(f, "directory", ARTIFACT_STRANGE);
	assert_fault(f, ".", ARTIFACT_STRANGE);
	assert_fault(f, "socket", ARTIFACT_STRANGE);
}

static void other_names_and_rights_of_a_file_are_strange(void **state)
{
	struct fixture *f = *state;

	needs_openat2();
	put(f, "prog", 3, 0700);
	assert_int_equal(linkat(f->work, "prog", f->work, "../kept", 0), 0);
	assert_fault(f, "prog", ARTIFACT_STRANGE);
	put(f, "setuid", 3, 04755);
	assert_fault(f, "setuid", ARTIFACT_STRANGE);
	put(f, "setgid", 3, 02755);
	assert_fault(f, "setgid", ARTIFACT_STRANGE);
	put(f, "file", 3, 0700);
	assert_fault(f, "file/prog", ARTIFACT_STRANGE);
}

/* ---- All files ----------------------------------------------------------------------------- */

static enum artifact_fault take_all(const struct fixture *f, uint64_t max_bytes,
				    struct artifact *artifact)
{
	enum artifact_fault fault = (enum artifact_fault)77;
	struct error err = { 0 };

	*artifact = artifact_empty();
	if (artifact_take_all(f->work, max_bytes, artifact, &fault, &err) < 0)
		fail_msg("%s", err.message);
	return fault;
}

static void assert_all_fault(const struct fixture *f, enum artifact_fault expected)
{
	struct artifact artifact;

	assert_int_equal(take_all(f, MAX_BYTES, &artifact), expected);
	artifact_free(&artifact);
}

static bool has(const struct artifact *artifact, const char *name)
{
	for (size_t i = 0; i < artifact->count; i++)
		if (!strcmp(artifact->names[i], name))
			return true;
	return false;
}

static void all_files_are_taken_with_their_paths(void **state)
{
	struct fixture *f = *state;
	struct artifact artifact;

	needs_openat2();
	put(f, "Main.class", 30, 0600);
	make_directory(f, "org");
	make_directory(f, "org/empty");
	make_directory(f, "org/example");
	put(f, "org/example/A$1.class", 40, 0600);
	put(f, "org/example/B.class", 30, 0600);
	assert_int_equal(take_all(f, MAX_BYTES, &artifact), ARTIFACT_OK);
	assert_int_equal(artifact.count, 3);
	assert_int_equal(artifact.executable, -1);
	assert_true(has(&artifact, "Main.class"));
	assert_true(has(&artifact, "org/example/A$1.class"));
	assert_true(has(&artifact, "org/example/B.class"));
	for (size_t i = 0; i < artifact.count; i++)
		assert_int_equal(pwrite(artifact.fds[i], "x", 1, 0), -1);
	artifact_free(&artifact);
	assert_int_equal(artifact.count, 0);
}

static void an_empty_directory_is_no_fault(void **state)
{
	struct fixture *f = *state;

	needs_openat2();
	assert_all_fault(f, ARTIFACT_OK);
}

static void hidden_and_cached_files_and_endless_names_are_left_behind(void **state)
{
	struct fixture *f = *state;
	struct artifact artifact;
	char name[256], long_name[257];

	needs_openat2();
	put(f, ".hidden", 3, 0600);
	make_directory(f, ".git");
	put(f, ".git/config", 3, 0600);
	make_directory(f, "__pycache__");
	put(f, "__pycache__/a.pyc", 3, 0600);
	make_directory(f, "pkg");
	memset(name, 'x', sizeof name);
	memcpy(name, "pkg/", 4);
	name[255] = '\0';
	put(f, name, 3, 0600);
	snprintf(long_name, sizeof long_name, "pkgs/%s", name + 4);
	assert_int_equal(take_all(f, MAX_BYTES, &artifact), ARTIFACT_OK);
	assert_int_equal(artifact.count, 1);
	assert_string_equal(artifact.names[0], name);
	artifact_free(&artifact);
	make_directory(f, "pkgs");
	assert_int_equal(renameat(f->work, name, f->work, long_name), 0);
	assert_int_equal(take_all(f, MAX_BYTES, &artifact), ARTIFACT_OK);
	assert_int_equal(artifact.count, 0);
	artifact_free(&artifact);
}

static void the_sum_of_the_sizes_is_limited(void **state)
{
	struct fixture *f = *state;

	needs_openat2();
	put(f, "a", MAX_BYTES / 2, 0600);
	make_directory(f, "d");
	put(f, "d/b", MAX_BYTES - MAX_BYTES / 2, 0600);
	assert_all_fault(f, ARTIFACT_OK);
	put(f, "c", 1, 0600);
	assert_all_fault(f, ARTIFACT_LARGE);
}

static void one_strange_file_spoils_all(void **state)
{
	struct fixture *f = *state;

	needs_openat2();
	put(f, "a", 3, 0600);
	make_directory(f, "d");
	assert_int_equal(symlinkat("../a", f->work, "d/link"), 0);
	assert_all_fault(f, ARTIFACT_STRANGE);
	assert_int_equal(unlinkat(f->work, "d/link", 0), 0);
	assert_all_fault(f, ARTIFACT_OK);
	assert_int_equal(mkfifoat(f->work, "d/fifo", 0600), 0);
	assert_all_fault(f, ARTIFACT_STRANGE);
	assert_int_equal(unlinkat(f->work, "d/fifo", 0), 0);
	put(f, "d/setuid", 3, 04755);
	assert_all_fault(f, ARTIFACT_STRANGE);
	assert_int_equal(unlinkat(f->work, "d/setuid", 0), 0);
	assert_int_equal(linkat(f->work, "a", f->work, "d/b", 0), 0);
	assert_all_fault(f, ARTIFACT_STRANGE);
	assert_int_equal(unlinkat(f->work, "d/b", 0), 0);
	assert_int_equal(symlinkat("/etc", f->work, "etc"), 0);
	assert_all_fault(f, ARTIFACT_STRANGE);
}

static void directories_are_nested_sixteen_deep_at_the_most(void **state)
{
	struct fixture *f = *state;
	char path[64] = "d";

	needs_openat2();
	for (int depth = 1; depth <= 17; depth++) {
		assert_all_fault(f, ARTIFACT_OK);
		make_directory(f, path);
		strcat(path, "/d");
	}
	assert_all_fault(f, ARTIFACT_STRANGE);
}

static void the_number_of_files_is_limited(void **state)
{
	struct fixture *f = *state;
	struct artifact artifact;
	char name[16];

	needs_openat2();
	for (int i = 0; i <= ARTIFACT_FILES; i++) {
		snprintf(name, sizeof name, "%d", i);
		put(f, name, 0, 0600);
	}
	assert_int_equal(take_all(f, MAX_BYTES, &artifact), ARTIFACT_LARGE);
	assert_int_equal(artifact.count, ARTIFACT_FILES);
	artifact_free(&artifact);
	assert_int_equal(unlinkat(f->work, "0", 0), 0);
	assert_int_equal(take_all(f, MAX_BYTES, &artifact), ARTIFACT_OK);
	assert_int_equal(artifact.count, ARTIFACT_FILES);
	artifact_free(&artifact);
}

/* ---- The host's own faults ------------------------------------------------------------------ */

/* Without room for one more descriptor. */
static int take_without_room(const struct fixture *f, bool all)
{
	enum artifact_fault fault;
	struct artifact artifact = artifact_empty();
	struct error err = { 0 };
	struct rlimit saved, none;
	int fd, status;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &saved), 0);
	none = saved;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	status = all ? artifact_take_all(f->work, MAX_BYTES, &artifact, &fault, &err) :
		       artifact_take_file(f->work, "prog", MAX_BYTES, &fd, &fault, &err);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &saved), 0);
	artifact_free(&artifact);
	if (status < 0) {
		assert_int_equal(err.kind, ERROR_SYSTEM);
		assert_int_equal(err.errnum, EMFILE);
	}
	return status;
}

static void a_lack_of_descriptors_is_no_fault_of_the_program(void **state)
{
	struct fixture *f = *state;

	needs_openat2();
	put(f, "prog", 3, 0700);
	assert_int_equal(take_without_room(f, false), -1);
	assert_int_equal(take_without_room(f, true), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_plain_file_is_copied_and_sealed),
		TEST(what_is_not_there_is_missing),
		TEST(the_size_is_limited),
		TEST(links_are_not_followed),
		TEST(nothing_outside_is_reached),
		TEST(other_kinds_of_files_are_strange),
		TEST(other_names_and_rights_of_a_file_are_strange),
		TEST(all_files_are_taken_with_their_paths),
		TEST(an_empty_directory_is_no_fault),
		TEST(hidden_and_cached_files_and_endless_names_are_left_behind),
		TEST(the_sum_of_the_sizes_is_limited),
		TEST(one_strange_file_spoils_all),
		TEST(directories_are_nested_sixteen_deep_at_the_most),
		TEST(the_number_of_files_is_limited),
		TEST(a_lack_of_descriptors_is_no_fault_of_the_program),
	};

	return cmocka_run_group_tests(tests, allow_many_descriptors, NULL);
}

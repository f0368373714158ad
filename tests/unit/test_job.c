#include "worker/job.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "descriptors.h"

enum { SOURCES = 3 };

/* What is sent: sources with any bytes, and a package of as many files as a test asks for. */
struct fixture {
	struct submission submission;
	struct source_file files[SOURCES];
	struct profile profile;
	struct judge_options options;
	struct tree tree;
	int ends[2];
	size_t descriptors;
};

static void add_tree_file(struct tree *tree, const char *path, const char *content)
{
	tree->files[tree->count++] = (struct tree_file){
		.path = strdup(path), .fd = holding(content), .size = strlen(content),
	};
}

static void set_up(struct fixture *f, size_t tree_files)
{
	static char with_nul[] = "a\0b\0", unix_text[] = "int main(void) {}\n", empty[] = "";
	static char names[SOURCES][16] = { "main.c", "pkg/nul.bin", "empty" };
	char path[64];

	memset(f, 0, sizeof *f);
	f->files[0] = (struct source_file){ names[0], unix_text, sizeof unix_text - 1 };
	f->files[1] = (struct source_file){ names[1], with_nul, sizeof with_nul };
	f->files[2] = (struct source_file){ names[2], empty, 0 };
	f->submission = (struct submission){ .problem = "hello", .language = "c",
					     .entry_point = "main", .files = f->files,
					     .file_count = SOURCES };
	f->profile = (struct profile){ .id = "c", .run.class = "native", .time_factor = 1.5 };
	f->options = (struct judge_options){ .full = true, .reruns = 9, .time_limit_ns = 123 };
	f->tree = (struct tree){ .name = "hello", .origin = "problems/hello",
				 .hash = { 1, 2, 0, 4 } };
	f->tree.files = calloc(tree_files + 4, sizeof *f->tree.files);
	assert_non_null(f->tree.files);
	add_tree_file(&f->tree, "attachments/big.zip", "unneeded");
	for (size_t i = 0; i < tree_files; i++) {
		snprintf(path, sizeof path, "data/secret/%05zu.in", i);
		add_tree_file(&f->tree, path, path);
	}
	add_tree_file(&f->tree, "submissions/accepted/a.c", "unneeded");
	open_sockets(f->ends);
	f->descriptors = descriptors_open();
}

static void tear_down(struct fixture *f)
{
	assert_int_equal(descriptors_open(), f->descriptors);
	close_sockets(f->ends);
	tree_free(&f->tree);
}

static void send_job(const struct fixture *f)
{
	struct error err = { 0 };

	if (job_send(f->ends[0], &f->submission, &f->profile, NULL, &f->tree, &f->options, &err) < 0)
		fail_msg("%s", err.message);
}

static void receive_job(const struct fixture *f, struct job *job)
{
	struct error err = { 0 };

	if (job_receive(f->ends[1], job, &err) != 1)
		fail_msg("%s", err.message);
}

/* ---- What arrives -------------------------------------------------------------------------- */

static void assert_same_sources(const struct submission *sent, const struct submission *got)
{
	assert_string_equal(got->problem, sent->problem);
	assert_string_equal(got->language, sent->language);
	assert_string_equal(got->entry_point, sent->entry_point);
	assert_int_equal(got->file_count, sent->file_count);
	for (size_t i = 0; i < sent->file_count; i++) {
		assert_string_equal(got->files[i].name, sent->files[i].name);
		assert_int_equal(got->files[i].size, sent->files[i].size);
		assert_memory_equal(got->files[i].data, sent->files[i].data, sent->files[i].size);
	}
}

static void assert_same_package(const struct tree *got, size_t files)
{
	assert_string_equal(got->name, "hello");
	assert_string_equal(got->origin, "problems/hello");
	assert_memory_equal(got->hash, "\1\2\0\4", 4);
	assert_int_equal(got->count, files);
	for (size_t i = 0; i < files; i++) {
		char path[64];

		snprintf(path, sizeof path, "data/secret/%05zu.in", i);
		assert_string_equal(got->files[i].path, path);
		assert_int_equal(got->files[i].size, strlen(path));
		assert_holds(got->files[i].fd, path);
	}
}

static void a_job_arrives_as_it_was_sent(void **state)
{
	struct fixture f;
	struct job job;

	(void)state;
	set_up(&f, 2);
	send_job(&f);
	receive_job(&f, &job);
	assert_same_sources(&f.submission, &job.submission);
	assert_same_package(&job.tree, 2);
	assert_memory_equal(&job.profile, &f.profile, sizeof job.profile);
	assert_memory_equal(&job.options, &f.options, sizeof job.options);
	job_free(&job);
	tear_down(&f);
}

static void profiles_of_the_packages_own_programs_come_along(void **state)
{
	static struct profile profiles[] = {
		{ .id = "c", .extensions = ".c\0" }, { .id = "java", .extensions = ".java\0" },
		{ .id = "rust", .extensions = ".rs\0" },
	};
	const struct profile_table table = { .profiles = profiles, .count = 3 };
	struct error err = { 0 };
	struct fixture f;
	struct job job;

	(void)state;
	set_up(&f, 0);
	add_tree_file(&f.tree, "output_validators/check/Check.java", "class Check {}");
	add_tree_file(&f.tree, "output_validators/check/Other.java", "class Other {}");
	f.descriptors += 2;
	assert_int_equal(job_send(f.ends[0], &f.submission, &f.profile, &table, &f.tree, &f.options,
				  &err), 0);
	receive_job(&f, &job);
	assert_same_sources(&f.submission, &job.submission);
	assert_int_equal(job.languages.count, 1);
	assert_memory_equal(&job.languages.profiles[0], &profiles[1], sizeof profiles[1]);
	assert_int_equal(job.tree.count, 2);
	job_free(&job);
	tear_down(&f);
}

static void a_package_of_any_number_of_files_arrives(void **state)
{
	static const size_t numbers[] = { 0, 1, 252, 253, 254, 506, 507, 700 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		struct fixture f;
		struct job job;

		set_up(&f, numbers[i]);
		send_job(&f);
		receive_job(&f, &job);
		assert_same_package(&job.tree, numbers[i]);
		job_free(&job);
		tear_down(&f);
	}
}

static void a_job_without_sources_and_one_after_another_arrive(void **state)
{
	struct fixture f;
	struct job job;

	(void)state;
	set_up(&f, 300);
	f.submission.file_count = 0;
	send_job(&f);
	f.submission.file_count = 1;
	send_job(&f);
	for (size_t sources = 0; sources < 2; sources++) {
		receive_job(&f, &job);
		assert_int_equal(job.submission.file_count, sources);
		assert_same_package(&job.tree, 300);
		job_free(&job);
	}
	tear_down(&f);
}

static void the_end_is_no_error(void **state)
{
	struct fixture f;
	struct error err = { 0 };
	struct job job;

	(void)state;
	set_up(&f, 0);
	shutdown(f.ends[0], SHUT_RDWR);
	assert_int_equal(job_receive(f.ends[1], &job, &err), 0);
	assert_int_equal(err.kind, ERROR_NONE);
	assert_int_equal(job_send(f.ends[0], &f.submission, &f.profile, NULL, &f.tree, &f.options, &err),
			 -1);
	assert_int_equal(err.kind, ERROR_SYSTEM);
	tear_down(&f);
}

/* ---- What is refused ----------------------------------------------------------------------- */

static void assert_refused(const struct fixture *f)
{
	struct job job = { .submission.file_count = 77 };
	struct error err = { 0 };

	assert_int_equal(job_receive(f->ends[1], &job, &err), -1);
	assert_int_equal(err.kind, ERROR_SYSTEM);
	assert_int_equal(job.submission.file_count, 77);
}

/* The first message of a job, taken from the wire, and the bytes of its memory file. */
struct captured {
	char message[64];
	size_t message_size, size;
	char *bytes;
};

static void capture(const struct fixture *f, struct captured *captured)
{
	struct stat st;
	size_t count;
	ssize_t n;
	int fd;

	memset(captured->message, 0, sizeof captured->message);
	send_job(f);
	n = fd_receive(f->ends[1], captured->message, sizeof captured->message, &fd, 1, &count);
	assert_true(n > 0 && count == 1 && fstat(fd, &st) == 0);
	captured->message_size = (size_t)n;
	captured->size = (size_t)st.st_size;
	captured->bytes = malloc(captured->size + 1);
	assert_non_null(captured->bytes);
	assert_int_equal(pread(fd, captured->bytes, captured->size, 0), captured->size);
	captured->bytes[captured->size] = '\0';
	close(fd);
}

static void forget_messages(const struct fixture *f, size_t count)
{
	while (count--) {
		int fds[FD_MESSAGE_MAX];
		size_t received;
		char byte;

		assert_int_equal(fd_receive(f->ends[1], &byte, 1, fds, FD_MESSAGE_MAX, &received),
				 1);
		for (size_t i = 0; i < received; i++)
			close(fds[i]);
	}
}

static void replay(const struct fixture *f, const struct captured *captured, size_t size)
{
	int fd = fd_sealed("job", captured->bytes, size);

	assert_true(fd >= 0);
	assert_int_equal(fd_send(f->ends[0], captured->message, captured->message_size, &fd, 1), 0);
	close(fd);
}

static void a_job_that_is_too_short_or_too_long_is_refused(void **state)
{
	struct captured captured;
	struct fixture f;

	(void)state;
	set_up(&f, 2);
	capture(&f, &captured);
	forget_messages(&f, 1);
	/* The last bytes one by one: there the lists are. */
	for (size_t size = 0; size < captured.size; size += size + 300 < captured.size ? 97 : 1) {
		replay(&f, &captured, size);
		assert_refused(&f);
	}
	replay(&f, &captured, captured.size + 1);
	assert_refused(&f);
	free(captured.bytes);
	tear_down(&f);
}

/* The numbers of sources and of files, which stand side by side. */
static char *find_counts(const struct captured *captured, uint32_t sources, uint32_t files)
{
	const uint32_t counts[] = { sources, files };
	char *found = memmem(captured->bytes, captured->size, counts, sizeof counts);

	assert_non_null(found);
	return found;
}

static void wrong_counts_are_refused(void **state)
{
	static const uint32_t wrong[] = { 0, 1, 4, 1000, 1u << 24, INT32_MAX, UINT32_MAX };
	struct captured captured;
	struct fixture f;
	char *counts, saved[8];

	(void)state;
	set_up(&f, 2);
	capture(&f, &captured);
	forget_messages(&f, 1);
	counts = find_counts(&captured, SOURCES, 2);
	memcpy(saved, counts, sizeof saved);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		for (size_t which = 0; which < 2; which++) {
			memcpy(counts, saved, sizeof saved);
			memcpy(counts + 4 * which, &wrong[i], 4);
			replay(&f, &captured, captured.size);
			assert_refused(&f);
		}
	free(captured.bytes);
	tear_down(&f);
}

static void damage_anywhere_is_survived(void **state)
{
	struct captured captured;
	struct fixture f;
	uint32_t random = 1;

	(void)state;
	set_up(&f, 2);
	capture(&f, &captured);
	forget_messages(&f, 1);
	for (int i = 0; i < 2000; i++) {
		struct fixture wire = f;
		char saved, *at;

		random = random * 1664525 + 1013904223;
		at = captured.bytes + captured.size - 1 - (random >> 8) % 200;
		saved = *at;
		*at ^= (char)(1 << (random >> 29));
		open_sockets(wire.ends);
		replay(&wire, &captured, captured.size);
		shutdown(wire.ends[0], SHUT_WR);
		assert_refused(&wire);
		close_sockets(wire.ends);
		*at = saved;
	}
	free(captured.bytes);
	tear_down(&f);
}

/* The first message again, with that many bytes of it and those descriptors. */
static void assert_no_job(const struct fixture *f, const void *message, size_t size,
			  const int *fds, size_t count)
{
	assert_int_equal(fd_send(f->ends[0], message, size, fds, count), 0);
	assert_refused(f);
}

static void what_is_no_job_is_refused_and_its_descriptors_closed(void **state)
{
	struct captured captured;
	struct fixture f;
	int fds[2], pipe_ends[2];
	size_t size;

	(void)state;
	set_up(&f, 0);
	capture(&f, &captured);
	size = captured.message_size;
	for (int i = 0; i < 2; i++) {
		fds[i] = fd_sealed("job", captured.bytes, captured.size);
		assert_true(fds[i] >= 0);
	}
	assert_no_job(&f, captured.message, size, NULL, 0);
	assert_no_job(&f, captured.message, size, fds, 2);
	assert_no_job(&f, captured.message, size - 1, fds, 1);
	assert_no_job(&f, captured.message, size + 1, fds, 1);
	assert_no_job(&f, "JOB!JOB!", size, fds, 1);
	assert_int_equal(pipe2(pipe_ends, O_CLOEXEC), 0);
	assert_no_job(&f, captured.message, size, pipe_ends, 1);
	close_sockets(pipe_ends);
	close_sockets(fds);
	free(captured.bytes);
	tear_down(&f);
}

static void half_a_package_is_refused(void **state)
{
	struct captured captured;
	struct fixture f;
	int fds[] = { holding("a"), holding("b"), holding("c") };
	struct job job;

	(void)state;
	set_up(&f, 2);
	capture(&f, &captured);
	forget_messages(&f, 1);
	replay(&f, &captured, captured.size);
	assert_int_equal(fd_send(f.ends[0], "f", 1, fds, 1), 0);
	assert_int_equal(fd_send(f.ends[0], "f", 1, NULL, 0), 0);
	assert_refused(&f);
	replay(&f, &captured, captured.size);
	assert_int_equal(fd_send(f.ends[0], "ff", 2, fds, 2), 0);
	assert_refused(&f);
	/* More than were announced are closed. */
	replay(&f, &captured, captured.size);
	assert_int_equal(fd_send(f.ends[0], "f", 1, fds, 3), 0);
	receive_job(&f, &job);
	assert_int_equal(job.tree.count, 2);
	job_free(&job);
	replay(&f, &captured, captured.size);
	assert_int_equal(fd_send(f.ends[0], "f", 1, fds, 1), 0);
	shutdown(f.ends[0], SHUT_WR);
	assert_refused(&f);
	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		close(fds[i]);
	f.descriptors -= ARRAY_SIZE(fds);
	free(captured.bytes);
	tear_down(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_arrives_as_it_was_sent),
		cmocka_unit_test(profiles_of_the_packages_own_programs_come_along),
		cmocka_unit_test(a_package_of_any_number_of_files_arrives),
		cmocka_unit_test(a_job_without_sources_and_one_after_another_arrive),
		cmocka_unit_test(the_end_is_no_error),
		cmocka_unit_test(a_job_that_is_too_short_or_too_long_is_refused),
		cmocka_unit_test(wrong_counts_are_refused),
		cmocka_unit_test(damage_anywhere_is_survived),
		cmocka_unit_test(what_is_no_job_is_refused_and_its_descriptors_closed),
		cmocka_unit_test(half_a_package_is_refused),
	};

	return cmocka_run_group_tests(tests, allow_many_descriptors, NULL);
}

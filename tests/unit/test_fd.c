#include "util/fd.h"

#include "util/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "descriptors.h"

/* ---- Messages ------------------------------------------------------------------------------ */

static void a_message_arrives_whole_and_alone(void **state)
{
	int ends[2];
	char text[16];
	size_t count = 77;

	(void)state;
	open_sockets(ends);
	assert_int_equal(fd_send(ends[0], "one", 3, NULL, 0), 0);
	assert_int_equal(fd_send(ends[0], "seven77", 7, NULL, 0), 0);
	assert_int_equal(fd_receive(ends[1], text, sizeof text, NULL, 0, &count), 3);
	assert_int_equal(count, 0);
	assert_memory_equal(text, "one", 3);
	assert_int_equal(fd_receive(ends[1], text, sizeof text, NULL, 0, NULL), 7);
	close_sockets(ends);
}

static void descriptors_arrive_in_order_and_closed_on_exec(void **state)
{
	const int sent[] = { holding("a"), holding("b"), holding("c") };
	int ends[2], got[8];
	size_t count;
	char byte;

	(void)state;
	open_sockets(ends);
	assert_int_equal(fd_send(ends[0], "x", 1, sent, 3), 0);
	assert_int_equal(fd_receive(ends[1], &byte, 1, got, 8, &count), 1);
	assert_int_equal(count, 3);
	assert_holds(got[0], "a");
	assert_holds(got[1], "b");
	assert_holds(got[2], "c");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(fcntl(got[i], F_GETFD), FD_CLOEXEC);
		close(got[i]);
		close(sent[i]);
	}
	close_sockets(ends);
}

static void the_most_descriptors_fit_and_one_more_is_refused(void **state)
{
	int ends[2], sent[FD_MESSAGE_MAX + 1], got[FD_MESSAGE_MAX], fd = holding("x");
	size_t count, before;
	char byte;

	(void)state;
	open_sockets(ends);
	for (int i = 0; i <= FD_MESSAGE_MAX; i++)
		sent[i] = fd;
	before = descriptors_open();
	assert_int_equal(fd_send(ends[0], "x", 1, sent, FD_MESSAGE_MAX + 1), -1);
	assert_int_equal(errno, E2BIG);
	assert_int_equal(fd_send(ends[0], "x", 1, sent, FD_MESSAGE_MAX), 0);
	assert_int_equal(fd_receive(ends[1], &byte, 1, got, FD_MESSAGE_MAX, &count), 1);
	assert_int_equal(count, FD_MESSAGE_MAX);
	for (size_t i = 0; i < count; i++)
		close(got[i]);
	assert_int_equal(descriptors_open(), before);
	close(fd);
	close_sockets(ends);
}

/* sent: how much, and how many descriptors; room: for how much there is some. */
static void assert_too_much(const int ends[2], size_t sent_bytes, size_t sent_fds,
			    size_t room_bytes, size_t room_fds)
{
	int fd = holding("x"), fds[] = { fd, fd, fd }, got[] = { -1, -1, -1 };
	size_t before = descriptors_open(), count = 77;
	char text[16] = "";

	assert_int_equal(fd_send(ends[0], text, sent_bytes, fds, sent_fds), 0);
	assert_int_equal(fd_receive(ends[1], text, room_bytes, room_fds ? got : NULL, room_fds,
				    &count), -1);
	assert_int_equal(errno, EMSGSIZE);
	assert_int_equal(count, 0);
	assert_int_equal(descriptors_open(), before);
	/* A caller that closes what it finds there must not close somebody else's. */
	for (int i = 0; i < 3; i++)
		assert_int_equal(got[i], -1);
	close(fd);
}

static void what_is_too_much_is_refused_and_closed(void **state)
{
	int ends[2];
	char text[16];

	(void)state;
	open_sockets(ends);
	assert_too_much(ends, 1, 2, 1, 1);
	assert_too_much(ends, 1, 1, 1, 0);
	assert_too_much(ends, 8, 1, 7, 1);
	assert_too_much(ends, 8, 0, 7, 0);
	assert_too_much(ends, 8, 3, 7, 3);
	assert_too_much(ends, 0, 2, 8, 3);
	assert_int_equal(fd_send(ends[0], "after", 5, NULL, 0), 0);
	assert_int_equal(fd_receive(ends[1], text, sizeof text, NULL, 0, NULL), 5);
	close_sockets(ends);
}

static void what_finds_no_free_number_is_refused_and_closed(void **state)
{
	int ends[2], fd = holding("x"), fds[] = { fd, fd }, got[2] = { -1, -1 }, errnum;
	size_t before = descriptors_open(), count;
	struct rlimit saved, tight;
	ssize_t n;
	char byte;

	(void)state;
	open_sockets(ends);
	assert_int_equal(fd_send(ends[0], "x", 1, fds, 2), 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &saved), 0);
	tight = (struct rlimit){ (rlim_t)ends[1] + 2, saved.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &tight), 0);
	n = fd_receive(ends[1], &byte, 1, got, 2, &count);
	errnum = errno;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &saved), 0);
	if (n == 1 && count == 2) {
		/* valgrind only plays the limit. */
		close_sockets(got);
	} else {
		assert_int_equal(n, -1);
		assert_int_equal(errnum, EMFILE);
		assert_int_equal(count, 0);
		assert_int_equal(got[0], -1);
	}
	close_sockets(ends);
	assert_int_equal(descriptors_open(), before);
	close(fd);
}

static void a_peer_that_is_gone_is_no_signal(void **state)
{
	int ends[2];
	char text[16];

	(void)state;
	open_sockets(ends);
	close(ends[0]);
	assert_int_equal(fd_receive(ends[1], text, sizeof text, NULL, 0, NULL), 0);
	assert_int_equal(fd_send(ends[1], "x", 1, NULL, 0), -1);
	assert_int_equal(errno, EPIPE);
	close(ends[1]);
}

/* ---- Whole reads and writes ---------------------------------------------------------------- */

static void reading_goes_on_until_full_or_the_end(void **state)
{
	int ends[2];
	char text[16] = "";

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(fd_write_all(ends[1], "abc", 3), 0);
	assert_int_equal(fd_write_all(ends[1], "defgh", 5), 0);
	assert_int_equal(fd_read_full(ends[0], text, 6), 6);
	assert_memory_equal(text, "abcdef", 6);
	close(ends[1]);
	assert_int_equal(fd_read_full(ends[0], text, sizeof text), 2);
	assert_memory_equal(text, "gh", 2);
	assert_int_equal(fd_read_full(ends[0], text, sizeof text), 0);
	close(ends[0]);
	assert_int_equal(fd_read_full(ends[0], text, sizeof text), -1);
	assert_int_equal(fd_write_all(-1, "x", 1), -1);
	assert_int_equal(fd_write_all(-1, "x", 0), 0);
}

/* ---- Memory files -------------------------------------------------------------------------- */

static void what_is_sealed_stays_as_it_is(void **state)
{
	int fd = fd_sealed("test", "a\0b", 3), writable;
	char text[8], path[32];

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
	assert_int_equal(fd_read_full(fd, text, sizeof text), 3);
	assert_memory_equal(text, "a\0b", 3);
	assert_int_equal(pwrite(fd, "x", 1, 0), -1);
	assert_int_equal(ftruncate(fd, 1), -1);
	assert_int_equal(ftruncate(fd, 100), -1);
	assert_ptr_equal(mmap(NULL, 1, PROT_WRITE, MAP_SHARED, fd, 0), MAP_FAILED);
	assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE), -1);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	writable = open(path, O_RDWR | O_CLOEXEC);
	if (writable >= 0)
		assert_int_equal(pwrite(writable, "x", 1, 0), -1);
	cleanup_close(&writable);
	close(fd);
}

static void an_empty_file_can_be_sealed_and_another_cannot(void **state)
{
	int fd = fd_sealed("test", "", 0), ends[2];
	size_t before;

	(void)state;
	assert_holds(fd, "");
	close(fd);
	before = descriptors_open();
	fd = memfd_create("test", MFD_CLOEXEC);
	assert_int_equal(fd_seal(fd), -1);
	close(fd);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(fd_seal(ends[0]), -1);
	close_sockets(ends);
	assert_int_equal(descriptors_open(), before);
}

/* As the kernel does while it moves a page; a pipe that shares one with the file, here. */
static void a_page_that_another_holds_can_be_sealed(void **state)
{
	int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING), ends[2];
	loff_t start = 0;
	char text[8];

	(void)state;
	assert_int_equal(fd_write_all(fd, "page", 4), 0);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(splice(fd, &start, ends[1], NULL, 4, 0), 4);
	assert_int_equal(fd_seal(fd), 0);
	assert_int_equal(pwrite(fd, "x", 1, 0), -1);
	assert_int_equal(read(ends[0], text, sizeof text), 4);
	assert_memory_equal(text, "page", 4);
	assert_holds(fd, "page");
	close_sockets(ends);
	close(fd);
}

static void copying_moves_no_offset(void **state)
{
	enum { SIZE = 200001 };
	autofree char *data = malloc(SIZE), *copy = malloc(SIZE);
	int from = memfd_create("from", MFD_CLOEXEC), to = memfd_create("to", MFD_CLOEXEC);

	(void)state;
	assert_true(data && copy);
	for (size_t i = 0; i < SIZE; i++)
		data[i] = (char)(i * 7919 >> 5);
	assert_int_equal(fd_write_all(from, data, SIZE), 0);
	assert_int_equal(lseek(from, 17, SEEK_SET), 17);
	assert_int_equal(fd_copy(from, to, SIZE), 0);
	assert_int_equal(lseek(from, 0, SEEK_CUR), 17);
	assert_int_equal(lseek(to, 0, SEEK_CUR), 0);
	assert_int_equal(fd_read_full(to, copy, SIZE), SIZE);
	assert_memory_equal(data, copy, SIZE);
	assert_int_equal(fd_copy(from, to, SIZE + 1), -1);
	assert_int_equal(errno, EIO);
	close(from);
	close(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_arrives_whole_and_alone),
		cmocka_unit_test(descriptors_arrive_in_order_and_closed_on_exec),
		cmocka_unit_test(the_most_descriptors_fit_and_one_more_is_refused),
		cmocka_unit_test(what_is_too_much_is_refused_and_closed),
		cmocka_unit_test(what_finds_no_free_number_is_refused_and_closed),
		cmocka_unit_test(a_peer_that_is_gone_is_no_signal),
		cmocka_unit_test(reading_goes_on_until_full_or_the_end),
		cmocka_unit_test(what_is_sealed_stays_as_it_is),
		cmocka_unit_test(an_empty_file_can_be_sealed_and_another_cannot),
		cmocka_unit_test(a_page_that_another_holds_can_be_sealed),
		cmocka_unit_test(copying_moves_no_offset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

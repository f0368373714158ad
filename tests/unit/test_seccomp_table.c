#include "sandbox/seccomp_table.h"

#include "sandbox/seccomp.h"
#include "util/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cmocka.h>

enum { ERRNO_MAX = 133, X32_BIT = 0x40000000 };

static const enum class_filter filters[] = { FILTER_NATIVE, FILTER_MANAGED };

static int answer_of(const struct seccomp_row *row, enum class_filter column)
{
	return column == FILTER_NATIVE ? row->native : row->managed;
}

/* ---- The table ---------------------------------------------------------------------------- */

static void no_call_is_listed_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < seccomp_row_count; i++)
		for (size_t j = i + 1; j < seccomp_row_count; j++)
			if (!strcmp(seccomp_rows[i].call, seccomp_rows[j].call))
				fail_msg("%s is listed twice", seccomp_rows[i].call);
}

/* A name that nobody knows would be a rule that is never made. */
static void every_name_is_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < seccomp_row_count; i++)
		if (seccomp_syscall_resolve_name(seccomp_rows[i].call) < 0)
			fail_msg("there is no system call %s", seccomp_rows[i].call);
}

static void every_answer_is_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < seccomp_row_count; i++)
		for (size_t f = 0; f < ARRAY_SIZE(filters); f++) {
			int answer = answer_of(&seccomp_rows[i], filters[f]);

			assert_in_range(answer + 1, 0, ERRNO_MAX + 1);
		}
}

static void clone_is_not_in_the_table_as_its_flags_decide(void **state)
{
	(void)state;
	for (size_t i = 0; i < seccomp_row_count; i++)
		assert_string_not_equal(seccomp_rows[i].call, "clone");
}

/* ---- The filter, run here ------------------------------------------------------------------ */

struct filter {
	struct sock_filter code[BPF_MAXINSNS];
	size_t count;
};

static void load(enum class_filter column, struct filter *filter)
{
	struct error err = { 0 };
	autoclose int fd = seccomp_compile(column, &err);
	ssize_t size;

	if (fd < 0)
		fail_msg("%s", err.message);
	size = pread(fd, filter->code, sizeof filter->code, 0);
	assert_true(size > 0 && size % (ssize_t)sizeof filter->code[0] == 0);
	filter->count = (size_t)size / sizeof filter->code[0];
}

static bool holds(uint16_t code, uint32_t a, uint32_t k)
{
	switch (BPF_OP(code)) {
	case BPF_JA:
		return true;
	case BPF_JEQ:
		return a == k;
	case BPF_JGT:
		return a > k;
	case BPF_JGE:
		return a >= k;
	case BPF_JSET:
		return a & k;
	default:
		fail_msg("jump %#x", code);
	}
	return false;
}

/* As much of the kernel's machine as libseccomp makes use of. */
static uint32_t run(const struct filter *filter, const struct seccomp_data *data)
{
	uint32_t a = 0;

	for (size_t i = 0; i < filter->count; i++) {
		const struct sock_filter *op = &filter->code[i];

		switch (op->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			assert_true(op->k + sizeof a <= sizeof *data);
			memcpy(&a, (const char *)data + op->k, sizeof a);
			break;
		case BPF_ALU | BPF_AND | BPF_K:
			a &= op->k;
			break;
		case BPF_RET | BPF_K:
			return op->k;
		case BPF_JMP | BPF_JA:
			i += op->k;
			break;
		default:
			assert_int_equal(BPF_CLASS(op->code), BPF_JMP);
			i += holds(op->code, a, op->k) ? op->jt : op->jf;
		}
	}
	fail_msg("the filter has no end");
	return 0;
}

static uint32_t ask(const struct filter *filter, int number, uint64_t argument)
{
	const struct seccomp_data data = {
		.nr = number, .arch = AUDIT_ARCH_X86_64, .args = { argument },
	};

	return run(filter, &data);
}

static uint32_t action_of(int answer)
{
	return answer == CALL_ALLOW ? SECCOMP_RET_ALLOW :
	       answer == CALL_DENY ? SECCOMP_RET_USER_NOTIF :
				     SECCOMP_RET_ERRNO | (uint32_t)answer;
}

static void the_filter_answers_as_the_table_says(void **state)
{
	static struct filter filter;

	(void)state;
	for (size_t f = 0; f < ARRAY_SIZE(filters); f++) {
		load(filters[f], &filter);
		for (size_t i = 0; i < seccomp_row_count; i++) {
			const struct seccomp_row *row = &seccomp_rows[i];
			uint32_t expected = action_of(answer_of(row, filters[f]));
			int number = seccomp_syscall_resolve_name(row->call);

			if (ask(&filter, number, 0) != expected)
				fail_msg("%s: %#x", row->call, ask(&filter, number, 0));
		}
	}
}

static void calls_that_are_not_listed_do_not_exist(void **state)
{
	static const int numbers[] = {
		SYS_remap_file_pages, SYS_landlock_restrict_self, 461, 9999,
	};
	static struct filter filter;

	(void)state;
	for (size_t f = 0; f < ARRAY_SIZE(filters); f++) {
		load(filters[f], &filter);
		for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
			assert_int_equal(ask(&filter, numbers[i], 0), SECCOMP_RET_ERRNO | ENOSYS);
	}
}

static void clone_makes_threads_and_processes_but_no_namespaces(void **state)
{
	static const uint64_t namespaces[] = {
		CLONE_NEWCGROUP, CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID,
		CLONE_NEWUSER, CLONE_NEWUTS,
	};
	static struct filter filter;
	const uint64_t thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
				CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |
				CLONE_CHILD_CLEARTID;

	(void)state;
	for (size_t f = 0; f < ARRAY_SIZE(filters); f++) {
		load(filters[f], &filter);
		assert_int_equal(ask(&filter, SYS_clone, SIGCHLD), SECCOMP_RET_ALLOW);
		assert_int_equal(ask(&filter, SYS_clone, thread), SECCOMP_RET_ALLOW);
		for (size_t i = 0; i < ARRAY_SIZE(namespaces); i++) {
			uint64_t flags = namespaces[i] | SIGCHLD;

			assert_int_equal(ask(&filter, SYS_clone, flags), SECCOMP_RET_ERRNO | EPERM);
			flags |= CLONE_NEWUSER | CLONE_VM | CLONE_VFORK;
			assert_int_equal(ask(&filter, SYS_clone, flags), SECCOMP_RET_ERRNO | EPERM);
		}
	}
}

static void other_ways_of_calling_the_kernel_kill(void **state)
{
	static struct filter filter;
	struct seccomp_data data = { .nr = SYS_read, .arch = AUDIT_ARCH_I386 };

	(void)state;
	for (size_t f = 0; f < ARRAY_SIZE(filters); f++) {
		load(filters[f], &filter);
		assert_int_equal(run(&filter, &data), SECCOMP_RET_KILL_PROCESS);
		assert_int_equal(ask(&filter, SYS_read | X32_BIT, 0), SECCOMP_RET_KILL_PROCESS);
		assert_int_equal(ask(&filter, SYS_execve | X32_BIT, 0), SECCOMP_RET_KILL_PROCESS);
	}
}

static void a_compiled_filter_cannot_be_changed_any_more(void **state)
{
	(void)state;
	for (size_t f = 0; f < ARRAY_SIZE(filters); f++) {
		struct error err = { 0 };
		autoclose int fd = seccomp_compile(filters[f], &err);
		struct stat st;

		assert_true(fd >= 0);
		assert_int_equal(fstat(fd, &st), 0);
		assert_true(st.st_size > 0 && st.st_size % 8 == 0);
		assert_true(st.st_size / 8 <= BPF_MAXINSNS);
		assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
		assert_int_equal(fcntl(fd, F_GET_SEALS),
				 F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
		assert_int_equal(pwrite(fd, "x", 1, 0), -1);
	}
}

static void calls_are_named(void **state)
{
	char text[16];

	(void)state;
	assert_string_equal(seccomp_call_name(SYS_socket, text, sizeof text), "socket");
	assert_string_equal(seccomp_call_name(9999, text, sizeof text), "#9999");
	assert_string_equal(seccomp_call_name(SYS_process_vm_writev, text, sizeof text),
			    "process_vm_writ");
}

/*
 * The level of what libseccomp may make use of is set and not probed, for valgrind does not know
 * the system call. Notifications need level 5.
 */
static int set_level(void **state)
{
	(void)state;
	return seccomp_api_set(5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_call_is_listed_twice),
		cmocka_unit_test(every_name_is_known),
		cmocka_unit_test(every_answer_is_one),
		cmocka_unit_test(clone_is_not_in_the_table_as_its_flags_decide),
		cmocka_unit_test(the_filter_answers_as_the_table_says),
		cmocka_unit_test(calls_that_are_not_listed_do_not_exist),
		cmocka_unit_test(clone_makes_threads_and_processes_but_no_namespaces),
		cmocka_unit_test(other_ways_of_calling_the_kernel_kill),
		cmocka_unit_test(a_compiled_filter_cannot_be_changed_any_more),
		cmocka_unit_test(calls_are_named),
	};

	return cmocka_run_group_tests(tests, set_level, NULL);
}

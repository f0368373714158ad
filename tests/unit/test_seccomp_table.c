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
#include <sys/resource.h>
#include <sys/socket.h>
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

			assert_in_range(answer + 2, 0, ERRNO_MAX + 2);
		}
}

static void only_denied_calls_say_how_to_show_their_arguments(void **state)
{
	(void)state;
	for (size_t i = 0; i < seccomp_row_count; i++) {
		const struct seccomp_row *row = &seccomp_rows[i];

		assert_int_equal(strspn(row->arguments, "dx*"), strlen(row->arguments));
		assert_true(strlen(row->arguments) <= 6);
		if (row->native != CALL_DENY && row->managed != CALL_DENY)
			assert_string_equal(row->arguments, "");
	}
}

/* The kernel takes the stricter answer of two filters, and an errno is stricter than a notice. */
static void rules_on_arguments_are_for_calls_that_are_else_allowed(void **state)
{
	(void)state;
	for (size_t i = 0; i < argument_rule_count; i++) {
		const struct seccomp_row *row = seccomp_rows;

		while (strcmp(row->call, argument_rules[i].call) != 0)
			assert_true(++row < seccomp_rows + seccomp_row_count);
		assert_int_equal(row->native, CALL_ALLOW);
		assert_int_equal(row->managed, CALL_ALLOW);
		assert_true(argument_rules[i].argument < 6);
	}
}

/* ---- The filter, run here ------------------------------------------------------------------ */

struct filter {
	struct sock_filter code[BPF_MAXINSNS];
	size_t count;
};

/* Takes the descriptor. */
static void read_filter(int program, const struct error *err, struct filter *filter)
{
	autoclose int fd = program;
	ssize_t size;

	if (fd < 0)
		fail_msg("%s", err->message);
	size = pread(fd, filter->code, sizeof filter->code, 0);
	assert_true(size > 0 && size % (ssize_t)sizeof filter->code[0] == 0);
	filter->count = (size_t)size / sizeof filter->code[0];
}

static void load(enum class_filter column, struct filter *filter)
{
	struct error err = { 0 };

	read_filter(seccomp_compile(column, &err), &err, filter);
}

static void load_arguments(struct filter *filter)
{
	struct error err = { 0 };

	read_filter(seccomp_compile_arguments(&err), &err, filter);
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
	       answer == CALL_IGNORE ? SECCOMP_RET_ERRNO :
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
		SYS_remap_file_pages, SYS_epoll_ctl_old, 461, 9999,
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
	load_arguments(&filter);
	assert_int_equal(ask(&filter, SYS_clone, SIGCHLD), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&filter, SYS_clone, thread), SECCOMP_RET_ALLOW);
	for (size_t i = 0; i < ARRAY_SIZE(namespaces); i++) {
		uint64_t flags = namespaces[i] | SIGCHLD;

		assert_int_equal(ask(&filter, SYS_clone, flags), SECCOMP_RET_ERRNO | EPERM);
		flags |= CLONE_NEWUSER | CLONE_VM | CLONE_VFORK;
		assert_int_equal(ask(&filter, SYS_clone, flags), SECCOMP_RET_ERRNO | EPERM);
	}
}

static uint32_t ask_all(const struct filter *filter, int number, uint64_t a, uint64_t b, uint64_t c)
{
	const struct seccomp_data data = {
		.nr = number, .arch = AUDIT_ARCH_X86_64, .args = { a, b, c },
	};

	return run(filter, &data);
}

static void core_limits_can_be_read_but_not_set(void **state)
{
	static struct filter filter;
	const uint64_t upper = 1ull << 32;	/* the kernel looks at 32 bits of a resource */

	(void)state;
	load_arguments(&filter);
	assert_int_equal(ask_all(&filter, SYS_prlimit64, 0, RLIMIT_CORE, 1),
			 SECCOMP_RET_ERRNO | EPERM);
	assert_int_equal(ask_all(&filter, SYS_prlimit64, 0, RLIMIT_CORE | upper, 1),
			 SECCOMP_RET_ERRNO | EPERM);
	assert_int_equal(ask_all(&filter, SYS_prlimit64, 0, RLIMIT_CORE, 0), SECCOMP_RET_ALLOW);
	assert_int_equal(ask_all(&filter, SYS_prlimit64, 0, RLIMIT_STACK, 1), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&filter, SYS_setrlimit, RLIMIT_CORE), SECCOMP_RET_ERRNO | EPERM);
	assert_int_equal(ask(&filter, SYS_setrlimit, RLIMIT_NOFILE), SECCOMP_RET_ALLOW);
}

static void files_cannot_be_locked(void **state)
{
	static struct filter filter;

	(void)state;
	load_arguments(&filter);
	assert_int_equal(ask_all(&filter, SYS_fcntl, 0, F_OFD_SETLK, 0),
			 SECCOMP_RET_ERRNO | ENOLCK);
	assert_int_equal(ask_all(&filter, SYS_fcntl, 0, F_SETLKW, 0), SECCOMP_RET_ERRNO | ENOLCK);
	assert_int_equal(ask_all(&filter, SYS_fcntl, 0, F_GETFL, 0), SECCOMP_RET_ALLOW);
}

/* ---- Our own processes --------------------------------------------------------------------- */

static void no_role_lists_a_call_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < role_row_count; i++) {
		assert_true(seccomp_syscall_resolve_name(role_rows[i].call) >= 0);
		for (size_t j = i + 1; j < role_row_count; j++)
			assert_string_not_equal(role_rows[i].call, role_rows[j].call);
	}
}

static void a_judge_starts_nothing_and_reaches_nothing(void **state)
{
	static const int refused[] = {
		SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_clone, SYS_clone3, SYS_fork,
		SYS_vfork, SYS_execve, SYS_execveat, SYS_ptrace, SYS_kill, SYS_pidfd_open,
		SYS_process_vm_writev, SYS_mount, SYS_unshare, SYS_setns, SYS_bpf, SYS_unlink,
		SYS_rename, SYS_mkdir, SYS_chmod, SYS_keyctl, SYS_io_uring_setup, SYS_setuid,
	};
	static struct filter filter;
	struct error err = { 0 };

	(void)state;
	read_filter(seccomp_compile_role(ROLE_JUDGE, &err), &err, &filter);
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
		assert_int_equal(ask(&filter, refused[i], 0), SECCOMP_RET_ERRNO | ENOSYS);
	assert_int_equal(ask(&filter, SYS_read, 0), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&filter, SYS_sendmsg, 0), SECCOMP_RET_ALLOW);
}

static void nobody_of_ours_executes_or_traces(void **state)
{
	static const int refused[] = {
		SYS_execve, SYS_execveat, SYS_process_vm_readv, SYS_mount, SYS_unshare,
		SYS_setns, SYS_bpf, SYS_perf_event_open, SYS_keyctl, SYS_io_uring_setup,
		SYS_userfaultfd, SYS_setuid, SYS_setresuid, SYS_init_module, SYS_pidfd_getfd,
#ifndef __SANITIZE_ADDRESS__
		SYS_ptrace,
#endif
	};
	static struct filter filter;

	(void)state;
	for (int role = 0; role < ROLES; role++) {
		struct error err = { 0 };

		read_filter(seccomp_compile_role((enum role)role, &err), &err, &filter);
		for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
			assert_int_equal(ask(&filter, refused[i], 0), SECCOMP_RET_ERRNO | ENOSYS);
	}
}

static void other_ways_of_calling_the_kernel_are_denied(void **state)
{
	static struct filter filter;
	struct seccomp_data data = { .nr = SYS_read, .arch = AUDIT_ARCH_I386 };

	(void)state;
	for (size_t f = 0; f < ARRAY_SIZE(filters); f++) {
		load(filters[f], &filter);
		assert_int_equal(run(&filter, &data), SECCOMP_RET_USER_NOTIF);
		assert_int_equal(ask(&filter, SYS_read | X32_BIT, 0), SECCOMP_RET_USER_NOTIF);
		assert_int_equal(ask(&filter, SYS_execve | X32_BIT, 0), SECCOMP_RET_USER_NOTIF);
	}
}

static void pairs_of_sockets_are_of_one_family(void **state)
{
	static struct filter filter;

	(void)state;
	load_arguments(&filter);
	assert_int_equal(ask(&filter, SYS_socketpair, AF_UNIX), SECCOMP_RET_ALLOW);
	assert_int_equal(ask(&filter, SYS_socketpair, AF_INET), SECCOMP_RET_ERRNO | EAFNOSUPPORT);
	assert_int_equal(ask(&filter, SYS_socketpair, AF_UNIX | 1ull << 32),
			 SECCOMP_RET_ERRNO | EAFNOSUPPORT);
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
				 F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE);
		assert_int_equal(pwrite(fd, "x", 1, 0), -1);
	}
}

static void denied_calls_are_shown_with_their_numbers(void **state)
{
	static const struct {
		struct seccomp_data call;
		const char *text;
	} cases[] = {
		{ { .nr = SYS_socket, .args = { 2, 1, 0, 77, 78, 79 } }, "socket(2, 1, 0)" },
		{ { .nr = SYS_unshare, .args = { 0x10000000, 1 } }, "unshare(0x10000000)" },
		{ { .nr = SYS_connect, .args = { UINT32_MAX, 0x7fff12345678 } },
		  "connect(-1, *, 0)" },
		{ { .nr = SYS_process_vm_writev, .args = { 4, 5, 6, 7, 4096, INT64_MAX } },
		  "process_vm_writev(4, *, 6, *, 4096, 9223372036854775807)" },
		{ { .nr = SYS_vhangup, .args = { 1 } }, "vhangup()" },
		{ { .nr = SYS_getpid | X32_BIT }, "getpid of x32" },
		{ { .nr = 999 | X32_BIT }, "#999 of x32" },
		{ { .nr = 20, .arch = AUDIT_ARCH_I386 }, "getpid of i386" },
		{ { .nr = 9999, .arch = AUDIT_ARCH_I386 }, "#9999 of i386" },
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct seccomp_data call = cases[i].call;

		if (!call.arch)
			call.arch = AUDIT_ARCH_X86_64;
		assert_string_equal(seccomp_describe(&call, text, sizeof text), cases[i].text);
		seccomp_describe(&call, text, 8);
		assert_int_equal(strncmp(text, cases[i].text, 7), 0);
	}
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
		cmocka_unit_test(only_denied_calls_say_how_to_show_their_arguments),
		cmocka_unit_test(rules_on_arguments_are_for_calls_that_are_else_allowed),
		cmocka_unit_test(the_filter_answers_as_the_table_says),
		cmocka_unit_test(calls_that_are_not_listed_do_not_exist),
		cmocka_unit_test(clone_makes_threads_and_processes_but_no_namespaces),
		cmocka_unit_test(other_ways_of_calling_the_kernel_are_denied),
		cmocka_unit_test(pairs_of_sockets_are_of_one_family),
		cmocka_unit_test(a_compiled_filter_cannot_be_changed_any_more),
		cmocka_unit_test(denied_calls_are_shown_with_their_numbers),
		cmocka_unit_test(core_limits_can_be_read_but_not_set),
		cmocka_unit_test(files_cannot_be_locked),
		cmocka_unit_test(no_role_lists_a_call_twice),
		cmocka_unit_test(a_judge_starts_nothing_and_reaches_nothing),
		cmocka_unit_test(nobody_of_ours_executes_or_traces),
	};

	return cmocka_run_group_tests(tests, set_level, NULL);
}

#include "sandbox/seccomp.h"

#include "sandbox/seccomp_table.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <errno.h>
#include <inttypes.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Optimisation level 2 makes libseccomp emit a binary tree: a fifth of the linear filter's cost. */
enum { BINARY_TREE = 2, DEFAULT_ERRNO = ENOSYS };

/* Returns 0, or a negative errno as libseccomp does. */
static int add(scmp_filter_ctx filter, const char *call, int answer)
{
	int number = seccomp_syscall_resolve_name(call);
	uint32_t action = answer == CALL_ALLOW ? SCMP_ACT_ALLOW :
			  answer == CALL_DENY ? SCMP_ACT_NOTIFY :
			  answer == CALL_IGNORE ? SCMP_ACT_ERRNO(0) :
			  SCMP_ACT_ERRNO((uint32_t)answer);

	if (number == __NR_SCMP_ERROR)
		return 0;	/* newer than this libseccomp: the default, then */
	if (answer == DEFAULT_ERRNO)
		return 0;	/* libseccomp refuses a rule that says what the default says */
	return seccomp_rule_add(filter, action, number, 0);
}

static int add_class(scmp_filter_ctx filter, int column)
{
	int status = 0;

	for (size_t i = 0; i < seccomp_row_count && !status; i++) {
		const struct seccomp_row *row = &seccomp_rows[i];

		status = add(filter, row->call,
			     column == FILTER_NATIVE ? row->native : row->managed);
	}
	return status;
}

static int add_role(scmp_filter_ctx filter, int role)
{
	int status = 0;

	for (size_t i = 0; i < role_row_count && !status; i++)
		if (role_rows[i].roles & 1u << role)
			status = add(filter, role_rows[i].call, CALL_ALLOW);
	return status;
}

static int add_arguments(scmp_filter_ctx filter, int unused)
{
	int status = 0;

	(void)unused;
	for (size_t i = 0; i < argument_rule_count && !status; i++) {
		const struct argument_rule *rule = &argument_rules[i];
		uint64_t mask = rule->test == ARGUMENT_IS ? UINT32_MAX : rule->value;
		struct scmp_arg_cmp compare[] = {
			SCMP_CMP(rule->argument, SCMP_CMP_MASKED_EQ, mask, rule->value),
			SCMP_CMP(rule->not_null, SCMP_CMP_NE, 0),
		};

		if (rule->test == ARGUMENT_IS_NOT)
			compare[0] = (struct scmp_arg_cmp)SCMP_CMP(rule->argument, SCMP_CMP_NE,
								   rule->value);

		status = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO((uint32_t)rule->errnum),
						seccomp_syscall_resolve_name(rule->call),
						rule->not_null ? 2 : 1, compare);
	}
	return status;
}

/* foreign: the answer to calls of another architecture, or of x32. */
struct policy {
	uint32_t otherwise, foreign;
	int (*fill)(scmp_filter_ctx filter, int which);
};

static int export(scmp_filter_ctx filter, const struct policy *policy, int which, int fd)
{
	int status = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, BINARY_TREE);

	if (!status)
		status = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, policy->foreign);
	if (!status)
		status = policy->fill(filter, which);
	return status ? status : seccomp_export_bpf(filter, fd);
}

static int compile(const struct policy *policy, int which, struct error *err)
{
	scmp_filter_ctx filter = seccomp_init(policy->otherwise);
	autoclose int fd = memfd_create("seccomp", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int status;

	if (!filter || fd < 0) {
		seccomp_release(filter);
		return error_system(err, "cannot make a system call filter");
	}
	status = export(filter, policy, which, fd);
	seccomp_release(filter);
	if (status < 0)
		return error_set(err, ERROR_SYSTEM, -status, "cannot make a system call filter");
	if (fd_seal(fd) < 0)
		return error_system(err, "cannot seal the system call filter");
	return TAKE_FD(fd);
}

int seccomp_compile(enum class_filter column, struct error *err)
{
	/* Not to kill for foreign calls: each such death would be a line in the host's log. */
	const struct policy policy = { SCMP_ACT_ERRNO(DEFAULT_ERRNO), SCMP_ACT_NOTIFY, add_class };

	return compile(&policy, (int)column, err);
}

int seccomp_compile_arguments(struct error *err)
{
	const struct policy policy = { SCMP_ACT_ALLOW, SCMP_ACT_ALLOW, add_arguments };

	return compile(&policy, 0, err);
}

int seccomp_compile_role(enum role role, struct error *err)
{
	const struct policy policy = { SCMP_ACT_ERRNO(DEFAULT_ERRNO), SCMP_ACT_KILL_PROCESS,
				       add_role };

	return compile(&policy, (int)role, err);
}

static const struct seccomp_row *find_row(int number)
{
	for (size_t i = 0; i < seccomp_row_count; i++)
		if (seccomp_syscall_resolve_name(seccomp_rows[i].call) == number)
			return &seccomp_rows[i];
	return NULL;
}

/* A register of 64 bits; most arguments are ints, whose upper half is zero even below zero. */
static void describe_argument(char kind, uint64_t value, char *text, size_t size)
{
	if (kind == 'x')
		snprintf(text, size, "%#" PRIx64, value);
	else if (kind == 'd' && value >> 32)
		snprintf(text, size, "%" PRId64, (int64_t)value);
	else if (kind == 'd')
		snprintf(text, size, "%" PRId32, (int32_t)value);
	else
		snprintf(text, size, "*");
}

static const char *describe_foreign(const struct seccomp_data *call, char *text, size_t size)
{
	const uint32_t x32_bit = 0x40000000;
	uint32_t arch = call->arch == SCMP_ARCH_X86_64 ? SCMP_ARCH_X32 : call->arch;
	autofree char *name = seccomp_syscall_resolve_num_arch(arch, call->nr);
	const char *of = arch == SCMP_ARCH_X32 ? "x32" :
			 arch == SCMP_ARCH_X86 ? "i386" : "another architecture";

	if (name)
		snprintf(text, size, "%s of %s", name, of);
	else
		snprintf(text, size, "#%u of %s", (uint32_t)call->nr & ~x32_bit, of);
	return text;
}

const char *seccomp_describe(const struct seccomp_data *call, char *text, size_t size)
{
	const struct seccomp_row *row = find_row(call->nr);
	size_t used;

	if (!row || call->arch != SCMP_ARCH_X86_64)
		return describe_foreign(call, text, size);
	used = (size_t)snprintf(text, size, "%s(", row->call);
	for (size_t i = 0; row->arguments[i] && used < size; i++) {
		char argument[24];

		describe_argument(row->arguments[i], call->args[i], argument, sizeof argument);
		used += (size_t)snprintf(text + used, size - used, "%s%s", i ? ", " : "",
					 argument);
	}
	if (used < size)
		snprintf(text + used, size - used, ")");
	return text;
}

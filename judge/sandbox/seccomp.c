#include "sandbox/seccomp.h"

#include "sandbox/seccomp_table.h"
#include "util/fd.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Optimisation level 2 makes libseccomp emit a binary tree: a fifth of the linear filter's cost. */
enum { BINARY_TREE = 2, DEFAULT_ERRNO = ENOSYS };

#define CLONE_NEW_ANY \
	(CLONE_NEWCGROUP | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | \
	 CLONE_NEWUSER | CLONE_NEWUTS)

static int add_rows(scmp_filter_ctx filter, enum class_filter column)
{
	for (size_t i = 0; i < seccomp_row_count; i++) {
		const struct seccomp_row *row = &seccomp_rows[i];
		int verdict = column == FILTER_NATIVE ? row->native : row->managed;
		int number = seccomp_syscall_resolve_name(row->call), status;
		uint32_t action = verdict == CALL_ALLOW ? SCMP_ACT_ALLOW :
				  verdict == CALL_DENY ? SCMP_ACT_NOTIFY :
				  SCMP_ACT_ERRNO((uint32_t)verdict);

		if (number == __NR_SCMP_ERROR)
			continue;	/* newer than this libseccomp: the default, then */
		if (verdict == DEFAULT_ERRNO)
			continue;	/* libseccomp refuses a rule that says what the default says */
		status = seccomp_rule_add(filter, action, number, 0);
		if (status < 0)
			return status;
	}
	return 0;
}

/* Threads and processes yes, namespaces no. */
static int add_clone(scmp_filter_ctx filter)
{
	int status = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
				      SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEW_ANY, 0));

	/* The exact complement in one rule needs a comparison per flag. */
	static const unsigned flags[] = {
		CLONE_NEWCGROUP, CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID,
		CLONE_NEWUSER, CLONE_NEWUTS,
	};

	for (size_t i = 0; i < sizeof flags / sizeof flags[0] && !status; i++)
		status = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
					  SCMP_A0(SCMP_CMP_MASKED_EQ, flags[i], flags[i]));
	return status;
}

static int build(scmp_filter_ctx filter, enum class_filter column, int fd)
{
	int status = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, BINARY_TREE);

	if (!status)
		status = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
					  SCMP_ACT_KILL_PROCESS);
	if (!status)
		status = add_rows(filter, column);
	if (!status)
		status = add_clone(filter);
	if (!status)
		status = seccomp_export_bpf(filter, fd);
	return status;
}

int seccomp_compile(enum class_filter column, struct error *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(DEFAULT_ERRNO));
	int fd = memfd_create("seccomp", MFD_CLOEXEC | MFD_ALLOW_SEALING), status;

	if (!filter || fd < 0) {
		error_system(err, "cannot make a system call filter");
		goto failed;
	}
	status = build(filter, column, fd);
	if (status < 0) {
		error_set(err, ERROR_SYSTEM, -status, "cannot make a system call filter");
		goto failed;
	}
	if (fd_seal(fd) < 0) {
		error_system(err, "cannot seal the system call filter");
		goto failed;
	}
	seccomp_release(filter);
	return fd;
failed:
	seccomp_release(filter);
	if (fd >= 0)
		close(fd);
	return -1;
}

const char *seccomp_call_name(int number, char *text, size_t size)
{
	char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);

	if (name)
		snprintf(text, size, "%s", name);
	else
		snprintf(text, size, "#%d", number);
	free(name);
	return text;
}

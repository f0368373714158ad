#include "sandbox/filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

int filter_install(int program, unsigned flags)
{
	struct sock_filter code[BPF_MAXINSNS];
	ssize_t bytes = pread(program, code, sizeof code, 0);
	struct sock_fprog filter = { .filter = code };

	if (bytes <= 0 || (size_t)bytes % sizeof code[0]) {
		errno = EINVAL;
		return -1;
	}
	filter.len = (unsigned short)((size_t)bytes / sizeof code[0]);
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);
}

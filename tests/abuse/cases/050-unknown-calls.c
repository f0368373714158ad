/*
 * System calls that this Assize has never heard of: unknown, as on a kernel that lacks them.
 *
 * @verdict AC
 */
#include "attack.h"

enum {
	FIRST_UNKNOWN = 450,	/* set_mempolicy_home_node; from here on nothing is in the table */
	LAST = 1000,
	/* Probes of the kernel's own; no filter is asked, and a program gets SIGILL or an error. */
	UPROBE = 336, HOLE_END = 423,
};

/* Older ones that are in no row: they give a program nothing, or too much. */
static const struct named_call unlisted[] = {
	{ "readahead", SYS_readahead, { 0, 0, 4096 } },
	{ "remap_file_pages", SYS_remap_file_pages, { 0 } },
	{ "removexattr", SYS_removexattr, { 0 } },
	{ "_sysctl", SYS__sysctl, { 0 } },
	{ "get_kernel_syms", SYS_get_kernel_syms, { 0 } },
	{ "create_module", SYS_create_module, { 0 } },
	{ "query_module", SYS_query_module, { 0 } },
	{ "io_setup", SYS_io_setup, { 1, 0 } },
	{ "io_submit", SYS_io_submit, { 0 } },
	{ "process_mrelease", SYS_process_mrelease, { 3, 0 } },
	{ "sendmmsg", SYS_sendmmsg, { 3, 0, 0, 0 } },
	{ "recvmmsg", SYS_recvmmsg, { 3, 0, 0, 0, 0 } },
	{ "vserver", SYS_vserver, { 0 } },
	{ "tuxcall", SYS_tuxcall, { 0 } },
	{ "security", SYS_security, { 0 } },
};

static void refuse_number(long number)
{
	errno = 0;
	must(syscall(number, -1, 0, 0, 0, 0, 0) == -1 && errno == ENOSYS, "system call %ld: %s",
	     number, strerror(errno));
}

int main(void)
{
	for (size_t i = 0; i < COUNT(unlisted); i++) {
		const long *a = unlisted[i].arguments;

		errno = 0;
		must(syscall(unlisted[i].number, a[0], a[1], a[2], a[3], a[4]) == -1 &&
		     errno == ENOSYS, "%s: %s", unlisted[i].name, strerror(errno));
	}
	for (long number = FIRST_UNKNOWN; number < LAST; number++)
		refuse_number(number);
	for (long number = UPROBE + 1; number <= HOLE_END; number++)
		refuse_number(number);
	refuse_number(0x3fffffff);
	return finish();
}

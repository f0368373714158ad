/*
 * Calls that open what no path leads to: each ends the run.
 *
 * @verdict RTE
 * @each chroot name_to_handle_at open_by_handle_at
 * @reason system call {}(
 */
#include "attack.h"

int main(void)
{
	static struct {
		struct file_handle handle;
		unsigned char bytes[MAX_HANDLE_SZ];
	} h = { .handle = { .handle_bytes = MAX_HANDLE_SZ } };
	static int mount_id;
	const struct named_call calls[] = {
		{ "chroot", SYS_chroot, { (long)"/work" } },
		{ "name_to_handle_at", SYS_name_to_handle_at,
		  { AT_FDCWD, (long)"/dev/null", (long)&h, (long)&mount_id, 0 } },
		{ "open_by_handle_at", SYS_open_by_handle_at, { AT_FDCWD, (long)&h, O_RDONLY } },
	};

	return make_named_call(calls, COUNT(calls));
}

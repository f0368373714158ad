/*
 * The other calls that mount, and pivot_root: each ends the run.
 *
 * @verdict RTE
 * @each pivot_root fsopen fsconfig fsmount fspick open_tree move_mount mount_setattr
 * @reason system call {}(
 */
#include "attack.h"

#include <linux/mount.h>

int main(void)
{
	static const struct mount_attr attributes = { .attr_clr = MOUNT_ATTR_RDONLY };
	const struct named_call calls[] = {
		{ "pivot_root", SYS_pivot_root, { (long)".", (long)"." } },
		{ "fsopen", SYS_fsopen, { (long)"tmpfs", 0 } },
		{ "fsconfig", SYS_fsconfig, { 3, FSCONFIG_CMD_CREATE, 0, 0, 0 } },
		{ "fsmount", SYS_fsmount, { 3, 0, 0 } },
		{ "fspick", SYS_fspick, { AT_FDCWD, (long)"/work", 0 } },
		{ "open_tree", SYS_open_tree, { AT_FDCWD, (long)"/", OPEN_TREE_CLONE } },
		{ "move_mount", SYS_move_mount,
		  { 3, (long)"", AT_FDCWD, (long)"/work", MOVE_MOUNT_F_EMPTY_PATH } },
		{ "mount_setattr", SYS_mount_setattr,
		  { AT_FDCWD, (long)"/", 0, (long)&attributes, sizeof attributes } },
	};

	return make_named_call(calls, COUNT(calls));
}

/*
 * Mounts, remounts and unmounts with the calls that the spawner itself needs: a program has no
 * right to them.
 *
 * @verdict AC
 */
#include "attack.h"

#include <sys/mount.h>

static const char *const types[] = {
	"proc", "sysfs", "tmpfs", "cgroup", "cgroup2", "devpts", "mqueue", "ramfs", "overlay",
	"fuse", "ext4", "nfs", "bpf", "debugfs", "tracefs", "securityfs", "configfs", "devtmpfs",
	"hugetlbfs", "binfmt_misc", "autofs", "squashfs", "9p",
};

static const char *const points[] = {
	"/", "/work", "/files", "/proc", "/dev/null", "/dev/urandom", "/etc/passwd",
};

static const unsigned long changes[] = {
	MS_REMOUNT, MS_REMOUNT | MS_BIND, MS_REMOUNT | MS_BIND | MS_RDONLY, MS_BIND,
	MS_BIND | MS_REC, MS_MOVE, MS_SHARED, MS_SLAVE | MS_REC, MS_PRIVATE, MS_UNBINDABLE,
};

static const int ways[] = { 0, MNT_DETACH, MNT_FORCE, MNT_EXPIRE, UMOUNT_NOFOLLOW };

int main(void)
{
	for (size_t t = 0; t < COUNT(types); t++)
		refuse(mount("none", "/work", types[t], 0, NULL), EPERM);
	for (size_t p = 0; p < COUNT(points); p++) {
		for (size_t c = 0; c < COUNT(changes); c++)
			refuse(mount(points[p], points[p], NULL, changes[c], NULL), EPERM);
		for (size_t w = 0; w < COUNT(ways); w++)
			refuse(umount2(points[p], ways[w]), EPERM);
	}
	refuse(call(mount, "/", "/work", "none", 0xC0ED0000UL | MS_BIND, 0), EPERM);
	return finish();
}

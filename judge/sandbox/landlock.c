#include "sandbox/landlock.h"

#include <errno.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Debian 12's header ends with the interface of Linux 6.1; these are of 6.2, 6.7, 6.10 and 6.12. */
#define ACCESS_FS_TRUNCATE	(1ull << 14)	/* ABI 3 */
#define ACCESS_FS_IOCTL_DEV	(1ull << 15)	/* ABI 5 */
#define ACCESS_NET_TCP		3ull		/* ABI 4: bind and connect */
#define RESTRICT_SELF_LOG_SUBDOMAINS_OFF 4u	/* ABI 7: Linux 6.15 */
#define SCOPE_SOCKET_AND_SIGNAL	3ull		/* ABI 6: abstract unix sockets, signals */

struct ruleset_attr {
	uint64_t handled_fs, handled_net, scoped;
};

static uint64_t known_to(int abi, uint64_t access)
{
	if (abi < 5)
		access &= ~ACCESS_FS_IOCTL_DEV;
	if (abi < 3)
		access &= ~ACCESS_FS_TRUNCATE;
	if (abi < 2)
		access &= ~LANDLOCK_ACCESS_FS_REFER;
	return access;
}

static uint64_t write_access(int abi)
{
	return known_to(abi, LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
			     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
			     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM |
			     LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_REFER |
			     ACCESS_FS_TRUNCATE);
}

/* No rule ever allows these. */
static uint64_t device_access(int abi)
{
	return known_to(abi, LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
			     LANDLOCK_ACCESS_FS_MAKE_SOCK | ACCESS_FS_IOCTL_DEV);
}

int landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	/* ENOSYS: not built in; EOPNOTSUPP: switched off at boot. */
	return abi < 0 ? 0 : (int)abi;
}

int landlock_open(int abi)
{
	struct ruleset_attr attr = { .handled_fs = write_access(abi) | device_access(abi) };

	if (abi >= 4)
		attr.handled_net = ACCESS_NET_TCP;
	if (abi >= 6)
		attr.scoped = SCOPE_SOCKET_AND_SIGNAL;
	/* An older kernel takes a longer structure whose end is zero. */
	return (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
}

static int allow(int ruleset, int directory, uint64_t access)
{
	const struct landlock_path_beneath_attr rule = {
		.allowed_access = access, .parent_fd = directory,
	};

	return (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

int landlock_allow_write(int ruleset, int abi, int directory)
{
	return allow(ruleset, directory, write_access(abi));
}

int landlock_allow_devices(int ruleset, int directory)
{
	return allow(ruleset, directory, LANDLOCK_ACCESS_FS_WRITE_FILE);
}

int landlock_enter(int ruleset, int abi)
{
	/* A program's own rulesets, made to be broken, shall not fill the host's audit log. */
	const unsigned flags = abi >= 7 ? RESTRICT_SELF_LOG_SUBDOMAINS_OFF : 0;

	return (int)syscall(SYS_landlock_restrict_self, ruleset, flags);
}

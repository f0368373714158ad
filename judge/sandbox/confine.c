#include "sandbox/confine.h"

#include "sandbox/filter.h"
#include "sandbox/landlock.h"
#include "sandbox/seccomp.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

int confine_prepare(enum role role, struct confinement *ret_confinement, struct error *err)
{
	struct confinement c = { -1, -1, -1 };
	int abi = role == ROLE_FRONT ? 0 : landlock_abi();

	c.filter = seccomp_compile_role(role, err);
	if (c.filter >= 0)
		c.arguments = seccomp_compile_arguments(err);
	if (c.arguments < 0) {
		confine_close(&c);
		return -1;
	}
	if (abi)
		c.landlock = landlock_open(abi);
	if (abi && c.landlock < 0) {
		confine_close(&c);
		return error_system(err, "cannot make Landlock rules");
	}
	*ret_confinement = c;
	return 0;
}

int confine_enter(const struct confinement *c, struct error *err)
{
	const unsigned flags = SECCOMP_FILTER_FLAG_SPEC_ALLOW;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return error_system(err, "cannot renounce privileges");
	if (c->landlock >= 0 && landlock_enter(c->landlock, landlock_abi()) < 0)
		return error_system(err, "cannot enter Landlock");
	if (filter_install(c->arguments, flags) < 0 || filter_install(c->filter, flags) < 0)
		return error_system(err, "cannot install the system call filter of this process");
	return 0;
}

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void confine_close(struct confinement *c)
{
	close_if_open(&c->filter);
	close_if_open(&c->arguments);
	close_if_open(&c->landlock);
}

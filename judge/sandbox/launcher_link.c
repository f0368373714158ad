/*
 * The front's side of the launcher: nothing here is privileged, or runs in the launcher.
 */
#include "sandbox/launcher.h"

#include "sandbox/confine.h"
#include "sandbox/launcher_protocol.h"
#include "sandbox/slot_lock.h"
#include "util/fd.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

int launcher_start_slots(int control, unsigned count, int *jobs, unsigned *numbers,
			 struct error *err)
{
	struct start_request request = { count };
	struct start_reply reply;
	size_t received;

	if (count == 0 || count > SLOTS_MAX)
		return error_usage(err, "number of slots must be 1 to %d", SLOTS_MAX);
	errno = 0;
	if (fd_send(control, &request, sizeof request, NULL, 0) < 0 ||
	    fd_receive(control, &reply, sizeof reply, jobs, count, &received) != sizeof reply)
		return error_system(err, "the launcher does not start slots");
	if (reply.err.kind != ERROR_NONE) {
		*err = reply.err;
		return -1;
	}
	for (unsigned i = 0; numbers && i < count; i++)
		numbers[i] = reply.slot[i];
	return received == count ? 0 :
	       error_set(err, ERROR_SYSTEM, 0, "the launcher started too few slots");
}

int launcher_next_event(int control, struct launcher_event *ret_event, int *ret_jobs)
{
	size_t received;

	if (fd_receive(control, ret_event, sizeof *ret_event, ret_jobs, 1, &received) !=
		    sizeof *ret_event || received != 1)
		return -1;
	return 0;
}

int launcher_drop_privileges(struct error *err)
{
	const struct passwd *user = getpwnam("assize");
	uid_t uid = user ? user->pw_uid : SLOT_UID_BASE - 1;
	gid_t gid = user ? user->pw_gid : SLOT_UID_BASE - 1;
	struct confinement confinement;
	int status;

	if (geteuid() != 0)
		return 0;
	if (setgroups(0, NULL) < 0 || setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0)
		return error_system(err, "cannot become user assize (run as root with all capabilities)");
	prctl(PR_SET_PDEATHSIG, SIGKILL);	/* the change of uid cleared it */
	if (confine_prepare(ROLE_FRONT, &confinement, err) < 0)
		return -1;
	status = confine_enter(&confinement, err);
	confine_close(&confinement);
	return status;
}

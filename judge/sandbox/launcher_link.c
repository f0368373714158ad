/*
 * The front's side of the launcher: nothing here is privileged, or runs in the launcher.
 */
#include "sandbox/launcher.h"

#include "sandbox/confine.h"
#include "sandbox/launcher_protocol.h"
#include "sandbox/slot_lock.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int launcher_start_slots(int control, unsigned count, int *jobs, int *cpus, struct error *err)
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
	for (unsigned i = 0; cpus && i < count; i++)
		cpus[i] = reply.cpu[i];
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

struct user {
	uid_t uid;
	gid_t gid;
};

/* Who the front becomes when it gives up root. */
static struct user worker_user(void)
{
	const struct passwd *user = getpwnam("assize");

	return (struct user){ user ? user->pw_uid : SLOT_UID_BASE - 1,
			      user ? user->pw_gid : SLOT_UID_BASE - 1 };
}

/* ---- A directory for it -------------------------------------------------------------------- */

/* /a/b of /a/b/c, with modes that let other users pass. What is there already stays as it is. */
static void make_parents(const char *path)
{
	char parent[PATH_MAX];

	for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
		if (mkdir(parent, 0755) == 0)
			chmod(parent, 0755);	/* whatever the umask of the caller is */
	}
}

/*
 * Files belong to the file system uid of who makes them. With another one the kernel takes away the
 * right to write where only root may, but does not keep us from taking it back; CAP_CHOWN, which
 * would be the other way, was given up.
 */
static int make_owned(const char *path, struct user user)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];
	int status, saved;

	setfsgid(user.gid);
	setfsuid(user.uid);
	status = (int)syscall(SYS_capget, &header, data);
	for (unsigned i = 0; i < 2; i++)
		data[i].effective = data[i].permitted;
	if (status == 0)
		status = (int)syscall(SYS_capset, &header, data);
	if (status == 0)
		status = mkdir(path, 0700);
	saved = errno;
	setfsuid(geteuid());
	setfsgid(getegid());
	errno = saved;
	return status;
}

int launcher_directory(const char *path, struct error *err)
{
	const struct user user = geteuid() == 0 ? worker_user() :
						  (struct user){ geteuid(), getegid() };
	autoclose int fd = -1;
	struct stat st;

	make_parents(path);
	if ((user.uid == geteuid() ? mkdir(path, 0700) : make_owned(path, user)) < 0 &&
	    errno != EEXIST)
		return error_system(err, "cannot make the directory %s", path);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		return error_system(err, "cannot open the directory %s", path);
	if (st.st_uid != user.uid)
		return error_usage(err, "the directory %s belongs to uid %u, and the worker runs as "
				   "uid %u; run: chown %u %s", path, st.st_uid, user.uid, user.uid,
				   path);
	return TAKE_FD(fd);
}

/* ---- Giving up root ------------------------------------------------------------------------ */

int launcher_drop_privileges(struct error *err)
{
	const struct user user = worker_user();
	struct confinement confinement;
	int status;

	if (geteuid() != 0)
		return 0;
	if (setgroups(0, NULL) < 0 || setresgid(user.gid, user.gid, user.gid) < 0 ||
	    setresuid(user.uid, user.uid, user.uid) < 0)
		return error_system(err, "cannot become user assize (run as root with all capabilities)");
	prctl(PR_SET_PDEATHSIG, SIGKILL);	/* the change of uid cleared it */
	if (confine_prepare(ROLE_FRONT, &confinement, err) < 0)
		return -1;
	status = confine_enter(&confinement, err);
	confine_close(&confinement);
	return status;
}

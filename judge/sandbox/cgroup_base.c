#include "sandbox/cgroup_base.h"

#include "util/cleanup.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

enum { SCOPE_TIMEOUT_MS = 10000, SCOPE_POLL_MS = 10, ENABLE_ATTEMPTS = 20 };

#define CURE "start it with: systemd-run --scope -p Delegate=yes COMMAND"

int cgroup_base_parse(const char *text, char *path, size_t size)
{
	const char *line = strncmp(text, "0::", 3) ? strstr(text, "\n0::") : text;
	size_t length;

	if (!line)
		return -1;
	line = strchr(line, '/');
	if (!line || !strncmp(line, "/..", 3))
		return -1;
	length = strcspn(line, "\n");
	if (length == 1)
		length = 0;
	if (length >= size)
		return -1;
	memcpy(path, line, length);
	path[length] = '\0';
	return 0;
}

static int own_group(char *path, size_t size)
{
	char text[4096];
	autoclose int fd = open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : fd_read_full(fd, text, sizeof text - 1);

	if (n < 0)
		return -1;
	text[n] = '\0';
	return cgroup_base_parse(text, path, size);
}

/* systemd marks what it delegates, in one of two ways; for another user's it changes the owner. */
static bool is_delegated(const char *mount, const char *group)
{
	static const char *const marks[] = { "user.delegate", "trusted.delegate" };
	char path[PATH_MAX], value[4];

	snprintf(path, sizeof path, "%s%s", mount, group);
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (getxattr(path, marks[i], value, sizeof value) == 1 && value[0] == '1')
			return true;
	return geteuid() != 0 && access(path, W_OK) == 0;
}

/* Our own group, or the one above it if an earlier start has moved our shell into ours. */
static bool find_delegated(const char *mount, char *base, size_t size)
{
	char group[PATH_MAX];
	char *last;

	if (own_group(group, sizeof group) < 0 || strlen(group) >= size)
		return false;
	last = strrchr(group, '/');
	if (!is_delegated(mount, group)) {
		if (!last || strcmp(last + 1, CGROUP_SUPERVISOR))
			return false;
		*last = '\0';
		if (!is_delegated(mount, group))
			return false;
	}
	snprintf(base, size, "%s", group);
	return true;
}

/* Runs a program to its end, without its output. */
static bool succeeds(char *const *argv)
{
	char *const envp[] = { (char *)(uintptr_t)"PATH=/usr/bin:/bin", NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	pid_t pid;
	int status = 0, error;

	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&actions);
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
	error = posix_spawnp(&pid, argv[0], &actions, &attributes, argv, envp);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	if (error)
		return false;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* systemd answers before it has moved us. */
static bool await_group(const char *scope)
{
	const struct timespec pause = { .tv_nsec = SCOPE_POLL_MS * 1000000l };
	char group[PATH_MAX];

	for (int ms = 0; ms < SCOPE_TIMEOUT_MS; ms += SCOPE_POLL_MS) {
		const char *last = own_group(group, sizeof group) < 0 ? NULL : strrchr(group, '/');

		if (last && !strcmp(last + 1, scope))
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

/* As systemd-run --scope -p Delegate=yes does, for a process that runs already. */
static bool ask_for_scope(void)
{
	char scope[40], pid[16];
	const char *const words[] = {
		"busctl", "call", "org.freedesktop.systemd1", "/org/freedesktop/systemd1",
		"org.freedesktop.systemd1.Manager", "StartTransientUnit", "ssa(sv)a(sa(sv))",
		scope, "fail", "4",
		"Description", "s", "Assize, a judge for programming contests",
		"PIDs", "au", "1", pid,
		"Delegate", "b", "true",
		"CollectMode", "s", "inactive-or-failed",
		"0", NULL,
	};

	snprintf(pid, sizeof pid, "%d", (int)getpid());
	snprintf(scope, sizeof scope, "assize-%s.scope", pid);
	return succeeds((char *const *)(uintptr_t)words) && await_group(scope);
}

static int find_under_systemd(const char *mount, char *base, size_t size, struct error *err)
{
	if (find_delegated(mount, base, size))
		return 0;
	/* What systemd itself started belongs to its unit, whose file has to say so. */
	if (getppid() == 1)
		return error_set(err, ERROR_SYSTEM, 0, "no control groups: systemd has not delegated "
				 "a subtree to this unit (add Delegate=yes to its [Service])");
	if (geteuid() != 0)
		return error_set(err, ERROR_SYSTEM, 0, "no control groups: systemd has not delegated "
				 "a subtree (" CURE ")");
	if (!ask_for_scope())
		return error_set(err, ERROR_SYSTEM, 0, "no control groups: systemd gives no scope "
				 "with a delegated subtree, busctl failed (" CURE ")");
	if (find_delegated(mount, base, size))
		return 0;
	return error_set(err, ERROR_SYSTEM, 0, "no control groups: systemd made a scope, but did not "
			 "delegate its subtree (systemd 244 or later is needed)");
}

int cgroup_base_find(const char *mount, char *base, size_t size, struct error *err)
{
	/* The mark that sd_booted(3) looks for. */
	if (access("/run/systemd/system", F_OK) == 0)
		return find_under_systemd(mount, base, size, err);
	base[0] = '\0';
	return 0;
}

static int write_to(const char *directory, const char *file, const char *text)
{
	char path[PATH_MAX];
	autoclose int fd = -1;

	if (snprintf(path, sizeof path, "%s/%s", directory, file) >= (int)sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = open(path, O_WRONLY | O_CLOEXEC);
	return fd < 0 || write(fd, text, strlen(text)) < 0 ? -1 : 0;
}

/* Everyone who is in the group goes into its child; those that fork meanwhile, the next time. */
static void make_room(const char *directory)
{
	char path[PATH_MAX], supervisor[PATH_MAX], line[32];
	autofclose FILE *members = NULL;

	if (snprintf(path, sizeof path, "%s/cgroup.procs", directory) >= (int)sizeof path ||
	    snprintf(supervisor, sizeof supervisor, "%s/" CGROUP_SUPERVISOR, directory) >=
		    (int)sizeof supervisor)
		return;
	if (mkdir(supervisor, 0755) < 0 && errno != EEXIST)
		return;
	members = fopen(path, "re");
	while (members && fgets(line, sizeof line, members))
		write_to(supervisor, "cgroup.procs", line);
}

bool cgroup_base_enable(const char *mount, const char *base, const char *controller)
{
	char directory[PATH_MAX], text[32];

	snprintf(directory, sizeof directory, "%s%s", mount, base);
	snprintf(text, sizeof text, "+%s", controller);
	for (int i = 0; i < ENABLE_ATTEMPTS; i++) {
		if (write_to(directory, "cgroup.subtree_control", text) == 0)
			return true;
		if (errno != EBUSY)
			return false;
		make_room(directory);
	}
	errno = EBUSY;
	return false;
}

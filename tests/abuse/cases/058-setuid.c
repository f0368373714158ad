/*
 * Gains from an executable: set-user-id bits on files of the box or of one's own, capabilities.
 *
 * @verdict AC
 * @processes 3
 */
#include "attack.h"

#include <ftw.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>

static int look(const char *path, const struct stat *st, int type, struct FTW *where)
{
	struct statvfs fs;

	(void)where;
	if (type != FTW_F || !strncmp(path, "/proc", 5))
		return 0;
	must(statvfs(path, &fs) == 0 && fs.f_flag & ST_NOSUID, "%s may give rights", path);
	must(!(st->st_mode & (S_ISUID | S_ISGID)), "%s has a set-id bit", path);
	return 0;
}

static void status(const char *key, const char *value)
{
	char line[128];
	FILE *file = fopen("/proc/self/status", "re");

	while (file && fgets(line, sizeof line, file))
		if (!strncmp(line, key, strlen(key))) {
			line[strcspn(line, "\n")] = '\0';
			must(!strcmp(line + strlen(key), value), "%s", line);
			fclose(file);
			return;
		}
	came_through("no %s", key);
}

static void copy_self(const char *path)
{
	char buffer[65536];
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int to = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
	ssize_t n;

	while ((n = read(from, buffer, sizeof buffer)) > 0)
		must(write(to, buffer, (size_t)n) == n, "cannot copy the executable");
	close(from);
	close(to);
}

static void run_copy(void)
{
	execl("/work/copy", "copy", "inner", NULL);
	_exit(errno == EACCES || errno == EPERM ? 0 : 1);
}

int main(int argc, char **argv)
{
	static const unsigned char capability[20] = { 1, 0, 0, 2, 0xff, 0xff, 0xff, 0xff };
	static const char none[] = "\t0000000000000000";

	status("NoNewPrivs:", "\t1");
	status("Seccomp:", "\t2");
	status("CapInh:", none);
	status("CapPrm:", none);
	status("CapEff:", none);
	status("CapBnd:", none);
	status("CapAmb:", none);
	must(getuid() == geteuid() && getuid() != 0 && getgid() == getegid(), "another user");
	refuse(setuid(0), EPERM);
	refuse(setgid(0), EPERM);
	refuse(setresuid(0, 0, 0), EPERM);
	refuse(setgroups(0, NULL), EPERM);
	if (argc > 1 && !strcmp(argv[1], "inner"))
		return 0;
	must(nftw("/", look, 20, FTW_PHYS) == 0, "cannot walk the root");
	copy_self("/work/copy");
	chmod("/work/copy", 06755);
	refuse(chown("/work/copy", 0, 0), EPERM);
	refuse(setxattr("/work/copy", "security.capability", capability, sizeof capability, 0),
	       EPERM, EINVAL, EOPNOTSUPP, ENOSYS);
	must(in_child(run_copy) == 0, "the copy");
	return finish();
}

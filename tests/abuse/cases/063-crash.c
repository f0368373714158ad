/*
 * Crashes, having asked for a core: no file here, and none on the host.
 *
 * @verdict AC
 * @processes 2
 * @tests crash look
 */
#include "attack.h"

#include <dirent.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static const int signals[] = { SIGSEGV, SIGABRT, SIGQUIT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS };

static void look(void)
{
	DIR *here = opendir(".");

	for (struct dirent *entry; here && (entry = readdir(here));)
		must(entry->d_name[0] == '.', "%s is here", entry->d_name);
	if (here)
		closedir(here);
}

static void crash(int number)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		setrlimit(RLIMIT_CORE, &all);
		prctl(PR_SET_DUMPABLE, 1);
		raise(number);
		_exit(0);
	}
	must(pid > 0 && waitpid(pid, &status, 0) == pid, "no child");
	must(WIFSIGNALED(status) && WTERMSIG(status) == number, "signal %d", number);
	must(!WCOREDUMP(status), "signal %d left a core", number);
}

int main(void)
{
	const struct rlimit some = { 1, 1 << 20 };
	struct rlimit have;

	look();
	if (test_is("look"))
		return finish();
	must(getrlimit(RLIMIT_CORE, &have) == 0 && have.rlim_max <= 1, "cores are allowed");
	refuse(setrlimit(RLIMIT_CORE, &some), EPERM);
	refuse(prlimit(getpid(), RLIMIT_CORE, &some, NULL), EPERM);
	for (size_t i = 0; i < COUNT(signals); i++)
		crash(signals[i]);
	look();
	return finish();
}

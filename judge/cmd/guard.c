#include "cmd/guard.h"

#include "util/cleanup.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* What nohup and the like have us ignore stays ignored. */
static void hold(sigset_t *set, int signal)
{
	struct sigaction action;

	if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
		sigaddset(set, signal);
}

void guard_begin(struct guard *guard)
{
	static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

	*guard = (struct guard){ .signal = 0 };
	signal(SIGCHLD, SIG_DFL);	/* ignored, a child would leave no status */
	sigemptyset(&guard->held);
	for (size_t i = 0; i < ARRAY_SIZE(ending); i++)
		hold(&guard->held, ending[i]);
	sigaddset(&guard->held, SIGCHLD);
	sigprocmask(SIG_BLOCK, &guard->held, &guard->before);
}

/* Its signals stay held: those of a terminal reach it as well, and it is ours to end. */
static void be_child(pid_t parent, int (*work)(void *context), void *context)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(3);
	exit(work(context));
}

int guard_run(struct guard *guard, int (*work)(void *context), void *context, struct error *err)
{
	pid_t parent = getpid(), child = fork();
	int status;

	if (child < 0)
		return error_system(err, "cannot start a process");
	if (child == 0)
		be_child(parent, work, context);
	while (waitpid(child, &status, WNOHANG) == 0) {
		int came = sigwaitinfo(&guard->held, NULL);

		if (came < 0 || came == SIGCHLD)
			continue;
		guard->signal = came;
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		return -1;
	}
	if (WIFSIGNALED(status))
		return error_set(err, ERROR_LOST, 0, "a process of ours was ended by signal %d",
				 WTERMSIG(status));
	return WEXITSTATUS(status);
}

void guard_end(const struct guard *guard)
{
	sigset_t mask = guard->before;

	if (guard->signal) {
		sigdelset(&mask, guard->signal);
		raise(guard->signal);
	}
	sigprocmask(SIG_SETMASK, &mask, NULL);
}

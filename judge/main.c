#include "cmd/command.h"
#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "util/string.h"
#include "util/version.h"
#include "worker/slot.h"
#include "worker/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct command commands[] = {
	{ "run", "judge one submission, without a database", true, false, cmd_run },
	{ "verify", "judge the jury's submissions of packages", true, false, cmd_verify },
	{ "package", "check packages, and hand them to the workers", false, false, cmd_package },
	{ "worker", "claim submissions from the queue and judge them", true, true, cmd_worker },
	{ "submit", "put a submission into the queue", false, false, cmd_submit },
	{ "show", "show a judgement of the queue", false, false, cmd_show },
	{ "queue", "look at the queue, or change it", false, false, cmd_queue },
	{ "rejudge", "judge sets of submissions again", false, false, cmd_rejudge },
	{ "db", "create, migrate or look at the schema", false, false, cmd_db },
	{ "languages", "list the languages, and test their toolchains", true, false, cmd_languages },
	{ "check", "compare an output with an answer (an ICPC output validator)", false, false, cmd_check },
};

static void help(FILE *out)
{
	fprintf(out, "usage: assize [--config FILE] [--langs DIRECTORY] COMMAND [ARGUMENT...]\n\n"
		     "A judge for programming contests.\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fprintf(out, "\nassize COMMAND --help says more about each.\n");
}

static const struct command *find_command(const char *name)
{
	const char *names[ARRAY_SIZE(commands)], *near;

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!strcmp(commands[i].name, name))
			return &commands[i];
		names[i] = commands[i].name;
	}
	near = text_nearest(name, names, ARRAY_SIZE(names));
	if (near)
		fprintf(stderr, "assize: unknown command %s; did you mean %s?\n", name, near);
	else
		fprintf(stderr, "assize: unknown command %s; see assize --help\n", name);
	return NULL;
}

/* Beside a clone's build, or where make install put them. */
static const char *find_langs(char *path, size_t size)
{
	static const char *const places[] = {
		"%.*s/../../langs", "%.*s/../share/assize/langs",
	};
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;
	struct stat st;

	if (n > 0) {
		self[n] = '\0';
		slash = strrchr(self, '/');
		for (size_t i = 0; slash && i < ARRAY_SIZE(places); i++) {
			snprintf(path, size, places[i], (int)(slash - self), self);
			if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
				return path;
		}
	}
	return "langs";
}

struct call {
	const struct command *command;
	struct invocation invocation;
	int argc;
	char **argv;
};

static int front(int control, void *argument)
{
	struct call *call = argument;

	int status;

	call->invocation.control = control;
	status = call->command->run(&call->invocation, call->argc, call->argv);
	/* What was found out is lost if it could not be written: a full disk is no success. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		/* The reason of an earlier failure may have been forgotten by now. */
		fprintf(stderr, "assize: cannot write the results: %s\n",
			errno ? strerror(errno) : "part of them is lost");
		return 3;
	}
	return status;
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

static int tree(int handover, bool is_successor, void *argument)
{
	struct call *call = argument;

	call->invocation.handover = handover;
	call->invocation.is_successor = is_successor;
	return launcher_run(front, call, slot_main);
}

/* Global options, before the command. Returns the index of the command, or an exit status - 10. */
static int global_options(int argc, char **argv, struct invocation *invocation)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
			help(stdout);
			return -10;
		}
		if (!strcmp(argv[i], "--version")) {
			printf("assize %s\n", ASSIZE_VERSION);
			return -10;
		}
		if ((!strcmp(argv[i], "--config") || !strcmp(argv[i], "--langs")) && i + 1 < argc) {
			*(!strcmp(argv[i], "--config") ? &invocation->config :
							 &invocation->langs) = argv[i + 1];
			i++;
			continue;
		}
		fprintf(stderr, "assize: unknown option %s, or its value is missing; see "
				"assize --help\n", argv[i]);
		return -8;
	}
	if (i < argc)
		return i;
	help(stderr);
	return -8;
}

/*
 * Called with one of the first three closed, what is opened next would get its number: results were
 * seen to go to the database as a message. What stands in for it fails when it is used.
 */
static void occupy_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
			_exit(3);
}

int main(int argc, char **argv)
{
	char langs[4200];
	struct call call = { .invocation = { .control = -1, .handover = -1 } };
	int first;

	occupy_standard_descriptors();
	call.invocation.langs = find_langs(langs, sizeof langs);
	first = global_options(argc, argv, &call.invocation);
	if (first < 0)
		return first + 10;
	call.command = find_command(argv[first]);
	if (!call.command)
		return 2;
	call.argc = argc - first;
	call.argv = argv + first;
	if (call.command->stays && !wants_help(call.argc, call.argv)) {
		int handover = supervisor_successor();

		return handover >= 0 ? tree(handover, true, &call) :
				       supervisor_run(tree, &call, argv);
	}
	if (call.command->judges && !wants_help(call.argc, call.argv))
		return launcher_run(front, &call, slot_main);
	return front(-1, &call);
}
